// Azure Backup inside the vaults (@azure/arm-recoveryservicesbackup).

import {
  RecoveryServicesBackupClient,
  type BackupStatusResponse,
} from '@azure/arm-recoveryservicesbackup';
import type { ProtectionStatus } from '../../domain/vaults/recovery-services.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import { partsOf, perSubscription } from '../arm/addressed-client.js';
import { callAzure } from '../arm/errors.js';
import { operationAt } from '../arm/operation.js';
import { armRawClient } from '../arm/transport/raw-client.js';
import { armClientOptions, type Transport } from '../arm/transport/transport.js';
import { oneOf } from '../arm/unexpected-response.js';
import { itemReads } from './item-reads.js';
import { jobChanges } from './job-changes.js';
import { jobReads } from './job-reads.js';
import { policyService } from './policy/policies.js';
import { recoveryPointReads } from './recovery-point-reads.js';
import { newestServed, THREATS_API_VERSION } from './recovery-point-threat.js';
import { protectionChanges } from './protection-changes.js';
import { restores } from './restores.js';
import { SECONDARY_REGION_API_VERSION, secondaryRegion } from './secondary-region.js';
import { vaultSettings } from './vault-settings.js';
import type { BackupService } from '../services.js';

type ClientFor = (id: ResourceId) => RecoveryServicesBackupClient;

/** The service over the network of `transport`. */
export function createBackupService(transport: Transport): BackupService {
  const clientFor = clientsOver(transport);
  const { clock } = transport;
  const extra = { ...transport, isExtra: true };
  return {
    protectionStatus: (vmId, location) => protectionStatus(clientFor(vmId), vmId, location),
    ...itemReads(clientFor, clock),
    ...policyService(armRawClient(transport), transport.cloud.armEndpoint),
    ...recoveryPointReads({
      clientFor,
      clock,
      read: newestServed(clientsOver(transport, THREATS_API_VERSION), clientFor),
      readExtra: newestServed(clientsOver(extra, THREATS_API_VERSION), clientsOver(extra)),
    }),
    ...jobReads(clientFor, clientsOver({ ...transport, maxRetries: 0 }), clock),
    ...protectionChanges(clientFor, armRawClient(transport)),
    ...jobChanges(clientFor, armRawClient(transport)),
    ...restores(clientFor, armRawClient(transport), transport.cloud.armEndpoint),
    operation: (place, what) => Promise.resolve(operationAt(place, armRawClient(transport), what)),
    settings: vaultSettings(clientFor),
    secondaryRegion: secondaryRegion(
      clientsOver(transport, SECONDARY_REGION_API_VERSION),
      armRawClient(transport),
      { armEndpoint: transport.cloud.armEndpoint, clock },
    ),
  };
}

/** Clients of each subscription, made when first asked for. */
function clientsOver(transport: Transport, apiVersion?: string): ClientFor {
  const clientOf = perSubscription(
    (subscriptionId) =>
      new RecoveryServicesBackupClient(transport.credential, subscriptionId, {
        ...armClientOptions(transport),
        ...(apiVersion === undefined ? {} : { apiVersion }),
      }),
  );
  return (id) => clientOf(partsOf(id).subscriptionId);
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
  if (answer.protectionStatus === 'Invalid') {
    throw new AzbackupError({
      code: 'AZB_UNAVAILABLE',
      kind: 'unavailable',
      message: `Azure does not know whether ${nameOf(vmId)} is protected: its backup status is Invalid`,
      target: vmId,
      causes: Object.values(nonEmpty({ vaultId, policyName, errorCode, errorMessage })),
    });
  }
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
