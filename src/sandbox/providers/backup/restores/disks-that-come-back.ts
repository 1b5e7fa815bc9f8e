// How restored disks come back, for worlds in which something of their encryption is lost: points of encrypted
// machines are reported to have had holes (azure-linux-extensions, issues 2063 and 2109).

import { z } from 'zod';
import { globExpression } from '../../../faults/matching.js';
import type { WorldState } from '../../../kernel/state.js';
import type { CapturedDisk } from './state.js';

const restoredDiskSchema = z.strictObject({
  /** Glob over names of the machines that were backed up; any machine when absent. */
  machine: z.string().optional(),
  /** Only the disk with this LUN; -1 is the OS disk. */
  lun: z.int().optional(),
  /** `settings`: the disk is encrypted and does not say where its key is; `encryption`: it is not encrypted. */
  lost: z.enum(['settings', 'encryption']),
});

/** Rules; all that fit a disk count. */
export const restoredDisksSchema = z.array(restoredDiskSchema);

/** A disk as it comes back in this world. */
export function asItComesBack(
  { restoredDisks = [] }: WorldState,
  machineName: string,
  captured: CapturedDisk,
): CapturedDisk {
  const lost = restoredDisks
    .filter(
      ({ machine = '*', lun }) =>
        globExpression(machine).test(machineName) && (lun === undefined || lun === captured.lun),
    )
    .map((rule) => rule.lost);
  if (lost.length === 0) {
    return captured;
  }
  const { encryption: _, lock, ...rest } = captured;
  return lost.includes('encryption') || lock === undefined ? rest : { ...rest, lock };
}
