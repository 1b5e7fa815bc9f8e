// Azure Backup inside the vaults (@azure/arm-recoveryservicesbackup).

import {
  RecoveryServicesBackupClient,
  type BackupStatusResponse,
  type ProtectedItemResource,
} from '@azure/arm-recoveryservicesbackup';
import type { ProtectionStatus } from '../domain/recovery-services.js';
import { nameOf, type ResourceId } from '../domain/resource-id.js';
import type { Clock } from '../clock.js';
import { partsOf, perSubscription } from './arm/addressed-client.js';
import { callAzure, callOrAbsent } from './arm/errors.js';
import { armRawClient } from './arm/raw-client.js';
import { armClientOptions, type Transport } from './arm/transport.js';
import { oneOf } from './arm/unexpected-answer.js';
import { containerNameOf, FABRIC_NAME, itemNameOf } from './backup/item-names.js';
import { jobChanges } from './backup/job-changes.js';
import { jobReads } from './backup/job-reads.js';
import { equalities } from './arm/odata-filter.js';
import { policyService } from './backup/policies.js';
import { protectedItemFrom, recoveryPointCountOf } from './backup/protected-item.js';
import { recoveryPointReads } from './backup/recovery-point-reads.js';
import { protectionChanges } from './backup/protection-changes.js';
import { vaultSettings } from './backup/vault-settings.js';
import type { BackupService } from './services.js';

/** The kind of policy and item that is meant, in each list's filter. */
const AZURE_VM = 'AzureIaasVM';

type ClientFor = (id: ResourceId) => RecoveryServicesBackupClient;

/** The service over the network of `transport`. */
export function createBackupService(transport: Transport): BackupService {
  const clientFor = clientsOver(transport);
  const { clock } = transport;
  return {
    ...reads(clientFor, clock),
    ...policyService(armRawClient(transport), transport.cloud.armEndpoint),
    ...recoveryPointReads(clientFor, clock),
    ...jobReads(clientFor, clientsOver({ ...transport, maxRetries: 0 }), clock),
    ...protectionChanges(clientFor, armRawClient(transport)),
    ...jobChanges(clientFor, armRawClient(transport)),
    settings: vaultSettings(clientFor),
  };
}

/** Clients of each subscription, made when first asked for. */
function clientsOver(transport: Transport): ClientFor {
  const clientOf = perSubscription(
    (subscriptionId) =>
      new RecoveryServicesBackupClient(
        transport.credential,
        subscriptionId,
        armClientOptions(transport),
      ),
  );
  return (id) => clientOf(partsOf(id).subscriptionId);
}

type Reads = Pick<BackupService, 'protectionStatus' | 'items' | 'item' | 'recoveryPointCount'>;

function reads(clientFor: ClientFor, clock: Clock): Reads {
  return {
    protectionStatus: (vmId, location) => protectionStatus(clientFor(vmId), vmId, location),
    ...itemReads(clientFor, clock),
  };
}

function itemReads(
  clientFor: ClientFor,
  clock: Clock,
): Pick<Reads, 'items' | 'item' | 'recoveryPointCount'> {
  const itemFrom = (resource: ProtectedItemResource): ReturnType<typeof protectedItemFrom> =>
    protectedItemFrom(resource, clock.now());
  return {
    items: (vaultId) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const filter = equalities({ backupManagementType: AZURE_VM, itemType: 'VM' });
      return callAzure({ doing: `list the protected items of ${name}`, target: vaultId }, () =>
        collect(
          clientFor(vaultId).backupProtectedItems.list(name, resourceGroup, filtered(filter)),
          itemFrom,
        ),
      );
    },
    item: async (vaultId, vmId) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const found = await callOrAbsent(
        { doing: `read the protected item of ${nameOf(vmId)} in ${name}`, target: vaultId },
        () =>
          clientFor(vaultId).protectedItems.get(
            name,
            resourceGroup,
            FABRIC_NAME,
            containerNameOf(vmId),
            itemNameOf(vmId),
          ),
      );
      return found === undefined ? undefined : itemFrom(found);
    },
    recoveryPointCount: async (vaultId, vmId) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const found = await callOrAbsent(
        { doing: `count the recovery points of ${nameOf(vmId)} in ${name}`, target: vaultId },
        () =>
          clientFor(vaultId).protectedItems.get(
            name,
            resourceGroup,
            FABRIC_NAME,
            containerNameOf(vmId),
            itemNameOf(vmId),
            filtered(equalities({ expand: 'extendedinfo' })),
          ),
      );
      return found === undefined ? undefined : recoveryPointCountOf(found);
    },
  };
}

/** BackupStatus_Get: looks in every vault of the region. */
async function protectionStatus(
  client: RecoveryServicesBackupClient,
  vmId: ResourceId,
  location: string,
): Promise<ProtectionStatus> {
  const answer = await callAzure(
    { doing: `look up whether ${nameOf(vmId)} is protected`, target: vmId },
    () => client.backupStatus.get(location, { resourceType: 'VM', resourceId: vmId }),
  );
  return protectionStatusFrom(answer, vmId);
}

const PROTECTION_STATUSES = [
  'NotProtected',
  'Protecting',
  'Protected',
  'ProtectionFailed',
] as const;

function protectionStatusFrom(answer: BackupStatusResponse, vmId: ResourceId): ProtectionStatus {
  const { vaultId, policyName, errorCode, errorMessage } = answer;
  return {
    status: oneOf(PROTECTION_STATUSES, answer.protectionStatus, 'protectionStatus', vmId),
    ...nonEmpty({ vaultId, policyName, errorCode, errorMessage }),
  };
}

function nonEmpty(
  texts: Readonly<
    Record<'vaultId' | 'policyName' | 'errorCode' | 'errorMessage', string | undefined>
  >,
): Partial<Record<keyof typeof texts, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => (text ?? '') !== ''));
}

function filtered(filter: string | undefined): { filter?: string } {
  return filter === undefined ? {} : { filter };
}

/** All pages, without what is not about VMs. */
async function collect<Wire, Ours>(
  pages: AsyncIterable<Wire>,
  convert: (wire: Wire) => Ours,
): Promise<readonly NonNullable<Ours>[]> {
  const found: NonNullable<Ours>[] = [];
  for await (const wire of pages) {
    const converted = convert(wire);
    if (converted !== undefined && converted !== null) {
      found.push(converted);
    }
  }
  return found;
}
