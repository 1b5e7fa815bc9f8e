// From which networks the data of restored disks can be read, where the disks that were backed up are private.

import type { DiskAccess } from '../../domain/recovery/restore-request.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { DOCS } from '../../preflight/documentation.js';
import type { RestoreOptions } from './options.js';

type Given = Pick<RestoreOptions, 'diskAccess' | 'diskAccessId' | 'secondaryRegion' | 'vm'>;

/**
 * What is asked of Azure; nothing for points without private disks. As az's `--disk-access-option`, which it requires for
 * points with private disks: here the restored disks are as private as the original ones where nothing else is said.
 * @throws AzbackupError `AZB_DISK_ACCESS_NEEDED`, `AZB_DISK_ACCESS_UNFIT` (5)
 */
export function diskAccessOf(
  { privateDisks, name }: Pick<RecoveryPoint, 'privateDisks' | 'name'>,
  { diskAccess, diskAccessId, secondaryRegion, vm }: Given,
): DiskAccess | undefined {
  if (privateDisks !== true) {
    return diskAccess === 'private' ? refuse(unfit(name, vm)) : undefined;
  }
  switch (diskAccess) {
    case 'private':
      return { option: 'private', diskAccessId: diskAccessId ?? '' };
    case 'public':
      return { option: 'public' };
    case 'same-as-source':
    case undefined:
      return secondaryRegion ? refuse(needed(name, vm)) : { option: 'same-as-source' };
  }
}

/** @throws AzbackupError always */
function refuse(error: AzbackupError): never {
  throw error;
}

function unfit(point: string, vm: string): AzbackupError {
  return new AzbackupError({
    code: 'AZB_DISK_ACCESS_UNFIT',
    kind: 'blocked',
    message: `the restored disks of ${vm} cannot be made private`,
    target: point,
    causes: [
      'Azure takes a network access for restored disks only if a disk was private at the backup',
    ],
    fix: [
      'leave out --disk-access, and make the restored disks private afterwards: az disk update',
    ],
    docs: DOCS.vmRestore,
  });
}

/** Disk access resources are regional. */
function needed(point: string, vm: string): AzbackupError {
  return new AzbackupError({
    code: 'AZB_DISK_ACCESS_NEEDED',
    kind: 'blocked',
    message: `disks of ${vm} are private, which cannot be kept in another region`,
    target: point,
    causes: ['the network access of the original disks cannot be used for a cross-region restore'],
    fix: [
      'name a disk access resource of that region: --disk-access private --disk-access-id ID',
      'or let the restored disks be public: --disk-access public',
    ],
    docs: DOCS.vmRestore,
  });
}
