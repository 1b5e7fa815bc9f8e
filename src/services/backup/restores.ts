// Restores of disks: the request, and Azure's own judgement of it beforehand.

import type {
  ErrorDetail,
  IaasVMRestoreRequest,
  IaasVMRestoreWithRehydrationRequest,
  RecoveryServicesBackupClient,
} from '@azure/arm-recoveryservicesbackup';
import type {
  DiskAccess,
  Rehydration,
  RestoreObjection,
  RestoreRequest,
  StagingIdentity,
} from '../../domain/recovery/restore-request.js';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import { partsOf } from '../arm/addressed-client.js';
import { callAzure } from '../arm/errors.js';
import { operationOf } from '../arm/operation.js';
import type { RawClient } from '../arm/transport/raw-client.js';
import { redact } from '../arm/transport/redaction.js';
import type { RestoreService } from '../restore-services.js';
import { containerNameOf, FABRIC_NAME, itemNameOf } from './item-names.js';

/** That of the SDK, whose own method polls on real timers before it returns and hides the answer. */
const API_VERSION = '2023-06-01';
/** The SDK's does not know that a Resource Guard may watch over restores (azure-cli#28950). */
const GUARDED_API_VERSION = '2024-04-01';

/**
 * The restoring part of the backup service.
 * @param armEndpoint of the cloud, without a slash at its end
 */
export function restores(
  clientFor: (id: ResourceId) => RecoveryServicesBackupClient,
  client: RawClient,
  armEndpoint: string,
): RestoreService {
  return {
    // Restores_Trigger.
    restoreDisks: async (request) => {
      const { vaultId, vmId } = request;
      const what = `the restore of the disks of ${nameOf(vmId)}`;
      const accepted = await callAzure(
        { doing: `start ${what} from ${nameOf(vaultId)}`, target: vmId },
        () =>
          client.send({
            method: 'POST',
            url: `${armEndpoint}${pointUrlPath(request)}/restore?api-version=${versionFor(request)}`,
            body: { properties: { ...restoreBody(request), ...approved(request) } },
          }),
      );
      return operationOf(accepted, client, what);
    },
    // Operation_Validate: the form of the validation that answers at once.
    validateRestore: async (request) => {
      const { vaultId, vmId } = request;
      const { resourceGroup, name } = partsOf(vaultId);
      const answer = await callAzure(
        { doing: `validate the restore of the disks of ${nameOf(vmId)}`, target: vmId },
        () =>
          clientFor(vaultId).operation.validate(name, resourceGroup, {
            id: recoveryPointId(request),
            properties: {
              objectType: 'ValidateIaasVMRestoreOperationRequest',
              restoreRequest: restoreBody(request),
            },
          }),
      );
      return (answer.validateOperationResponse?.validationResults ?? []).map(objectionFrom);
    },
  };
}

/** What Azure is asked for, as az sends it (recorded). Without a target group the disks become blobs. */
export function restoreBody({
  point,
  vmId,
  location,
  storageAccountId,
  targetResourceGroupId,
  stagingIdentity,
  rehydration,
  diskAccess,
}: RestoreRequest): IaasVMRestoreRequest | IaasVMRestoreWithRehydrationRequest {
  return {
    ...(rehydration === undefined
      ? { objectType: 'IaasVMRestoreRequest' }
      : rehydrationMembers(rehydration)),
    recoveryPointId: point,
    recoveryType: 'RestoreDisks',
    sourceResourceId: vmId,
    ...(targetResourceGroupId === undefined ? {} : { targetResourceGroupId }),
    ...(stagingIdentity === undefined
      ? { storageAccountId }
      : identityMembers(stagingIdentity, storageAccountId)),
    region: location,
    createNewCloudService: false,
    originalStorageAccountOption: false,
    ...(diskAccess === undefined
      ? {}
      : { targetDiskNetworkAccessSettings: accessSettings(diskAccess) }),
  };
}

const ACCESS_OPTIONS = {
  'same-as-source': 'SameAsOnSourceDisks',
  private: 'EnablePrivateAccessForAllDisks',
  public: 'EnablePublicAccessForAllDisks',
} as const;

/** As az sends it for a point with private disks only. */
function accessSettings(
  access: DiskAccess,
): NonNullable<IaasVMRestoreRequest['targetDiskNetworkAccessSettings']> {
  return {
    targetDiskNetworkAccessOption: ACCESS_OPTIONS[access.option],
    ...(access.option === 'private' ? { targetDiskAccessId: access.diskAccessId } : {}),
  };
}

/** As az sends it for a point in the archive only. */
function rehydrationMembers({
  priority,
  days,
}: Rehydration): Pick<
  IaasVMRestoreWithRehydrationRequest,
  'objectType' | 'recoveryPointRehydrationInfo'
> {
  return {
    objectType: 'IaasVMRestoreWithRehydrationRequest',
    recoveryPointRehydrationInfo: {
      rehydrationRetentionDuration: `P${days}D`,
      rehydrationPriority: priority,
    },
  };
}

/** As az sends it: the account is named in another place, and not in its own. */
function identityMembers(
  identity: StagingIdentity,
  storageAccountId: ResourceId,
): Pick<IaasVMRestoreRequest, 'identityInfo' | 'identityBasedRestoreDetails'> {
  return {
    identityInfo:
      identity.kind === 'system'
        ? { isSystemAssignedIdentity: true }
        : { isSystemAssignedIdentity: false, managedIdentityResourceId: identity.id },
    identityBasedRestoreDetails: { targetStorageAccountId: storageAccountId },
  };
}

function versionFor({ approvals = [] }: RestoreRequest): string {
  return approvals.length === 0 ? API_VERSION : GUARDED_API_VERSION;
}

function approved({ approvals = [] }: RestoreRequest): Record<string, unknown> {
  return approvals.length === 0 ? {} : { resourceGuardOperationRequests: [...approvals] };
}

/** Path of the point below the cloud's endpoint, its names escaped. */
export function pointUrlPath({ vaultId, vmId, point }: RestoreRequest): string {
  const container = encodeURIComponent(containerNameOf(vmId));
  const item = encodeURIComponent(itemNameOf(vmId));
  return `${vaultId}/backupFabrics/${FABRIC_NAME}/protectionContainers/${container}/protectedItems/${item}/recoveryPoints/${encodeURIComponent(point)}`;
}

function recoveryPointId(request: RestoreRequest): ResourceId {
  return decodeURIComponent(pointUrlPath(request));
}

function objectionFrom({ code, message, recommendations }: ErrorDetail): RestoreObjection {
  return {
    code: code ?? '',
    message: redact(message ?? ''),
    recommendations: (recommendations ?? []).map((text) => redact(text)),
  };
}
