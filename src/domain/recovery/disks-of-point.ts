// Which disks a recovery point has: points of VMs with excluded disks lack some ("Selective disk backup and restore for Azure
// virtual machines").

import type { VirtualMachine } from '../virtual-machine.js';
import type { RecoveryPoint } from './recovery-point.js';

/** `VM005_DataDisk_0 (LUN 0)`; backups call the OS disk LUN −1. */
export function diskWord({ lun, name }: { readonly lun: number; readonly name: string }): string {
  return lun === -1 ? `${name} (OS)` : `${name} (LUN ${lun})`;
}

/**
 * Whether data disks come back with a point. A point that tells of its disks is believed before any machine; undefined where
 * nothing tells.
 * @param machines those that may tell; undefined for one that is gone or could not be read
 */
export function hasDataDisks(
  { disks }: Pick<RecoveryPoint, 'disks'>,
  machines: readonly (Pick<VirtualMachine, 'disks'> | undefined)[],
): boolean | undefined {
  if (disks !== undefined && disks.included.length > 0) {
    return disks.included.some(({ lun }) => lun >= 0);
  }
  if (disks?.includedCount !== undefined) {
    // The OS disk is always among them.
    return disks.includedCount > 1;
  }
  const known = machines.filter((machine) => machine !== undefined);
  return known.length === 0
    ? undefined
    : known.some((machine) => machine.disks.some(({ role }) => role === 'data'));
}

/** What is worth knowing before a restore of a point that lacks disks; sentences without a full stop. */
export function diskNotes({ name, disks }: Pick<RecoveryPoint, 'name' | 'disks'>): string[] {
  const { excluded = [], includedCount, attachedCount } = disks ?? {};
  const isWhole =
    includedCount === undefined || attachedCount === undefined || includedCount >= attachedCount;
  if (excluded.length === 0 && isWhole) {
    return [];
  }
  const which = excluded.length === 0 ? 'some disks' : excluded.map(diskWord).join(', ');
  return [
    `recovery point ${name} was taken without ${which}, which the backups of the VM exclude; what was on it is not restored`,
  ];
}
