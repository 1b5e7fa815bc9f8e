// What a machine's model says of its disks.

import { z } from 'zod';
import type { ArmResource } from '../../../kernel/resource.js';
import type { AttachableDisk } from './attachable-disks.js';

/** A disk in the model of a machine that has just been given it. */
export function diskModel({ wanted, managed, name, sizeGB }: AttachableDisk) {
  return {
    name,
    createOption: wanted.createOption,
    caching: wanted.caching ?? (wanted.lun === -1 ? 'ReadWrite' : 'None'),
    ...(managed === undefined ? { vhd: wanted.vhd } : { managedDisk: managedModel(managed) }),
    deleteOption: wanted.deleteOption ?? 'Detach',
    ...(sizeGB === undefined ? {} : { diskSizeGB: sizeGB }),
  };
}

/** A data disk in the model of a machine that has just been given it. */
export function dataDiskModel(disk: AttachableDisk) {
  return { lun: disk.wanted.lun, ...diskModel(disk), toBeDetached: false };
}

const managedSchema = z.looseObject({
  extra: z.looseObject({ sku: z.looseObject({ name: z.string() }).optional() }).optional(),
  properties: z.looseObject({
    encryption: z.looseObject({ diskEncryptionSetId: z.string().optional() }).optional(),
  }),
});

function managedModel(disk: ArmResource) {
  const { extra, properties } = managedSchema.parse(disk);
  const set = properties.encryption?.diskEncryptionSetId;
  return {
    ...(extra?.sku === undefined ? {} : { storageAccountType: extra.sku.name }),
    ...(set === undefined ? {} : { diskEncryptionSet: { id: set } }),
    id: disk.id,
  };
}

/** Makes a machine the owner of managed disks. */
export function ownDisks(disks: readonly AttachableDisk[], machineId: string): void {
  for (const { managed } of disks) {
    if (managed !== undefined) {
      managed.extra = { managedBy: machineId, ...managed.extra };
      managed.properties['diskState'] = 'Attached';
    }
  }
}

/** Sets a managed disk free; what is on it, and where its key is looked for, stays. */
export function releaseDisk(disk: ArmResource): void {
  const { managedBy: _, ...extra } = disk.extra ?? {};
  disk.extra = extra;
  disk.properties['diskState'] = 'Unattached';
}
