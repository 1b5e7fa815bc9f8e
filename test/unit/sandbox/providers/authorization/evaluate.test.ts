import { describe, expect, it } from 'vitest';
import { builtInRoles } from '../../../../../src/sandbox/providers/authorization/role-definitions/built-in-roles.js';
import {
  isActionAllowed,
  isDataActionAllowed,
} from '../../../../../src/sandbox/providers/authorization/evaluate.js';
import { assign, tiny, tinyWorld, vaultId } from '../../../../support/worlds/tiny-world.js';

const vault = vaultId(tiny.rbacVault);
const roleNamed = (name: string): string =>
  builtInRoles.find(({ roleName }) => roleName === name)?.name ?? '';

describe('isActionAllowed', () => {
  // Columns: Backup Contributor, Backup Operator, Backup Reader, Virtual Machine Contributor, Storage
  // Account Contributor, Key Vault Contributor, User Access Administrator, Reader.
  const roles = [
    'Backup Contributor',
    'Backup Operator',
    'Backup Reader',
    'Virtual Machine Contributor',
    'Storage Account Contributor',
    'Key Vault Contributor',
    'User Access Administrator',
    'Reader',
  ];
  it.each([
    ['Microsoft.RecoveryServices/Vaults/write', 'Y--Y----'],
    ['Microsoft.RecoveryServices/Vaults/backupJobs/read', 'YYY---YY'],
    ['Microsoft.RecoveryServices/Vaults/backupTriggerValidateOperation/action', '-Y------'],
    ['Microsoft.RecoveryServices/locations/backupStatus/action', 'YYYY----'],
    ['Microsoft.Compute/virtualMachines/read', '---Y--YY'],
    ['Microsoft.Storage/storageAccounts/read', 'YY-YY-YY'],
    ['Microsoft.Storage/storageAccounts/listKeys/action', '---YY---'],
    ['Microsoft.KeyVault/vaults/read', '-----YYY'],
    ['Microsoft.KeyVault/vaults/accessPolicies/write', '-----Y--'],
    ['Microsoft.Authorization/roleAssignments/write', '------Y-'],
    ['Microsoft.Authorization/roleAssignments/read', 'YYYYYYYY'],
  ])('%s is allowed to %s', (action, expected) => {
    const allowed = roles.map((role) => {
      const state = tinyWorld();
      assign(state, tiny.strangerId, roleNamed(role), tiny.group);
      return isActionAllowed(state, tiny.strangerId, action, vault) ? 'Y' : '-';
    });
    expect(allowed.join('')).toBe(expected);
  });

  it('takes away what notActions name', () => {
    const state = tinyWorld();
    assign(state, tiny.strangerId, roleNamed('Contributor'), tiny.group);
    const may = (action: string) => isActionAllowed(state, tiny.strangerId, action, vault);
    expect(may('Microsoft.KeyVault/vaults/write')).toBe(true);
    expect(may('microsoft.authorization/roleassignments/write')).toBe(false);
  });

  it('reaches down from a scope, not up or aside', () => {
    const state = tinyWorld();
    assign(state, tiny.strangerId, roleNamed('Reader'), tiny.group.toUpperCase());
    const may = (scope: string) =>
      isActionAllowed(state, tiny.strangerId, 'Microsoft.KeyVault/vaults/read', scope);
    expect(may(vault)).toBe(true);
    expect(may(tiny.group)).toBe(true);
    expect(may(`${tiny.group}-2`)).toBe(false);
    expect(may(`/subscriptions/${tiny.subscriptionId}`)).toBe(false);
  });

  it('reaches the members of a group and of groups in it', () => {
    const state = tinyWorld();
    state.directory.principals.push({
      objectId: 'outer',
      tenantId: tiny.tenantId,
      type: 'Group',
      displayName: 'outer',
      members: [tiny.groupId],
      graphPermissions: [],
      accountEnabled: true,
    });
    assign(state, 'outer', roleNamed('Reader'), '/');
    expect(isActionAllowed(state, tiny.userId, 'Microsoft.KeyVault/vaults/read', vault)).toBe(true);
    expect(isActionAllowed(state, tiny.strangerId, 'Microsoft.KeyVault/vaults/read', vault)).toBe(
      false,
    );
  });
});

describe('isDataActionAllowed', () => {
  const question = {
    principalObjectId: tiny.backupServiceId,
    dataAction: 'Microsoft.KeyVault/vaults/keys/backup/action',
    scope: `${vault}/keys/kek`,
    nowMilliseconds: 1000,
  };

  it('tells data actions from actions', () => {
    const state = tinyWorld();
    assign(state, tiny.backupServiceId, tiny.ownerRole, vault);
    expect(isDataActionAllowed(state, question)).toBe(false);
    assign(state, tiny.backupServiceId, roleNamed('Key Vault Crypto User'), vault);
    expect(isDataActionAllowed(state, question)).toBe(true);
  });

  it('waits until an assignment has reached the data plane', () => {
    const state = tinyWorld();
    assign(state, tiny.backupServiceId, tiny.keyVaultAdministrator, vault);
    const made = Object.values(state.authorization.assignments).at(-1);
    expect(made).toBeDefined();
    if (made !== undefined) {
      made.effectiveMilliseconds = 1001;
    }
    expect(isDataActionAllowed(state, question)).toBe(false);
    expect(isDataActionAllowed(state, { ...question, nowMilliseconds: 1001 })).toBe(true);
  });
});
