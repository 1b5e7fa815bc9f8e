// Managed disks that begin with nothing on them. OpenAPI Disks_CreateOrUpdate, "Create an empty managed disk".

import { DISK_TYPE } from '../virtual-machines/state.js';
import type { ArmResource } from '../../../kernel/resource.js';
import { offsetInstant } from '../request.js';
import { networkAccess } from './network-access.js';

/** Storage types that the sandbox makes disks of, with their tiers. */
const TIERS = {
  Standard_LRS: 'Standard',
  StandardSSD_LRS: 'Standard',
  StandardSSD_ZRS: 'Standard',
  Premium_LRS: 'Premium',
  Premium_ZRS: 'Premium',
} as const;

/** Names of those storage types. */
const DISK_SKUS = [
  'Standard_LRS',
  'StandardSSD_LRS',
  'StandardSSD_ZRS',
  'Premium_LRS',
  'Premium_ZRS',
] as const;

/** The name of a storage type. */
export type DiskSku = (typeof DISK_SKUS)[number];

/** The storage type of this name; undefined for one of which the sandbox makes no disks. */
export function diskSkuOf(name: string): DiskSku | undefined {
  return DISK_SKUS.find((each) => each.toLowerCase() === name.toLowerCase());
}

/** An empty disk to be made. */
interface EmptyDisk {
  /** ARM id. */
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly sizeGB: number;
  readonly sku: DiskSku;
  readonly zones?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly uniqueId: string;
  readonly createdMilliseconds: number;
}

/** The disk as a resource that belongs to no machine; it is encrypted at rest only, with the platform's key. */
export function emptyDisk(disk: EmptyDisk): ArmResource {
  const { id, name, location, sizeGB, sku, zones = [], tags = {} } = disk;
  return {
    id,
    name,
    type: DISK_TYPE,
    location,
    tags: { ...tags },
    extra: {
      sku: { name: sku, tier: TIERS[sku] },
      ...(zones.length === 0 ? {} : { zones: [...zones] }),
    },
    properties: {
      creationData: { createOption: 'Empty' },
      diskSizeGB: sizeGB,
      diskSizeBytes: sizeGB * 1024 ** 3,
      encryption: { type: 'EncryptionAtRestWithPlatformKey' },
      ...networkAccess(undefined),
      timeCreated: offsetInstant(disk.createdMilliseconds),
      provisioningState: 'Succeeded',
      diskState: 'Unattached',
      uniqueId: disk.uniqueId,
    },
  };
}
