// How the world of a recording differs from what its requests alone say of it.

import { z } from 'zod';
import { seedDiskEncryption } from '../../../src/sandbox/providers/compute/disk-encryption/seed.js';
import { findVirtualMachine } from '../../../src/sandbox/providers/compute/virtual-machines/state.js';
import { worldIds } from '../../../src/sandbox/kernel/ids.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import type { Principal } from '../../../src/sandbox/providers/graph/state.js';
import type { Recording } from '../recordings.js';
import { tiny } from '../worlds/tiny-world.js';

/** The machine of the disk encryption recordings, encrypted before they begin. */
export function encrypted(state: WorldState): void {
  const group =
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/cli_test_vm_encryption000001';
  const machine = findVirtualMachine(
    state,
    `${group}/providers/Microsoft.Compute/virtualMachines/vm1`,
  );
  if (machine === undefined) {
    throw new Error('the recording has no machine');
  }
  seedDiskEncryption(state, worldIds(state), machine, {
    atMilliseconds: state.nowMilliseconds,
    keyVaultId: `${group}/providers/Microsoft.KeyVault/vaults/vault000002`,
    volumeType: 'All',
  });
}

/** No machine's guest agent reports. */
export function agentsNotReady(state: WorldState): void {
  for (const { properties } of Object.values(state.resources)) {
    const runtime = properties['runtime'];
    if (typeof runtime === 'object' && runtime !== null) {
      Object.assign(runtime, { agentReady: false });
    }
  }
}

const assignmentsSchema = z.object({
  value: z.array(
    z.object({
      name: z.string(),
      properties: z.object({
        scope: z.string(),
        roleDefinitionId: z.string(),
        principalId: z.string(),
        principalType: z.enum(['User']),
        createdOn: z.string(),
        updatedOn: z.string(),
        createdBy: z.string(),
      }),
    }),
  ),
});

/** Makes the recorded assignments. */
export function seedRecordedAssignments(state: WorldState, { exchanges }: Recording): void {
  for (const { name, properties } of assignmentsSchema.parse(exchanges[0]?.response.body).value) {
    const { roleDefinitionId, ...rest } = properties;
    state.authorization.assignments[name.toLowerCase()] = {
      ...rest,
      name,
      roleDefinitionName: roleDefinitionId.split('/').at(-1) ?? '',
      condition: null,
      effectiveMilliseconds: 0,
    };
  }
}

/** Adds an application or user with this object id. */
export function addPrincipal(
  state: WorldState,
  principal: Pick<Principal, 'objectId' | 'type'> & Partial<Principal>,
): void {
  state.directory.principals.push({
    tenantId: tiny.tenantId,
    displayName: principal.objectId,
    graphPermissions: [],
    accountEnabled: true,
    ...principal,
  });
}
