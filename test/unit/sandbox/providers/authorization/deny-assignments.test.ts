// Deny assignments outweigh roles at the gateway and in key vaults.

import { describe, expect, it } from 'vitest';
import { putResource } from '../../../../../src/sandbox/kernel/resource.js';
import { tiny, tinySandbox, vaultId } from '../../../../support/worlds/tiny-world.js';

const VAULT = vaultId(tiny.rbacVault);
const EVERYONE = '00000000-0000-0000-0000-000000000000';

function deniedSandbox(
  properties: Readonly<Record<string, unknown>>,
): ReturnType<typeof tinySandbox> {
  const sandbox = tinySandbox();
  const name = 'dddddddd-0000-4000-8000-000000000001';
  putResource(sandbox.state, {
    id: `${tiny.group}/providers/Microsoft.Authorization/denyAssignments/${name}`,
    name,
    type: 'Microsoft.Authorization/denyAssignments',
    properties: {
      denyAssignmentName: 'stack',
      permissions: [{ actions: ['*'], notActions: ['*/read'] }],
      scope: tiny.group,
      principals: [{ id: EVERYONE, type: 'SystemDefined' }],
      ...properties,
    },
  });
  return sandbox;
}

function change(sandbox: ReturnType<typeof tinySandbox>): ReturnType<typeof sandbox.send> {
  return sandbox.send('PATCH', `${VAULT}?api-version=2023-07-01`, {
    body: { properties: { enabledForDiskEncryption: true } },
  });
}

describe('a deny assignment', () => {
  it('stops what roles allow, and says which it is', async () => {
    const sandbox = deniedSandbox({});
    const { status, body } = await change(sandbox);
    expect([status, body.error.code]).toEqual([403, 'DenyAssignmentAuthorizationFailed']);
    expect(body.error.message).toContain(
      "because of the deny assignment with name 'stack' and Id 'dddddddd000040008000000000000001'",
    );
    expect((await sandbox.send('GET', `${VAULT}?api-version=2023-07-01`)).status).toBe(200);
  });

  it.each([
    ['excludes the caller', { excludePrincipals: [{ id: tiny.ownerId }] }],
    ['is about another', { principals: [{ id: tiny.strangerId }] }],
    ['is about its scope alone', { doNotApplyToChildScopes: true }],
  ])('that %s stops nothing', async (_, properties) => {
    expect((await change(deniedSandbox(properties))).status).toBe(200);
  });

  it('is listed at its scope and below, and above it only without the filter', async () => {
    const sandbox = deniedSandbox({});
    const names = async (scope: string, query = ''): Promise<string[]> => {
      const path = `${scope}/providers/Microsoft.Authorization/denyAssignments`;
      const { body } = await sandbox.send('GET', `${path}?api-version=2022-04-01${query}`);
      return body.value.map(
        (each: { properties: { denyAssignmentName: string } }) =>
          each.properties.denyAssignmentName,
      );
    };
    const subscription = `/subscriptions/${tiny.subscriptionId}`;
    expect(await names(VAULT, '&$filter=atScope()')).toEqual(['stack']);
    expect(await names(subscription)).toEqual(['stack']);
    expect(await names(subscription, '&$filter=atScope()')).toEqual([]);
  });
});
