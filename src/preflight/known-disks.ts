// The managed disks of a VM that could be read; those that could not are disk.encryption-recognised's to tell.

import type { ManagedDisk } from '../domain/virtual-machine.js';
import type { PreflightFacts } from './facts.js';

/** What was read of them. */
export function knownDisks({ disks }: PreflightFacts): readonly ManagedDisk[] {
  return disks.flatMap(({ disk }) => (disk.status === 'known' ? [disk.value] : []));
}
