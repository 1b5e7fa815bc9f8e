// How much data a backup of a machine moves.

import type { WorldState } from '../../../kernel/state.js';
import { findVirtualMachine } from '../../compute/virtual-machines/state.js';

/** Part of a disk that holds data: 11,374 MB of 127 GB in recording backup-now.poll-sequence. */
const USED_PART = 0.0875;

/** Data of a machine in whole gigabytes, at least 1; 1 for a machine that is gone. */
export function machineDataGB(state: WorldState, vmId: string): number {
  return Math.max(1, Math.round(machineDiskGB(state, vmId) * USED_PART));
}

/** Size of a machine's disks together in GB; 0 for a machine that is gone. */
export function machineDiskGB(state: WorldState, vmId: string): number {
  const profile = findVirtualMachine(state, vmId)?.properties.storageProfile;
  const disks = profile === undefined ? [] : [profile.osDisk, ...profile.dataDisks];
  return disks.reduce((sum, { diskSizeGB = 0 }) => sum + diskSizeGB, 0);
}
