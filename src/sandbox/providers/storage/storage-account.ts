// Storage accounts as resources, and the keys that open them.

import { findByHostName, putResource, type ArmResource } from '../../kernel/resource.js';
import { createHmac } from 'node:crypto';
import { isoInstant, ticksInstant } from '../../kernel/time/instant.js';
import type { WorldState } from '../../kernel/state.js';

/** ARM type of a storage account. */
export const STORAGE_ACCOUNT_TYPE = 'Microsoft.Storage/storageAccounts';

/** What a storage account is made of. */
export interface StorageAccountSeed {
  readonly id: string;
  readonly location: string;
  /** Such as StorageV2. */
  readonly kind: string;
  /** Such as Standard_LRS; what stands before the underscore is the tier. */
  readonly sku: string;
  readonly createdMilliseconds: number;
  /** What differs from a new account's properties, such as `networkAcls` or `allowSharedKeyAccess`. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Puts a storage account into a world. Shape: OpenAPI StorageAccounts_GetProperties. */
export function seedStorageAccount(state: WorldState, seed: StorageAccountSeed): ArmResource {
  const { id, kind, sku, location } = seed;
  const account: ArmResource = {
    id,
    name: id.split('/').at(-1) ?? '',
    type: STORAGE_ACCOUNT_TYPE,
    location,
    tags: {},
    extra: { sku: { name: sku, tier: sku.split('_')[0] }, kind },
    properties: { ...newProperties(seed), ...seed.properties },
  };
  putResource(state, account);
  return account;
}

function newProperties({ id, location, createdMilliseconds }: StorageAccountSeed) {
  const name = id.split('/').at(-1) ?? '';
  const made = ticksInstant(createdMilliseconds);
  const service = { keyType: 'Account', enabled: true, lastEnabledTime: made };
  return {
    keyCreationTime: { key1: made, key2: made },
    privateEndpointConnections: [],
    minimumTlsVersion: 'TLS1_2',
    allowBlobPublicAccess: false,
    networkAcls: {
      bypass: 'AzureServices',
      virtualNetworkRules: [],
      ipRules: [],
      defaultAction: 'Allow',
    },
    supportsHttpsTrafficOnly: true,
    encryption: { services: { file: service, blob: service }, keySource: 'Microsoft.Storage' },
    accessTier: 'Hot',
    provisioningState: 'Succeeded',
    creationTime: made,
    primaryEndpoints: endpoints(name),
    primaryLocation: location,
    statusOfPrimary: 'available',
  };
}

function endpoints(name: string): Record<string, string> {
  const services = ['blob', 'queue', 'table', 'file'];
  return Object.fromEntries(
    services.map((service) => [service, `https://${name}.${service}.core.windows.net/`]),
  );
}

/** The storage account with this name, which is unique in all of Azure. */
export function findStorageAccount(state: WorldState, name: string): ArmResource | undefined {
  return findByHostName(state, STORAGE_ACCOUNT_TYPE, name);
}

/** One of the two keys of an account, as listKeys names it. */
export interface AccountKey {
  readonly keyName: string;
  /** Base64 of 64 bytes. */
  readonly value: string;
  readonly permissions: 'FULL';
  readonly creationTime: string;
}

/** The keys of an account. They follow from the world's secret, so that a world holds none in clear. */
export function accountKeys(state: WorldState, account: ArmResource): AccountKey[] {
  const made = account.properties['creationTime'];
  return ['key1', 'key2'].map((keyName) => ({
    creationTime: typeof made === 'string' ? made : isoInstant(0),
    keyName,
    value: createHmac('sha512', state.sealingSecret)
      .update(`storage-key ${account.id.toLowerCase()} ${keyName}`)
      .digest('base64'),
    permissions: 'FULL',
  }));
}
