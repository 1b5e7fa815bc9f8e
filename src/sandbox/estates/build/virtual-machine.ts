// Virtual machines of the worlds: healthy and running unless told otherwise.

import {
  seedDiskEncryption,
  type DiskEncryptionSeed,
} from '../../providers/compute/disk-encryption/seed.js';
import {
  seedVirtualMachine,
  type VirtualMachineSeed,
} from '../../providers/compute/virtual-machines/seed.js';
import { findVirtualMachine } from '../../providers/compute/virtual-machines/state.js';
import { day } from '../../kernel/time/durations.js';
import { worldIds } from '../../kernel/ids.js';
import { putResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { region, resourceId } from './contoso.js';
import { addInterfaces } from './machine-network.js';
import type { KeyEncryptionKey } from './key-encryption-key.js';
import type { KeyVault } from './key-vault.js';

/** A machine of a world. Fields that are left out are those of a plain, healthy machine. */
export interface MachineOptions extends Partial<Omit<VirtualMachineSeed, 'id'>> {
  readonly name: string;
  readonly resourceGroup: string;
  readonly osType: 'Windows' | 'Linux';
  /** Azure Disk Encryption; undefined for machines without it. */
  readonly ade?: AdeOptions | undefined;
}

/** How a machine is encrypted by Azure Disk Encryption. */
export interface AdeOptions {
  readonly keyVault: KeyVault;
  /** Undefined for a secret that no key wraps (BEK only). */
  readonly kek?: KeyEncryptionKey | undefined;
  readonly mechanism?: DiskEncryptionSeed['mechanism'];
  /** Default `All`. */
  readonly volumeType?: DiskEncryptionSeed['volumeType'];
  /** Default 150 days before now. */
  readonly atMilliseconds?: number;
}

const ageOfMachines = 180 * day;
const ageOfEncryption = 150 * day;

/** Makes a machine with its disks and network interfaces; returns its ARM id. */
export function addVirtualMachine(state: WorldState, options: MachineOptions): string {
  const { name, resourceGroup, ade, ...seed } = options;
  const id = resourceId(resourceGroup, 'Microsoft.Compute/virtualMachines', name);
  seedVirtualMachine(state, worldIds(state), {
    createdMilliseconds: state.nowMilliseconds - ageOfMachines,
    location: region,
    ...seed,
    id,
  });
  addInterfaces(state, id);
  if (ade !== undefined) {
    encryptVirtualMachine(state, id, ade);
  }
  return id;
}

/** Puts Azure Disk Encryption on a machine that is there. Throws RangeError when it is not. */
export function encryptVirtualMachine(state: WorldState, id: string, ade: AdeOptions): void {
  const machine = findVirtualMachine(state, id);
  if (machine === undefined) {
    throw new RangeError(`there is no machine ${id}`);
  }
  seedDiskEncryption(state, worldIds(state), machine, {
    atMilliseconds: ade.atMilliseconds ?? state.nowMilliseconds - ageOfEncryption,
    keyVaultId: ade.keyVault.id,
    ...(ade.kek === undefined ? {} : { kek: ade.kek }),
    ...(ade.mechanism === undefined ? {} : { mechanism: ade.mechanism }),
    ...(ade.volumeType === undefined ? {} : { volumeType: ade.volumeType }),
  });
}

/** Makes the storage account that holds the disks of a machine without managed disks. */
export function addDiskStorageAccount(
  state: WorldState,
  resourceGroup: string,
  name: string,
): void {
  const blob = `https://${name}.blob.core.windows.net/`;
  putResource(state, {
    id: resourceId(resourceGroup, 'Microsoft.Storage/storageAccounts', name),
    name,
    type: 'Microsoft.Storage/storageAccounts',
    location: region,
    tags: {},
    extra: { sku: { name: 'Premium_LRS', tier: 'Premium' }, kind: 'Storage' },
    properties: {
      primaryEndpoints: { blob },
      primaryLocation: region,
      provisioningState: 'Succeeded',
      statusOfPrimary: 'available',
      supportsHttpsTrafficOnly: true,
    },
  });
}

/**
 * Makes a disk encryption set with a customer-managed key; returns its ARM id. Shape: OpenAPI
 * DiskEncryptionSets_Get.
 */
export function addDiskEncryptionSet(
  state: WorldState,
  options: {
    readonly name: string;
    readonly resourceGroup: string;
    readonly key: KeyEncryptionKey;
    /** Object id of its identity. */
    readonly principalId: string;
    readonly tenantId: string;
  },
): string {
  const { name, resourceGroup, key, principalId, tenantId } = options;
  const id = resourceId(resourceGroup, 'Microsoft.Compute/diskEncryptionSets', name);
  putResource(state, {
    id,
    name,
    type: 'Microsoft.Compute/diskEncryptionSets',
    location: region,
    tags: {},
    extra: { identity: { type: 'SystemAssigned', principalId, tenantId } },
    properties: {
      activeKey: { sourceVault: { id: key.keyVaultId }, keyUrl: key.keyUrl },
      encryptionType: 'EncryptionAtRestWithCustomerKey',
      previousKeys: [],
      provisioningState: 'Succeeded',
      rotationToLatestKeyVersionEnabled: false,
    },
  });
  return id;
}
