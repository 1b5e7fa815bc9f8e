// Looks into the default world of a test, and changes it in ways that no command of azbackup does.

import { createAccessToken } from '../../../src/sandbox/http/access-token.js';
import { createSandbox } from '../../../src/sandbox/create-sandbox.js';
import type { SandboxRoleAssignment } from '../../../src/sandbox/providers/authorization/state.js';
import {
  findBackupVault,
  machineNames,
} from '../../../src/sandbox/providers/backup/backup-vault.js';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import type { ProtectedItem } from '../../../src/sandbox/providers/backup/protected-items/state.js';
import type { Principal } from '../../../src/sandbox/providers/graph/state.js';
import {
  findResource,
  resourceKey,
  type ArmResource,
} from '../../../src/sandbox/kernel/resource.js';
import { settleWorld } from '../../../src/sandbox/settle-world.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { resourceId, subscriptionId } from '../../../src/sandbox/estates/build/contoso.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { assignRole, builtInRoles } from '../../../src/sandbox/estates/build/role-assignments.js';

/** ARM id of a machine. */
export function vmId(name: string, group = 'rg-prod'): string {
  return resourceId(group, 'Microsoft.Compute/virtualMachines', name);
}

/** ARM id of a key vault of production. */
export function keyVaultId(name: string): string {
  return resourceId('rg-prod', 'Microsoft.KeyVault/vaults', name);
}

/** ARM id of a Recovery Services vault. */
export function recoveryVaultId(name: string, group = 'rg-prod'): string {
  return resourceId(group, 'Microsoft.RecoveryServices/vaults', name);
}

/** The production vault. */
export const PRODUCTION_VAULT = recoveryVaultId('rsv-prod');

/** A resource that the world must have. */
export function resource(world: WorldState, id: string): ArmResource {
  const found = findResource(world, id);
  if (found === undefined) {
    throw new Error(`the world has no ${id}`);
  }
  return found;
}

/** Lets the agent of a running machine answer, or fall silent. */
export function setAgentReady(world: WorldState, vm: string, agentReady: boolean): void {
  const machine = findVirtualMachine(world, vmId(vm));
  if (machine === undefined) {
    throw new Error(`the world has no ${vm}`);
  }
  const runtime = { ...machine.properties.runtime, agentReady };
  resource(world, vmId(vm)).properties['runtime'] = runtime;
}

/** The item of a machine in a vault, undefined when it has none. */
export function itemOf(
  world: WorldState,
  vm: string,
  vaultId = PRODUCTION_VAULT,
): ProtectedItem | undefined {
  return findBackupVault(world, vaultId)?.items[machineNames(vmId(vm)).item.toLowerCase()];
}

/** The item of a machine, which must be there. */
export function knownItem(world: WorldState, vm: string, vaultId?: string): ProtectedItem {
  const item = itemOf(world, vm, vaultId);
  if (item === undefined) {
    throw new Error(`${vm} has no item`);
  }
  return item;
}

/** An item of a machine of the same name in the group rg-dr: with the points of the first, and without jobs. */
export function addNamesake(world: WorldState, vm: string): void {
  const vault = findBackupVault(world, PRODUCTION_VAULT);
  const id = vmId(vm, 'rg-dr');
  const { item: name } = machineNames(id);
  if (vault === undefined) {
    throw new Error('the world has no rsv-prod');
  }
  const namesake = { ...structuredClone(knownItem(world, vm)), name, vmId: id };
  vault.items[name.toLowerCase()] = namesake;
}

/** Who holds which permissions at a key vault with access policies. */
export function accessPolicies(
  world: WorldState,
  vault: string,
): readonly {
  readonly objectId: string;
  readonly permissions: { readonly keys?: string[]; readonly secrets?: string[] };
}[] {
  const policies = resource(world, keyVaultId(vault)).properties['accessPolicies'];
  if (!Array.isArray(policies)) {
    throw new TypeError(`${vault} has no access policies`);
  }
  return policies;
}

