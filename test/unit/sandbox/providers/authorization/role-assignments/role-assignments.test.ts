import { describe, expect, it } from 'vitest';
import { assign, tiny, tinySandbox, vaultId } from '../../../../../support/worlds/tiny-world.js';

const VERSION = 'api-version=2022-04-01';
const vault = vaultId(tiny.rbacVault);
const NAME = 'eeeeeeee-0000-4000-8000-000000000001';
const OTHER = 'eeeeeeee-0000-4000-8000-000000000002';
const NOBODY = '99999999-0000-4000-8000-000000000009';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

const path = (name: string, scope: string = vault): string =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}?${VERSION}`;

function assignment(properties: Readonly<Record<string, unknown>> = {}) {
  return {
    body: {
      properties: {
        roleDefinitionId: `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${tiny.keyVaultAdministrator}`,
        principalId: tiny.backupServiceId,
        principalType: 'ServicePrincipal',
        ...properties,
      },
    },
  };
}

describe('a role assignment', () => {
  it('is answered as recorded', async () => {
    const sandbox = tinySandbox();
    const { status, body } = await sandbox.send('PUT', path(NAME), assignment());
    expect(status).toBe(201);
    expect(body).toEqual({
      properties: {
        roleDefinitionId: assignment().body.properties.roleDefinitionId,
        principalId: tiny.backupServiceId,
        principalType: 'ServicePrincipal',
        scope: vault,
        condition: null,
        conditionVersion: null,
        createdOn: '2026-11-23T12:00:00.0000000Z',
        updatedOn: '2026-11-23T12:00:00.0000000Z',
        createdBy: null,
        updatedBy: tiny.ownerId,
        delegatedManagedIdentityResourceId: null,
        description: null,
      },
      id: `${vault}/providers/Microsoft.Authorization/roleAssignments/${NAME}`,
      type: 'Microsoft.Authorization/roleAssignments',
      name: NAME,
    });
    const read = await sandbox.send('GET', path(NAME));
    expect(read.body.properties.createdBy).toBe(tiny.ownerId);
  });

  it('may be repeated, but not changed', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('PUT', path(NAME), assignment());
    expect((await sandbox.send('PUT', path(NAME), assignment())).status).toBe(201);
    const other = await sandbox.send('PUT', path(NAME), assignment({ principalId: tiny.ownerId }));
    expect([other.status, other.body.error.code]).toEqual([
      400,
      'RoleAssignmentUpdateNotPermitted',
    ]);
    const twin = await sandbox.send('PUT', path(OTHER), assignment());
    expect([twin.status, twin.body.error.code]).toEqual([409, 'RoleAssignmentExists']);
  });

  it.each([
    ['PrincipalNotFound', NAME, { principalId: NOBODY, principalType: 'User' }],
    ['PrincipalNotFound', NAME, { principalId: NOBODY, principalType: undefined }],
    ['UnmatchedPrincipalType', NAME, { principalType: 'User' }],
    ['RoleDefinitionDoesNotExist', NAME, { roleDefinitionId: `/x/${NAME}` }],
    ['InvalidRoleAssignmentId', 'mine', {}],
  ])('is refused with %s', async (code, name, properties) => {
    const { status, body } = await tinySandbox().send('PUT', path(name), assignment(properties));
    expect([status, body.error.code]).toEqual([400, code]);
  });

  it('is made for whatever is called a service principal', async () => {
    const sandbox = tinySandbox();
    const { status } = await sandbox.send('PUT', path(NAME), assignment({ principalId: NOBODY }));
    expect(status).toBe(201);
  });

  it('is not found and not deleted when it is not there', async () => {
    const sandbox = tinySandbox();
    expect((await sandbox.send('GET', path(NAME))).status).toBe(404);
    expect((await sandbox.send('DELETE', path(NAME))).status).toBe(204);
  });

  it('reaches the data plane later the wider it is', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('PUT', path(NAME), assignment());
    await sandbox.send('PUT', path(OTHER, tiny.group), assignment());
    const delays = Object.values(sandbox.state.authorization.assignments)
      .slice(-2)
      .map(({ effectiveMilliseconds }) => effectiveMilliseconds - sandbox.clock.now());
    // 0xee of 0xff of the way from the least to the most.
    expect(delays).toEqual([113_000, 564_000]);
  });

  it('takes the right to write assignments', async () => {
    const sandbox = tinySandbox();
    assign(sandbox.state, tiny.strangerId, READER, tiny.group);
    const refused = await sandbox.send('PUT', path(NAME), {
      ...assignment(),
      as: tiny.strangerId,
    });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain(
      `over scope '${vault}/providers/Microsoft.Authorization/roleAssignments/${NAME}'`,
    );
  });
});

describe('lists', () => {
  const names = async (filter: string, scope: string): Promise<string[]> => {
    const sandbox = tinySandbox();
    assign(sandbox.state, tiny.groupId, READER, '/');
    assign(sandbox.state, tiny.strangerId, READER, vault);
    const list = `${scope}/providers/Microsoft.Authorization/roleAssignments?${VERSION}`;
    const { body } = await sandbox.send('GET', filter === '' ? list : `${list}&$filter=${filter}`);
    return body.value.map(
      ({ properties }: { properties: { principalId: string; scope: string } }) =>
        `${properties.principalId} ${properties.scope}`,
    );
  };
  const owner = `${tiny.ownerId} /subscriptions/${tiny.subscriptionId}`;
  const root = `${tiny.groupId} /`;
  const atVault = `${tiny.strangerId} ${vault}`;

  it.each([
    ['', tiny.group, [owner, root, atVault]],
    ['atScope()', tiny.group, [owner, root]],
    ['atScope()', vault, [owner, root, atVault]],
    [`principalId eq '${tiny.strangerId}'`, tiny.group, [atVault]],
    [`assignedTo('${tiny.userId}')`, vault, [root]],
    [`assignedTo('${tiny.strangerId}')`, tiny.group, []],
    [`assignedTo('${tiny.strangerId}')`, vault, [atVault]],
    [`atScope() and assignedTo('${tiny.userId}')`, vault, [root]],
  ])('with %s at %s', async (filter, scope, expected) => {
    expect(await names(filter, scope)).toEqual(expected);
  });

  it('write the id of a root assignment without scope', async () => {
    const sandbox = tinySandbox();
    assign(sandbox.state, tiny.strangerId, READER, '/');
    const list = `${tiny.group}/providers/Microsoft.Authorization/roleAssignments?${VERSION}`;
    const { body } = await sandbox.send(
      'GET',
      `${list}&$filter=principalId eq '${tiny.strangerId}'`,
    );
    expect(body.value[0].id).toMatch(/^\/providers\/Microsoft\.Authorization\/roleAssignments\//u);
    expect(body.value[0].properties.roleDefinitionId).toBe(
      `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
    );
  });
});
