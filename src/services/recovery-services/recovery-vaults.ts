// Recovery Services vaults (@azure/arm-recoveryservices).

import { RecoveryServicesClient, type Vault } from '@azure/arm-recoveryservices';
import { afterChange } from '../../errors/after-change.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { parseResourceId, type ResourceId } from '../../domain/resource-id.js';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import { partsOf, perSubscription } from '../arm/addressed-client.js';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import { listWhereAllowed } from '../arm/narrowed-list.js';
import { operationOf } from '../arm/operation.js';
import { armRawClient, type RawClient } from '../arm/transport/raw-client.js';
import { armClientOptions, type Transport } from '../arm/transport/transport.js';
import { required } from '../arm/unexpected-response.js';
import type {
  Operation,
  OperationOutcome,
  RecoveryVaultService,
  VaultStorageSettings,
  WaitOptions,
} from '../services.js';

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
  const listAll = (subscriptionId: string): Promise<readonly RecoveryServicesVault[]> =>
    listOf(subscriptionId, clientOf(subscriptionId).vaults.listBySubscriptionId());
  return {
    get,
    listAll,
    list: (subscriptionId) =>
      listWhereAllowed(transport, subscriptionId, {
        all: () => listAll(subscriptionId),
        inGroup: (group) =>
          listOf(group, clientOf(subscriptionId).vaults.listByResourceGroup(group)),
      }),
    create: async (id, location, wait, storageSettings = {}) => {
      const body = {
        location,
        properties: { publicNetworkAccess: 'Enabled', ...redundancySettings(storageSettings) },
        sku: { name: 'Standard' },
      };
      await writeVault(rawClient, transport.cloud.armEndpoint + id, {
        id,
        method: 'PUT',
        body,
        wait,
        ...CREATION,
      });
      return required(await get(id), 'the vault', id);
    },
    setRedundancy: (id, storageSettings, wait) =>
      writeVault(rawClient, transport.cloud.armEndpoint + id, {
        id,
        method: 'PATCH',
        body: { properties: redundancySettings(storageSettings) },
        wait,
        ...CHANGE,
      }),
  };
}

function listOf(
  place: string,
  pages: AsyncIterable<Vault>,
): Promise<readonly RecoveryServicesVault[]> {
  return callAzure({ doing: `list the Recovery Services vaults of ${place}`, target: place }, () =>
    collectVaults(pages),
  );
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

/** The member of a vault's body that says how its data is kept; nothing where nothing is said. */
function redundancySettings({
  redundancy,
  crossRegionRestore,
}: VaultStorageSettings): Record<string, unknown> {
  if (redundancy === undefined && crossRegionRestore === undefined) {
    return {};
  }
  return {
    redundancySettings: {
      ...(redundancy === undefined ? {} : { standardTierStorageRedundancy: redundancy }),
      ...(crossRegionRestore === undefined
        ? {}
        : { crossRegionRestore: crossRegionRestore ? 'Enabled' : 'Disabled' }),
    },
  };
}

const CREATION = { verb: 'create', noun: 'the creation', code: 'AZB_VAULT_NOT_CREATED' } as const;
const CHANGE = { verb: 'change', noun: 'the change', code: 'AZB_VAULT_NOT_CHANGED' } as const;

interface VaultWrite {
  readonly id: ResourceId;
  readonly method: 'PUT' | 'PATCH';
  readonly body: unknown;
  readonly wait: WaitOptions;
  /** Words, and the code of its failure. */
  readonly verb: string;
  readonly noun: string;
  readonly code: string;
}

/**
 * Vaults_CreateOrUpdate or Vaults_Update as az sends them, and the wait. Not by the SDK's poller: that
 * waits on real timers. Throws when the operation does not succeed.
 */
async function writeVault(client: RawClient, url: string, write: VaultWrite): Promise<void> {
  const { id, method, body, wait } = write;
  const { name } = partsOf(id);
  const doing = `${write.verb} the Recovery Services vault ${name}`;
  const accepted = await callAzure({ doing, target: id }, () =>
    client.send({
      method,
      url: `${url}?api-version=${API_VERSION}`,
      body,
      ...(wait.signal === undefined ? {} : { signal: wait.signal }),
    }),
  );
  const outcome = await followed(operationOf(accepted, client, `${write.noun} of ${name}`), wait);
  if (outcome.status !== 'succeeded') {
    throw new AzbackupError({
      code: write.code,
      kind: 'azure-failed',
      message: `Azure did not ${doing}`,
      target: id,
      ...(outcome.status === 'failed'
        ? { azureCode: outcome.code, causes: [outcome.message] }
        : { causes: ['the operation was canceled'] }),
    });
  }
}

/** A wait that fails comes after the change was accepted. */
async function followed(operation: Operation, wait: WaitOptions): Promise<OperationOutcome> {
  try {
    return await operation.wait(wait);
  } catch (error) {
    throw afterChange(error);
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
    ...(vault.identity?.type === undefined ? {} : { identityType: vault.identity.type }),
    ...(vault.identity?.userAssignedIdentities === undefined
      ? {}
      : { userAssignedIdentities: Object.keys(vault.identity.userAssignedIdentities) }),
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