/** Role assignments of the backup service at a key vault or at one object in it. */
export function backupAssignments(world: WorldState, vault: string): SandboxRoleAssignment[] {
  const scope = resourceKey(keyVaultId(vault));
  return Object.values(world.authorization.assignments).filter(
    (assignment) =>
      assignment.principalId === objectIds.backupService &&
      resourceKey(assignment.scope).startsWith(scope),
  );
}

/** Takes roles away from a principal everywhere. */
export function takeRoles(
  world: WorldState,
  principalId: string,
  ...roles: readonly (keyof typeof builtInRoles)[]
): void {
  const names = new Set<string>(roles.map((role) => builtInRoles[role]));
  keepAssignments(
    world,
    (assignment) =>
      assignment.principalId !== principalId || !names.has(assignment.roleDefinitionName),
  );
}

/** A principal of the directory. */
export function principal(world: WorldState, objectId: string): Principal {
  const found = world.directory.principals.find((each) => each.objectId === objectId);
  if (found === undefined) {
    throw new Error(`nobody is ${objectId}`);
  }
  return found;
}

/** A second subscription of the same tenant, its only group `rg-second`, the operator its owner. */
export function addSubscription(world: WorldState, displayName = 'Contoso Test'): string {
  const id = '00000000-0000-0000-0000-000000000002';
  const [first] = world.subscriptions;
  if (first === undefined) {
    throw new Error('the world has no subscription');
  }
  world.subscriptions.push({ ...first, subscriptionId: id, displayName });
  const group = `/subscriptions/${id}/resourceGroups/rg-second`;
  world.resourceGroups[group.toLowerCase()] = {
    id: group,
    name: 'rg-second',
    location: 'japaneast',
    tags: {},
  };
  const scope = `/subscriptions/${id}`;
  for (const role of ['contributor', 'userAccessAdministrator', 'keyVaultReader'] as const) {
    assignRole(world, { principalId: objectIds.operator, role, scope });
  }
  return id;
}

/** Ends protection of a machine as the portal does, data kept; through Azure's own API. */
export async function stopProtection(world: WorldState, vm: string): Promise<void> {
  const names = machineNames(vmId(vm));
  const path = `${PRODUCTION_VAULT}/backupFabrics/Azure/protectionContainers/${names.container}/protectedItems/${names.item}`;
  const status = await sendAsOperator(world, 'PUT', `${path}?api-version=2023-06-01`, {
    properties: {
      protectedItemType: 'Microsoft.Compute/virtualMachines',
      sourceResourceId: vmId(vm),
      protectionState: 'ProtectionStopped',
    },
  });
  if (status !== 202) {
    throw new Error(`stopping ${vm} was answered with ${status}`);
  }
  const clock = worldClock(world);
  clock.advanceTo(clock.now() + 60_000);
  settleWorld(world, clock.now());
}

/** Sends one request to Resource Manager as the operator; returns the status. */
async function sendAsOperator(
  world: WorldState,
  method: string,
  path: string,
  body: unknown,
): Promise<number> {
  const clock = worldClock(world);
  const token = createAccessToken(world, clock, {
    principal: principal(world, objectIds.operator),
    audience: 'https://management.azure.com',
  });
  const response = await createSandbox({ state: world, clock }).fetch(
    new Request(new URL(path, 'https://management.azure.com'), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  await response.text();
  return response.status;
}

/**
 * What a command could have changed: the world without its clock, its counters of ids and requests.
 * Reading moves those, and a wait alone the clock.
 */
export function substance(world: WorldState): unknown {
  const { nowMilliseconds: _now, ids: _ids, throttling: _throttling, ...rest } = world;
  return structuredClone(rest);
}

/** The subscription of Contoso. */
export const CONTOSO = subscriptionId;

/** Takes all role assignments away that are not wanted. */
export function keepAssignments(
  world: WorldState,
  isWanted: (assignment: WorldState['authorization']['assignments'][string]) => boolean,
): void {
  for (const [name, assignment] of Object.entries(world.authorization.assignments)) {
    if (!isWanted(assignment)) {
      delete world.authorization.assignments[name];
    }
  }
}
