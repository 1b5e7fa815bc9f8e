import { describe, expect, it } from 'vitest';
import { assign, tiny, tinySandbox, vaultId } from '../../../../../support/worlds/tiny-world.js';

const VERSION = 'api-version=2022-04-01';
const subscription = `/subscriptions/${tiny.subscriptionId}`;
const other = `/subscriptions/${tiny.otherSubscriptionId}`;
const NAME = 'dddddddd-0000-4000-8000-000000000001';
const OTHER = 'dddddddd-0000-4000-8000-000000000002';

const path = (name: string): string =>
  `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${name}?${VERSION}`;

function role(properties: Readonly<Record<string, unknown>> = {}) {
  return {
    body: {
      properties: {
        roleName: 'reads keys',
        description: 'for backups',
        assignableScopes: [subscription],
        permissions: [{ dataActions: ['Microsoft.KeyVault/vaults/keys/read'] }],
        ...properties,
      },
    },
  };
}

describe('a custom role', () => {
  it('is answered as recorded', async () => {
    const sandbox = tinySandbox();
    const { status, body } = await sandbox.send('PUT', path(NAME), role());
    expect(status).toBe(201);
    expect(body).toMatchObject({
      properties: {
        type: 'CustomRole',
        permissions: [
          {
            actions: [],
            notActions: [],
            dataActions: ['Microsoft.KeyVault/vaults/keys/read'],
            notDataActions: [],
          },
        ],
        createdBy: null,
        updatedBy: tiny.ownerId,
      },
      id: path(NAME).split('?')[0],
      type: 'Microsoft.Authorization/roleDefinitions',
      name: NAME,
    });
    expect((await sandbox.send('GET', path(NAME))).body.properties.createdBy).toBe(tiny.ownerId);
  });

  it('is known to assignments a little later', async () => {
    const sandbox = tinySandbox();
    const assignment = `${vaultId(tiny.rbacVault)}/providers/Microsoft.Authorization/roleAssignments/${OTHER}?${VERSION}`;
    const assigned = () =>
      sandbox.send('PUT', assignment, {
        body: {
          properties: {
            roleDefinitionId: path(NAME).split('?')[0],
            principalId: tiny.backupServiceId,
            principalType: 'ServicePrincipal',
          },
        },
      });
    await sandbox.send('PUT', path(NAME), role());
    const early = await assigned();
    expect([early.status, early.body.error.code]).toEqual([400, 'RoleDefinitionDoesNotExist']);
    sandbox.clock.advanceTo(sandbox.clock.now() + 15_000);
    expect((await assigned()).status).toBe(201);
  });

  it('can be widened to another subscription', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('PUT', path(NAME), role());
    await sandbox.send('PUT', path(NAME), role({ assignableScopes: [subscription, other] }));
    const list = `${other}/providers/Microsoft.Authorization/roleDefinitions?${VERSION}`;
    const { body } = await sandbox.send('GET', `${list}&$filter=type eq 'CustomRole'`);
    expect(body.value.map(({ name }: { name: string }) => name)).toEqual([NAME]);
  });

  it.each([
    ['a single resource', vaultId(tiny.rbacVault)],
    ['the root', '/'],
  ])('is not assignable in %s', async (_, scope) => {
    const { status } = await tinySandbox().send(
      'PUT',
      path(NAME),
      role({ assignableScopes: [scope] }),
    );
    expect(status).toBe(400);
  });

  it('has a name of its own in the tenant', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('PUT', path(NAME), role());
    const { status, body } = await sandbox.send('PUT', path(OTHER), role());
    expect([status, body.error.code]).toEqual([409, 'RoleDefinitionWithSameNameExists']);
  });

  it('takes the right to write roles in every assignable scope', async () => {
    const sandbox = tinySandbox();
    const mine = 'User Access Administrator';
    const uaa = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
    assign(sandbox.state, tiny.strangerId, uaa, subscription);
    const { body } = await sandbox.send('PUT', path(NAME), {
      ...role({ roleName: mine, assignableScopes: [subscription, other] }),
      as: tiny.strangerId,
    });
    expect(body.error.code).toBe('LinkedAuthorizationFailed');
  });

  it('stays while it is assigned', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('PUT', path(NAME), role());
    assign(sandbox.state, tiny.backupServiceId, NAME, tiny.group);
    const refused = await sandbox.send('DELETE', path(NAME));
    expect(refused.body.error.code).toBe('RoleDefinitionHasAssignments');
    const { assignments } = sandbox.state.authorization;
    delete assignments[Object.keys(assignments).at(-1) ?? ''];
    expect((await sandbox.send('DELETE', path(NAME))).status).toBe(200);
    expect((await sandbox.send('DELETE', path(NAME))).status).toBe(204);
  });
});

describe('built-in roles', () => {
  it('are found by name and by id', async () => {
    const sandbox = tinySandbox();
    const list = `${subscription}/providers/Microsoft.Authorization/roleDefinitions?${VERSION}`;
    const { body } = await sandbox.send('GET', `${list}&$filter=roleName eq 'Reader'`);
    expect(body.value).toMatchObject([
      { properties: { type: 'BuiltInRole', permissions: [{ actions: ['*/read'] }] } },
    ]);
    expect(body.value[0].id.startsWith(subscription)).toBe(true);
    const missing = await sandbox.send('GET', path(NAME));
    expect(missing.body.error).toEqual({
      code: 'RoleDefinitionDoesNotExist',
      message:
        "The specified role definition with ID 'dddddddd000040008000000000000001' does not exist.",
    });
  });
});
