// Deny assignments outweigh what the backup service was granted.

import { describe, expect, it } from 'vitest';
import type { SandboxFault } from '../../../src/sandbox/faults/request-faults.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { putResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { CONTOSO, keyVaultId, principal } from '../support/contoso.js';
import { enable, grantAccess, preflight, status } from '../protection/only-item.js';

const GROUP = `/subscriptions/${CONTOSO}/resourceGroups/rg-prod`;
const EVERYONE = { id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' };
const CUSTODIANS = { id: objectIds.custodians, type: 'Group' };

/** VM001 is granted; then a deployment stack denies what is in its group. */
async function deniedWorld(
  properties: Readonly<Record<string, unknown>> = {},
  scope = GROUP,
): Promise<WorldState> {
  const world = defaultWorld();
  expect((await grantAccess('--vm VM001', { world })).run.code).toBe(0);
  const name = 'dddddddd-0000-4000-8000-000000000001';
  putResource(world, {
    id: `${scope}/providers/Microsoft.Authorization/denyAssignments/${name}`,
    name,
    type: 'Microsoft.Authorization/denyAssignments',
    properties: {
      denyAssignmentName: 'stack of the platform team',
      permissions: [{ dataActions: ['Microsoft.KeyVault/vaults/secrets/*'] }],
      scope,
      principals: [EVERYONE],
      excludePrincipals: [],
      ...properties,
    },
  });
  return world;
}

const accessOf = (item: { readonly findings: readonly { readonly checkId: string }[] }) =>
  item.findings.filter(({ checkId }) => /^access\..*-granted$/u.test(checkId));

describe('a deny assignment', () => {
  it.each([GROUP, keyVaultId('kv-prod-rbac')])('at %s is no grant, and named', async (scope) => {
    const world = await deniedWorld({}, scope);
    const { item, run } = await preflight('--vm VM001', { world });
    expect(accessOf(item)).toMatchObject([{ status: 'fail' }, { status: 'pass' }]);
    expect(JSON.stringify(accessOf(item))).toContain('stack of the platform team');
    expect(run.code).toBe(5);
    expect((await status('--vm VM001', { world })).item.keyAccess).toBe('lacking');
    expect((await enable('--vm VM001 --grant', { world })).item.outcome).toBe('blocked');
  });

  it('is what the protection fails of, as in Azure', async () => {
    const world = await deniedWorld();
    const { item } = await enable('--vm VM001 --ignore access.secrets-granted', { world });
    expect(item.error?.azureCode).toBe('UserErrorKeyVaultPermissionsNotConfigured');
  });

  it('keeps grant-access from saying that access is granted', async () => {
    const { item, run } = await grantAccess('--vm VM001', { world: await deniedWorld() });
    expect(item).toMatchObject({ outcome: 'failed', error: { code: 'AZB_GRANT_DENIED' } });
    expect(run.stdout).toContain('stack of the platform team');
    expect([run.code, run.writes]).toEqual([5, []]);
  });

  it.each([
    [
      'leaves the service out',
      { excludePrincipals: [{ id: objectIds.backupService, type: 'ServicePrincipal' }] },
    ],
    ['leaves a group of it out', { excludePrincipals: [CUSTODIANS] }],
    ['is about others', { principals: [{ id: objectIds.custodian, type: 'User' }] }],
    ['holds for its scope alone', { doNotApplyToChildScopes: true }],
  ])('that %s takes nothing away', async (_, properties) => {
    const world = await deniedWorld(properties);
    principal(world, objectIds.custodians).members = [objectIds.backupService];
    expect((await grantAccess('--vm VM001', { world })).item.outcome).toBe('already-granted');
    expect((await enable('--vm VM001', { world })).run.code).toBe(0);
  });

  it('about a group that cannot be read is unknown', async () => {
    const world = await deniedWorld({ principals: [CUSTODIANS] });
    const faults: SandboxFault[] = [
      { match: 'POST **/getMemberGroups', then: { kind: 'status', status: 403 } },
    ];
    const { item } = await preflight('--vm VM001', { world, faults });
    expect(accessOf(item)).toMatchObject([{ status: 'unknown' }, { status: 'pass' }]);
  });
});

describe('deny assignments that may not be read', () => {
  const faults: SandboxFault[] = [
    {
      match: 'GET **/denyAssignments',
      then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
    },
  ];

  it('are unknown, and never turn into a grant', async () => {
    const world = await deniedWorld();
    const { item } = await preflight('--vm VM001', { world, faults });
    expect(accessOf(item)).toMatchObject([{ status: 'unknown' }, { status: 'unknown' }]);
    expect(JSON.stringify(accessOf(item))).toContain('denyAssignments/read');
    expect((await status('--vm VM001', { world, faults })).item.keyAccess).toBe('unknown');
    const granted = await grantAccess('--vm VM001', { world, faults });
    expect(granted.item).toMatchObject({ outcome: 'failed', error: { code: 'AZB_GRANT_UNKNOWN' } });
    expect(granted.run.code).toBe(4);
  });

  it('say nothing of access policies, which they do not concern', async () => {
    const { item } = await preflight('--vm VM005', { faults });
    expect(
      accessOf(item)
        .map((each) => JSON.stringify(each))
        .join(''),
    ).not.toContain('unknown');
  });
});
