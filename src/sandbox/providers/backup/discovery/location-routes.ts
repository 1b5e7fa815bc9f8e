// What Azure Backup tells about a machine in its region, without a vault.

import { z } from 'zod';
import { notModelled } from '../../../http/not-modelled.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { findResource } from '../../../kernel/resource.js';
import { BACKUP_API_VERSIONS } from '../api-versions.js';
import { machineNames, vaultsOfMachine } from '../backup-vault.js';
import { isSameSubscription } from '../cross-subscription.js';
import { ALREADY_PROTECTED } from '../errors.js';
import type { ProtectedItem } from '../protected-items/state.js';

const LOCATION_PATH =
  '/subscriptions/{subscriptionId}/providers/Microsoft.RecoveryServices/locations/{azureRegion}';

const LOCATION_ACTION = 'Microsoft.RecoveryServices/locations';

const statusBodySchema = z.strictObject({
  resourceType: z.literal('VM'),
  resourceId: z.string(),
});

const preValidateBodySchema = z.strictObject({
  resourceType: z.literal('VM'),
  resourceId: z.string(),
  vaultId: z.string().optional(),
  properties: z.string().optional(),
});

const featureBodySchema = z.strictObject({
  featureType: z.literal('AzureVMResourceBackup'),
  vmSize: z.string().optional(),
  vmSku: z.string().optional(),
});

interface Protection {
  readonly vaultId: string;
  readonly item: ProtectedItem;
}

/**
 * Where a machine is protected. Nobody has shown that a vault of another subscription than the machine's is told; that
 * it is not is the harder of the two. Of a soft-deleted item only this is known: after its data was
 * deleted a machine counts as not protected (recorded with soft delete off, assumed with it on).
 */
function getBackupStatus(
  request: OperationRequest<z.infer<typeof statusBodySchema>>,
): OperationResponse {
  const { resourceId } = request.body;
  const { container, item } = machineNames(resourceId);
  const protection = findProtection(request, resourceId);
  const protectedIn =
    protection === undefined
      ? {}
      : {
          vaultId: protection.vaultId,
          ...(protection.item.policyName === '' ? {} : { policyName: protection.item.policyName }),
        };
  return {
    status: 200,
    body: {
      protectionStatus: protection === undefined ? 'NotProtected' : 'Protected',
      ...protectedIn,
      fabricName: 'Azure',
      containerName: container.toLowerCase(),
      protectedItemName: item.toLowerCase(),
      protectedItemsCount: 0,
    },
  };
}

function preValidate(
  request: OperationRequest<z.infer<typeof preValidateBodySchema>>,
): OperationResponse {
  const { resourceId } = request.body;
  const { container, item } = machineNames(resourceId);
  const names = { containerName: container.toLowerCase(), protectedItemName: item.toLowerCase() };
  if (findProtection(request, resourceId) === undefined) {
    return { status: 200, body: { status: 'Succeeded', ...names } };
  }
  const { code, message, recommendation } = ALREADY_PROTECTED;
  return {
    status: 200,
    body: { status: 'Failed', errorCode: code, errorMessage: message, recommendation, ...names },
  };
}

/** The only answer known is that for the size of the specification's example. */
function validateFeature({
  body,
}: OperationRequest<z.infer<typeof featureBodySchema>>): OperationResponse {
  return body.vmSize === 'Basic_A0' && body.vmSku === 'Premium'
    ? { status: 200, body: { supportStatus: 'DefaultOFF' } }
    : notModelled(`support of VM size ${body.vmSize} and SKU ${body.vmSku}`);
}

function findProtection({ state, params }: OperationRequest, vmId: string): Protection | undefined {
  for (const { vaultKey, item } of vaultsOfMachine(state, vmId)) {
    const vault = findResource(state, vaultKey);
    const here =
      vault?.location?.toLowerCase() === params['azureRegion']?.toLowerCase() &&
      isSameSubscription(vmId, vaultKey);
    if (vault !== undefined && here && item.deletion === undefined) {
      return { vaultId: vault.id, item };
    }
  }
  return undefined;
}

/** The operations of a region. */
export const locationRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'BackupStatus_Get',
    provider: 'backup',
    host: 'arm',
    method: 'POST',
    path: `${LOCATION_PATH}/backupStatus`,
    apiVersions: BACKUP_API_VERSIONS,
    body: statusBodySchema,
    action: `${LOCATION_ACTION}/backupStatus/action`,
    evidence: [
      { kind: 'recording', file: 'flow.enable-backup-restore-stop-resume-delete.json' },
      { kind: 'assumption', note: 'that a soft-deleted item counts as not protected' },
      { kind: 'assumption', note: 'that a vault of another subscription is not told' },
    ],
    fidelity: 'modelled',
    handle: getBackupStatus,
  }),
  defineOperation({
    id: 'ProtectionIntent_Validate',
    provider: 'backup',
    host: 'arm',
    method: 'POST',
    path: `${LOCATION_PATH}/backupPreValidateProtection`,
    apiVersions: BACKUP_API_VERSIONS,
    body: preValidateBodySchema,
    action: `${LOCATION_ACTION}/backupPreValidateProtection/action`,
    evidence: [{ kind: 'openapi', operationId: 'ProtectionIntent_Validate' }],
    fidelity: 'simplified',
    simplification: 'checks only whether the machine is protected already',
    handle: preValidate,
  }),
  defineOperation({
    id: 'FeatureSupport_Validate',
    provider: 'backup',
    host: 'arm',
    method: 'POST',
    path: `${LOCATION_PATH}/backupValidateFeatures`,
    apiVersions: BACKUP_API_VERSIONS,
    body: featureBodySchema,
    action: `${LOCATION_ACTION}/backupValidateFeatures/action`,
    evidence: [{ kind: 'openapi', operationId: 'FeatureSupport_Validate' }],
    fidelity: 'simplified',
    simplification: 'knows only the size in the example of the specification',
    handle: validateFeature,
  }),
];
