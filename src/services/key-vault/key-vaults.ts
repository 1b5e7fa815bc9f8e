// Key vaults, management plane (@azure/arm-keyvault).

import {
  KeyVaultManagementClient,
  type AccessPolicyEntry,
  type AccessPolicyUpdateKind,
  type Vault,
} from '@azure/arm-keyvault';
import type { AccessPolicy, KeyVault } from '../../domain/keys/key-vault.js';
import { PUBLIC_ACCESS } from '../../domain/public-access.js';
import { parseResourceId, type ResourceId } from '../../domain/resource-id.js';
import { partsOf, perSubscription } from '../arm/addressed-client.js';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import { armClientOptions, type Transport } from '../arm/transport/transport.js';
import { oneOf, required } from '../arm/unexpected-response.js';
import { instantFrom } from '../arm/wire-time.js';
import { armRawClient } from '../arm/transport/raw-client.js';
import type { KeyVaultBuilding } from '../drill-services.js';
import type { KeyVaultService } from '../services.js';
import { keyVaultBuilding } from './key-vault-building.js';

/** The service over the network of `transport`. */
export function createKeyVaultService(transport: Transport): KeyVaultService & KeyVaultBuilding {
  const clientOf = perSubscription(
    (subscriptionId) =>
      new KeyVaultManagementClient(
        transport.credential,
        subscriptionId,
        armClientOptions(transport),
      ),
  );
  const update = async (
    kind: AccessPolicyUpdateKind,
    id: ResourceId,
    policy: AccessPolicy,
  ): Promise<void> => {
    const { subscriptionId, resourceGroup, name } = partsOf(id);
    await callAzure({ doing: `change the access policies of ${name}`, target: id }, () =>
      clientOf(subscriptionId).vaults.updateAccessPolicy(resourceGroup, name, kind, {
        properties: { accessPolicies: [entryOf(policy)] },
      }),
    );
  };
  return {
    get: async (id) => {
      const { subscriptionId, resourceGroup, name } = partsOf(id);
      const vault = await callOrAbsent({ doing: `read the key vault ${name}`, target: id }, () =>
        clientOf(subscriptionId).vaults.get(resourceGroup, name),
      );
      return vault === undefined ? undefined : keyVaultFrom(vault);
    },
    list: (subscriptionId) =>
      callAzure({ doing: 'list the key vaults', target: subscriptionId }, async () => {
        const found: KeyVault[] = [];
        for await (const vault of clientOf(subscriptionId).vaults.listBySubscription()) {
          found.push(keyVaultFrom(vault));
        }
        return found;
      }),
    findByUrl: (subscriptionId, vaultUrl) =>
      callAzure({ doing: `find the key vault at ${vaultUrl}`, target: subscriptionId }, () =>
        firstAt(clientOf(subscriptionId).vaults.listBySubscription(), vaultUrl),
      ),
    // Vaults_UpdateAccessPolicy: `add` merges with what is there, `remove` takes away what is named.
    addAccessPolicy: (id, policy) => update('add', id, policy),
    removeAccessPolicy: (id, policy) => update('remove', id, policy),
    ...keyVaultBuilding(clientOf, armRawClient(transport)),
  };
}

async function firstAt(
  vaults: AsyncIterable<Vault>,
  vaultUrl: string,
): Promise<KeyVault | undefined> {
  const wanted = hostOf(vaultUrl);
  for await (const vault of vaults) {
    if (hostOf(vault.properties.vaultUri ?? '') === wanted) {
      return keyVaultFrom(vault);
    }
  }
  return undefined;
}

function hostOf(url: string): string {
  return url
    .replace(/^https?:\/\//iu, '')
    .replace(/[/:].*$/u, '')
    .toLowerCase();
}

function entryOf({ tenantId, objectId, keys, secrets }: AccessPolicy): AccessPolicyEntry {
  return { tenantId, objectId, permissions: { keys: [...keys], secrets: [...secrets] } };
}

function keyVaultFrom(vault: Vault): KeyVault {
  const id = required(vault.id, 'id', 'a key vault');
  const { properties } = vault;
  const changed = instantFrom(vault.systemData?.lastModifiedAt);
  return {
    id,
    name: required(vault.name, 'name', id),
    location: required(vault.location, 'location', id),
    subscriptionId: required(parseResourceId(id)?.subscriptionId, 'id', id),
    tenantId: required(properties.tenantId, 'properties.tenantId', id),
    vaultUrl: required(properties.vaultUri, 'properties.vaultUri', id).replace(/\/+$/u, ''),
    ...(properties.provisioningState === 'RegisteringDns' ? { registering: true as const } : {}),
    permissionModel: properties.enableRbacAuthorization === true ? 'rbac' : 'access-policies',
    ...(changed === undefined ? {} : { changed }),
    accessPolicies: (properties.accessPolicies ?? []).map((entry) => accessPolicyFrom(entry)),
    enabledForDiskEncryption: properties.enabledForDiskEncryption === true,
    // Taken for off when absent: then a check warns instead of passing.
    softDelete: properties.enableSoftDelete === true,
    purgeProtection: properties.enablePurgeProtection === true,
    network: networkOf(vault, id),
  };
}

function accessPolicyFrom(entry: AccessPolicyEntry): AccessPolicy {
  const { tenantId, objectId, applicationId, permissions } = entry;
  const words = { keys: permissions.keys ?? [], secrets: permissions.secrets ?? [] };
  return { tenantId, objectId, ...(applicationId ? { applicationId } : {}), ...words };
}

/** A vault without network rules is open to all (Vaults_Get: `networkAcls` absent when never set). */
function networkOf({ properties }: Vault, id: ResourceId): KeyVault['network'] {
  const { networkAcls, publicNetworkAccess } = properties;
  const access = publicNetworkAccess ?? 'Enabled';
  return {
    publicAccess: oneOf(PUBLIC_ACCESS, access, 'properties.publicNetworkAccess', id),
    defaultAction: networkAcls?.defaultAction === 'Deny' ? 'Deny' : 'Allow',
    // The specification's default is AzureServices.
    trustedServicesBypass: networkAcls?.bypass !== 'None',
  };
}
