// Whether ADE has to run again in a restored VM. It writes secrets then, into the key vault that holds the one of the disks.

import { hasDataDisks } from '../recovery/disks-of-point.js';
import { passOfPoint, type RecoveryPoint } from '../recovery/recovery-point.js';
import { sameName } from '../resource-id.js';
import type { VirtualMachine } from '../virtual-machine.js';

/**
 * True unless it is sure that it need not: Windows opens its OS disk without it, and dual pass only runs as its application
 * ("Restore encrypted Azure virtual machines").
 */
export function adeRunsAgain(
  point: RecoveryPoint,
  source: VirtualMachine | undefined,
  hasApplication: boolean,
): boolean {
  if (!point.encrypted || (passOfPoint(point) === 'dual' && !hasApplication)) {
    return false;
  }
  return !sameName(point.osType ?? '', 'Windows') || hasDataDisks(point, [source]) !== false;
}

/** True where the data disks of a VM cannot be seen to open: dual pass without its application. */
export function lacksApplication(
  point: RecoveryPoint,
  source: VirtualMachine | undefined,
  hasApplication: boolean,
): boolean {
  const isDual = point.encrypted && passOfPoint(point) === 'dual';
  return isDual && !hasApplication && hasDataDisks(point, [source]) !== false;
}
