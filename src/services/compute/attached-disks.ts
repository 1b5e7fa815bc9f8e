// The disks in a VM's storage profile.

import type { DataDisk, OSDisk } from '@azure/arm-compute';
import type { AttachedDisk } from '../../domain/virtual-machine.js';
import { required, unexpectedResponse } from '../arm/unexpected-response.js';

/** Azure Backup's number for the OS disk (RecoveryPoints_Get, includedDiskList). */
const OS_DISK_LUN = -1;

/** The OS disk, then the data disks in the order of the model. Throws `AZB_UNEXPECTED_RESPONSE`. */
export function attachedDisksFrom(
  osDisk: OSDisk,
  dataDisks: readonly DataDisk[],
  vmId: string,
): readonly AttachedDisk[] {
  return [
    { ...attachedDisk(osDisk, vmId), role: 'os', lun: OS_DISK_LUN },
    ...dataDisks.map((disk): AttachedDisk => ({
      ...attachedDisk(disk, vmId),
      role: 'data',
      lun: required(disk.lun, 'dataDisks.lun', vmId),
    })),
  ];
}

function attachedDisk(disk: OSDisk | DataDisk, vmId: string): Omit<AttachedDisk, 'role' | 'lun'> {
  const name = required(disk.name, 'storageProfile disk name', vmId);
  const { managedDisk } = disk;
  const securityEncryptionType = managedDisk?.securityProfile?.securityEncryptionType;
  const diskEncryptionSetId =
    managedDisk?.diskEncryptionSet?.id ?? managedDisk?.securityProfile?.diskEncryptionSet?.id;
  return {
    name,
    source: sourceOf(disk, name, vmId),
    ...(disk.diskSizeGB === undefined ? {} : { sizeGb: disk.diskSizeGB }),
    ...(diskEncryptionSetId === undefined ? {} : { diskEncryptionSetId }),
    ...(securityEncryptionType === undefined ? {} : { securityEncryptionType }),
  };
}

/** Ephemeral first: such disks have a managed disk's id too, of a disk that cannot be read. */
function sourceOf(disk: OSDisk | DataDisk, name: string, vmId: string): AttachedDisk['source'] {
  if ('diffDiskSettings' in disk && disk.diffDiskSettings?.option === 'Local') {
    return { kind: 'ephemeral' };
  }
  if (disk.managedDisk?.id !== undefined) {
    return { kind: 'managed', diskId: disk.managedDisk.id };
  }
  if (disk.vhd?.uri !== undefined) {
    return { kind: 'unmanaged', vhdUri: disk.vhd.uri };
  }
  throw unexpectedResponse(`the disk '${name}' has neither a managed disk nor a VHD`, vmId);
}
