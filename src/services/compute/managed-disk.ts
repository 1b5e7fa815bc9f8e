// A managed disk from the SDK's model to ours (Disks_Get).

import type { Disk } from '@azure/arm-compute';
import type { ManagedDisk } from '../../domain/virtual-machine.js';
import { instantFrom } from '../arm/wire-time.js';
import { required } from '../arm/unexpected-response.js';
import { encryptionSettingsFrom } from './encryption-settings.js';

/** The disk in our words. Throws `AZB_UNEXPECTED_RESPONSE` when a field that Azure always sends is missing. */
export function diskFrom(disk: Disk): ManagedDisk {
  const id = required(disk.id, 'id', 'a disk');
  const { encryption, encryptionSettingsCollection: ade, securityProfile } = disk;
  const diskEncryptionSetId =
    encryption?.diskEncryptionSetId ?? securityProfile?.secureVMDiskEncryptionSetId;
  return {
    id,
    name: required(disk.name, 'name', id),
    sizeGb: required(disk.diskSizeGB, 'diskSizeGB', id),
    ...originOf(disk),
    ...(disk.sku?.name === undefined ? {} : { sku: disk.sku.name }),
    ...(disk.dataAccessAuthMode === undefined
      ? {}
      : { dataAccessAuthMode: disk.dataAccessAuthMode }),
    ...(disk.maxShares === undefined ? {} : { maxShares: disk.maxShares }),
    ...(disk.managedBy === undefined ? {} : { machineId: disk.managedBy }),
    encryptionAtRest: required(encryption?.type, 'encryption.type', id),
    ...(diskEncryptionSetId === undefined ? {} : { diskEncryptionSetId }),
    ...(ade === undefined ? {} : { adeSettings: adeSettingsFrom(ade) }),
    ...planOf(disk),
    ...(securityProfile?.securityType === undefined
      ? {}
      : { securityType: securityProfile.securityType }),
  };
}

/** What tells where a disk came from; members that Azure leaves out are left out. */
function originOf({
  location,
  tags,
  osType,
  timeCreated,
}: Disk): Pick<ManagedDisk, 'location' | 'tags' | 'osType' | 'createdAt'> {
  const createdAt = instantFrom(timeCreated);
  return {
    ...(location === undefined ? {} : { location }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(tags === undefined ? {} : { tags }),
    ...(osType === undefined || osType === null ? {} : { osType }),
  };
}

function planOf({ purchasePlan }: Disk): Pick<ManagedDisk, 'plan'> {
  if (purchasePlan === undefined || purchasePlan === null) {
    return {};
  }
  const { name, publisher, product, promotionCode } = purchasePlan;
  const promotion = promotionCode === undefined || promotionCode === null ? {} : { promotionCode };
  return { plan: { name, publisher, product, ...promotion } };
}

/** The version is empty when Azure leaves it out, as it may on disks of dual pass. */
function adeSettingsFrom(
  collection: NonNullable<Disk['encryptionSettingsCollection']>,
): NonNullable<ManagedDisk['adeSettings']> {
  return {
    enabled: collection.enabled,
    version: collection.encryptionSettingsVersion ?? '',
    settings: (collection.encryptionSettings ?? []).map((settings) =>
      encryptionSettingsFrom(settings, collection.enabled),
    ),
  };
}
