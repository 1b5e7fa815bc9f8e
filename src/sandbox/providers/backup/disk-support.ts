// What Azure Backup asks of managed disks. Documentation: Back up an Azure VM using Enhanced policy (2025-06-11).

import { z } from 'zod';
import { findResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { machineDisks, type VirtualMachine } from '../compute/virtual-machines/state.js';

const skuSchema = z.object({ sku: z.object({ name: z.string() }) });
const accessSchema = z.object({ dataAccessAuthMode: z.string().optional() });

const NEED_ENHANCED = new Set(['ultrassd_lrs', 'premiumv2_lrs']);

/** Whether a disk of the machine has a type whose snapshots a standard policy does not take. */
export function hasDisksForEnhancedOnly(state: WorldState, machine: VirtualMachine): boolean {
  return disksOf(state, machine).some(({ extra }) =>
    NEED_ENHANCED.has(skuSchema.safeParse(extra).data?.sku.name.toLowerCase() ?? ''),
  );
}

/** Whether the data of a disk can be read only by who signs in, which the service does not. */
export function hasDisksWithAuthenticatedAccess(
  state: WorldState,
  machine: VirtualMachine,
): boolean {
  return disksOf(state, machine).some(
    ({ properties }) =>
      accessSchema.safeParse(properties).data?.dataAccessAuthMode === 'AzureActiveDirectory',
  );
}

function disksOf(state: WorldState, machine: VirtualMachine) {
  return machineDisks(state, machine).flatMap(({ managedDiskId }) => {
    const found = managedDiskId === undefined ? undefined : findResource(state, managedDiskId);
    return found === undefined ? [] : [found];
  });
}
