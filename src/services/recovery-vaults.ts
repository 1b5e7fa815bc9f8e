// Recovery Services vaults (@azure/arm-recoveryservices).

import { RecoveryServicesClient, type Vault } from '@azure/arm-recoveryservices';
import { AzbackupError } from '../errors/azbackup-error.js';
import { parseResourceId, type ResourceId } from '../domain/resource-id.js';
import type { RecoveryServicesVault } from '../domain/recovery-services.js';
import { partsOf, perSubscription } from './arm/addressed-client.js';
import { callAzure, callOrAbsent } from './arm/errors.js';
import { operationOf } from './arm/operation.js';
import { armRawClient, type RawClient } from './arm/raw-client.js';
import { armClientOptions, type Transport } from './arm/transport.js';
import { required } from './arm/unexpected-answer.js';
import type { RecoveryVaultService, WaitOptions } from './services.js';

/** The version that the SDK's client sends, for the one request made without it. */
const API_VERSION = '2024-04-01';

/** The service over the network of `transport`. */
export function createRecoveryVaultService(transport: Transport): RecoveryVaultService {
  const rawClient = armRawClient(transport);
  const clientOf = perSubscription(
    (subscriptionId) =>
      new RecoveryServicesClient(transport.credential, subscriptionId, armClientOptions(transport)),
  );
  const get = async (id: ResourceId): Promise<RecoveryServicesVault | undefined> => {
    const { subscriptionId, resourceGroup, name } = partsOf(id);
    const vault = await callOrAbsent(
      { doing: `read the Recovery Services vault ${name}`, target: id },
      () => clientOf(subscriptionId).vaults.get(resourceGroup, name),
    );
    return vault === undefined ? undefined : vaultFrom(vault);
  };
  return {
    get,
    list: (subscriptionId) =>
      callAzure(
        { doing: `list the Recovery Services vaults of ${subscriptionId}`, target: subscriptionId },
        () => collectVaults(clientOf(subscriptionId).vaults.listBySubscriptionId()),
      ),
    create: async (id, location, wait) => {
      await putVault(rawClient, transport.cloud.armEndpoint + id, { id, location, wait });
      return required(await get(id), 'the vault', id);
    },
  };
}

async function collectVaults(
  vaults: AsyncIterable<Vault>,
): Promise<readonly RecoveryServicesVault[]> {
  const found: RecoveryServicesVault[] = [];
  for await (const vault of vaults) {
    found.push(vaultFrom(vault));
  }
  return found;
}

/**
 * Vaults_CreateOrUpdate as az sends it, and the wait. Not by the SDK's poller: that waits on real timers.
 * Throws when the operation does not succeed.
 */
async function putVault(
  client: RawClient,
  url: string,
  { id, location, wait }: { id: ResourceId; location: string; wait: WaitOptions },
): Promise<void> {
  const { name } = partsOf(id);
  const doing = `create the Recovery Services vault ${name}`;
  const accepted = await callAzure({ doing, target: id }, () =>
    client.send({
      method: 'PUT',
      url: `${url}?api-version=${API_VERSION}`,
      body: { location, properties: { publicNetworkAccess: 'Enabled' }, sku: { name: 'Standard' } },
      ...(wait.signal === undefined ? {} : { signal: wait.signal }),
    }),
  );
  const outcome = await operationOf(accepted, client, `the creation of ${name}`).wait(wait);
  if (outcome.status !== 'succeeded') {
    throw new AzbackupError({
      code: 'AZB_VAULT_NOT_CREATED',
      kind: 'azure-failed',
      message: `Azure did not ${doing}`,
      target: id,
      ...(outcome.status === 'failed'
        ? { azureCode: outcome.code, causes: [outcome.message] }
        : { causes: ['the operation was canceled'] }),
    });
  }
}

/** Everything below `properties` may be missing (recorded in westus, May 2023). */
function vaultFrom(vault: Vault): RecoveryServicesVault {
  const id = required(vault.id, 'id', 'a Recovery Services vault');
  const parts = required(parseResourceId(id), 'id', id);
  return {
    id,
    name: required(vault.name, 'name', id),
    resourceGroup: parts.resourceGroup,
    subscriptionId: parts.subscriptionId,
    location: required(vault.location, 'location', id),
    provisioningState: required(vault.properties?.provisioningState, 'provisioningState', id),
    ...redundancyOf(vault),
    ...protectionOf(vault),
    identityPrincipalIds: principalIdsOf(vault),
  };
}

/** Absent until the backup storage configuration has been touched. */
function redundancyOf(
  vault: Vault,
): Pick<RecoveryServicesVault, 'redundancy' | 'crossRegionRestore'> {
  const settings = vault.properties?.redundancySettings;
  const redundancy = settings?.standardTierStorageRedundancy;
  const crossRegionRestore = settings?.crossRegionRestore;
  return {
    ...(redundancy === undefined ? {} : { redundancy }),
    ...(crossRegionRestore === undefined
      ? {}
      : { crossRegionRestore: crossRegionRestore === 'Enabled' }),
  };
}

function protectionOf(
  vault: Vault,
): Pick<RecoveryServicesVault, 'immutability' | 'softDelete' | 'customerKeyUrl'> {
  const security = vault.properties?.securitySettings;
  const immutability = security?.immutabilitySettings?.state;
  const state = security?.softDeleteSettings?.softDeleteState;
  const retentionDays = security?.softDeleteSettings?.softDeleteRetentionPeriodInDays;
  const customerKeyUrl = vault.properties?.encryption?.keyVaultProperties?.keyUri;
  return {
    ...(immutability === undefined ? {} : { immutability }),
    ...(state === undefined || retentionDays === undefined
      ? {}
      : { softDelete: { state, retentionDays } }),
    ...(customerKeyUrl === undefined ? {} : { customerKeyUrl }),
  };
}

/** The system-assigned identity first. */
function principalIdsOf({ identity }: Vault): readonly string[] {
  const assigned = Object.values(identity?.userAssignedIdentities ?? {});
  return [identity?.principalId, ...assigned.map(({ principalId }) => principalId)].flatMap((id) =>
    id === undefined ? [] : [id],
  );
}
