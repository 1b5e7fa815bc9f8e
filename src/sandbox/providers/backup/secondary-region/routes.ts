// What the secondary region of a vault answers, and the vault about it: copies of points, and restores from them.
// Recordings of cross-region restores by az; specification of the passive stamp, 2021-11-15.

import { z } from 'zod';
import {
  defineOperation,
  type Evidence,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { acceptChange } from '../operations/accept-change.js';
import { SECONDARY_API_VERSION } from '../api-versions.js';
import { OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { GROUP_NEEDED, WORD_REFUSED } from './assumed-timings.js';
import { isOfSecondaryRegion, renderJob } from '../jobs/backup-job.js';
import { backupError, ITEM_PATH, VAULT_PATH } from '../response.js';
import { findBackupVault, findItem } from '../backup-vault.js';
import { judgeRestore, machineOfPoint, orderOf } from '../restores/rules.js';
import { isWanted, readFilter } from '../list-filter.js';
import { itemId, renderItem } from '../protected-items/render.js';
import { renderOperation } from '../operations/render.js';
import { renderRecoveryPoint } from '../recovery-points/recovery-point.js';
import { crossRegionRestoreBodySchema, type RestoreWish } from '../restores/body.js';
import { copiesOf, replicatedVault, secondaryRegionOf } from './copies.js';
import { giveWord, readWord } from './restore-token.js';
import type { BackupJob } from '../jobs/state.js';
import type { BackupOperation } from '../operations/state.js';
import type { RecoveryPoint } from '../recovery-points/state.js';
import type { BackupVault } from '../state.js';
import { TRIGGER_RESTORE_MILLISECONDS } from '../timings.js';
import { itemOfRequest, vaultOfRequest } from '../vault-of-request.js';

const LOCATION_PATH =
  '/subscriptions/{subscriptionId}/providers/Microsoft.RecoveryServices/locations/{azureRegion}';

/** Who the secondary stamp says it is; the same in every tenant, as recorded, but for the object's id. */
const STAMP_TENANT = '33e01921-4d64-4f8c-a055-5bdaffd5e33d';
const AUDIENCE = 'https://RecoveryServices/IaasCoord/aadmgmt/';

function listItems(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const { backupManagementType, itemType } = readFilter(request, [
    'backupManagementType',
    'itemType',
  ]);
  const now = request.clock.now();
  const machines = isWanted(backupManagementType, 'AzureIaasVM') && isWanted(itemType, 'VM');
  // A vault without copies is assumed to have no items there, rather than to refuse.
  const replicated = secondaryRegionOf(vault) !== undefined;
  const value = Object.values(vault.backup.items)
    .filter((item) => replicated && machines && copiesOf(item, now).length > 0)
    .map((item) =>
      renderItem(item, {
        vaultId: vault.id,
        origin: request.url.origin,
        apiVersion: request.apiVersion,
        nowMilliseconds: now,
        extended: false,
      }),
    );
  return { status: 200, body: { value } };
}

function listPoints(request: OperationRequest): OperationResponse {
  const vault = replicatedVault(request);
  const item = itemOfRequest(request, vault);
  const view = pointView(request, itemId(vault.id, item), false);
  const value = copiesOf(item, request.clock.now())
    .toReversed()
    .map((point) => renderRecoveryPoint(point, view));
  return { status: 200, body: { value } };
}

function getPoint(request: OperationRequest): OperationResponse {
  const vault = replicatedVault(request);
  const item = itemOfRequest(request, vault);
  const point = copyOfRequest(request);
  return {
    status: 200,
    body: renderRecoveryPoint(point, pointView(request, itemId(vault.id, item), true)),
  };
}

function pointView(
  { clock, apiVersion }: OperationRequest,
  idOfItem: string,
  detailed: boolean,
): Parameters<typeof renderRecoveryPoint>[1] {
  return { itemId: idOfItem, nowMilliseconds: clock.now(), apiVersion, detailed };
}

/** The copy that a request names; throws a Refusal where it is not there yet, or no more. */
function copyOfRequest(request: OperationRequest): RecoveryPoint {
  const vault = replicatedVault(request);
  const item = itemOfRequest(request, vault);
  const wanted = request.params['recoveryPointId'];
  const point = copiesOf(item, request.clock.now()).find(({ name }) => name === wanted);
  if (point === undefined) {
    throw new Refusal(backupError(404, OBJECT_NOT_FOUND));
  }
  return point;
}

/** Who restores in a region. */
function getStamp({ params, ids }: OperationRequest): OperationResponse {
  return {
    status: 200,
    body: {
      properties: {
        tenantId: STAMP_TENANT,
        audience: `${AUDIENCE}${regionOf(params)}`,
        servicePrincipalObjectId: ids.guid(),
      },
    },
  };
}

function regionOf(params: OperationRequest['params']): string {
  return (params['azureRegion'] ?? '').toLowerCase();
}

const stampSchema = z.strictObject({
  properties: z.strictObject({
    tenantId: z.string(),
    audience: z.string(),
    servicePrincipalObjectId: z.string(),
  }),
});

/** The vault's word that a point may be restored by who has asked. */
function getWord(request: OperationRequest<z.infer<typeof stampSchema>>): OperationResponse {
  const vault = replicatedVault(request);
  const item = itemOfRequest(request, vault);
  const point = copyOfRequest(request);
  const { audience } = request.body.properties;
  const { subscriptionId, resourceGroup, names } = parseResourceId(vault.id);
  const accessTokenString = giveWord(
    request.state,
    { vaultId: vault.id, itemName: item.name, recoveryPointName: point.name, aud: audience },
    request.clock.now(),
  );
  return {
    status: 200,
    body: {
      properties: {
        objectType: 'CrrAccessToken',
        accessTokenString,
        subscriptionId,
        resourceGroupName: resourceGroup,
        resourceName: names[0],
        resourceId: vault.id,
        recoveryPointId: point.name,
        containerType: 'IaasVMContainer',
        backupManagementType: 'AzureIaasVM',
        datasourceType: 'VM',
        datasourceId: item.vmId,
        rpTierInformation: { HardenedRP: 'Valid' },
        rpOriginalSAOption: false,
        rpIsManagedVirtualMachine: point.managedDisks,
        rpVMSizeDescription: point.virtualMachineSize,
      },
    },
  };
}

type RestoreBody = z.infer<typeof crossRegionRestoreBodySchema>;

/** 202 where the word is good, and nothing else speaks against the restore. */
function triggerRestore(request: OperationRequest<RestoreBody>): OperationResponse {
  const { state, clock, body, params } = request;
  const region = regionOf(params);
  const word = readWord(state, body.crossRegionRestoreAccessDetails.accessTokenString, clock.now());
  const backup = word === undefined ? undefined : findBackupVault(state, word.vaultId);
  const item = backup === undefined ? undefined : findItem(backup, word?.itemName ?? '');
  const point = item?.recoveryPoints.find(({ name }) => name === word?.recoveryPointName);
  if (
    word?.aud !== `${AUDIENCE}${region}` ||
    backup === undefined ||
    item === undefined ||
    point === undefined
  ) {
    return backupError(400, WORD_REFUSED);
  }
  const vault = vaultOfRequest({ ...request, params: vaultParams(word.vaultId) });
  const wish: RestoreWish = body.restoreRequest;
  if (secondaryRegionOf(vault) !== region) {
    return backupError(400, WORD_REFUSED);
  }
  if (wish.targetResourceGroupId === undefined) {
    return backupError(400, GROUP_NEEDED);
  }
  const machine = machineOfPoint(state, item, point);
  const subject = { state, vault, item, point, machine, location: region };
  const [failure] = judgeRestore({ ...subject, nowMilliseconds: clock.now() }, wish);
  if (failure !== undefined) {
    return backupError(400, failure);
  }
  const order = { ...orderOf({ ...subject, nowMilliseconds: clock.now() }, wish), region };
  const operation = acceptChange(
    request,
    backup,
    { kind: 'restore', order },
    { vmId: item.vmId, milliseconds: TRIGGER_RESTORE_MILLISECONDS },
  );
  return { status: 202, headers: operationHeaders(request, operation) };
}

/** The parameters of a vault's own path. */
function vaultParams(vaultId: string): Record<string, string> {
  const { subscriptionId = '', resourceGroup = '', names } = parseResourceId(vaultId);
  return { subscriptionId, resourceGroupName: resourceGroup, vaultName: names[0] ?? '' };
}

/** The id in the addresses is the vault's number and the operation's id, as recorded. */
function operationHeaders(
  { url, params, apiVersion }: OperationRequest,
  { id }: BackupOperation,
): Record<string, string> {
  const name = encodeURIComponent(Buffer.from(`${VAULT_NUMBER};${id}`).toString('base64'));
  const base = `${url.origin}/subscriptions/${params['subscriptionId']}/providers/Microsoft.RecoveryServices/locations/${regionOf(params)}`;
  return {
    'azure-asyncoperation': `${base}/backupCrrOperationsStatus/${name}?api-version=${apiVersion}`,
    location: `${base}/backupCrrOperationResults/${name}?api-version=${apiVersion}`,
    'retry-after': '60',
  };
}

/** Azure numbers vaults; nothing looks at the number. */
const VAULT_NUMBER = '3032012';

interface FoundOperation {
  readonly backup: BackupVault;
  readonly operation: BackupOperation;
}

function operationOf({ state, params }: OperationRequest): FoundOperation {
  const text = Buffer.from(params['operationId'] ?? '', 'base64').toString();
  const id = text.split(';').at(-1) ?? '';
  const backup = Object.values(state.backup).find(({ operations }) =>
    Object.hasOwn(operations, id),
  );
  const operation = backup?.operations[id];
  if (backup === undefined || operation === undefined) {
    throw new Refusal(backupError(404, OBJECT_NOT_FOUND));
  }
  return { backup, operation };
}

function getStatus(request: OperationRequest): OperationResponse {
  const { backup, operation } = operationOf(request);
  const name = request.params['operationId'] ?? '';
  return {
    status: 200,
    body: {
      ...renderOperation(backup, operation),
      id: `/subscriptions/${request.params['subscriptionId']}/providers/Microsoft.RecoveryServices/locations/${regionOf(request.params)}/backupCrrOperationsStatus/${name}`,
      name,
    },
  };
}

function getResult(request: OperationRequest): OperationResponse {
  const { operation } = operationOf(request);
  return operation.result === undefined
    ? { status: 202, headers: operationHeaders(request, operation) }
    : { status: 204 };
}

const jobsBodySchema = z.strictObject({ resourceId: z.string() });
const jobBodySchema = z.strictObject({ resourceId: z.string(), jobName: z.string() });

/** Jobs that a vault has in a region; throws a Refusal where there is no such vault. */
function jobsIn(request: OperationRequest<{ readonly resourceId: string }>): BackupJob[] {
  const vault = vaultOfRequest({ ...request, params: vaultParams(request.body.resourceId) });
  return secondaryRegionOf(vault) === regionOf(request.params)
    ? Object.values(vault.backup.jobs).filter((job) => isOfSecondaryRegion(job))
    : [];
}

function showJob(
  request: OperationRequest<{ readonly resourceId: string }>,
  job: BackupJob,
  detailed: boolean,
): Record<string, unknown> {
  const { params, body, apiVersion, clock } = request;
  const { subscriptionId = '', resourceGroup = '', names } = parseResourceId(body.resourceId);
  const ofVault = {
    'Subscription Id of the vault': subscriptionId,
    'Resource Group Name of the vault': resourceGroup,
    'Vault name': names[0] ?? '',
  };
  const shown = renderJob(
    { ...job, propertyBag: { ...job.propertyBag, ...ofVault } },
    { vaultId: body.resourceId, apiVersion, nowMilliseconds: clock.now(), detailed },
  );
  const place = `/subscriptions/${params['subscriptionId']}/providers/Microsoft.RecoveryServices/locations/${regionOf(params)}`;
  return { ...shown, id: `${place}/backupJobs/${job.id}` };
}

function listJobs(request: OperationRequest<z.infer<typeof jobsBodySchema>>): OperationResponse {
  const value = jobsIn(request)
    .toSorted((left, right) => right.startedMilliseconds - left.startedMilliseconds)
    .map((job) => showJob(request, job, false));
  return { status: 200, body: { value } };
}

function getJob(request: OperationRequest<z.infer<typeof jobBodySchema>>): OperationResponse {
  const job = jobsIn(request).find(({ id }) => id === request.body.jobName);
  return job === undefined
    ? backupError(404, OBJECT_NOT_FOUND)
    : { status: 200, body: showJob(request, job, true) };
}

const shared = {
  provider: 'backup',
  host: 'arm',
  apiVersions: [SECONDARY_API_VERSION],
  fidelity: 'simplified',
} as const;

const READS = 'Microsoft.RecoveryServices/Vaults';
const ITEMS = `${READS}/backupFabrics/protectionContainers/protectedItems`;
const LOCATIONS = 'Microsoft.RecoveryServices/locations';

function specified(operationId: string): [Evidence, Evidence] {
  return [
    { kind: 'documentation', page: `Azure Backup passive stamp 2021-11-15, ${operationId}` },
    { kind: 'assumption', note: 'how long copies take, and the codes of refusals' },
  ];
}

/** The operations of secondary regions. */
export const secondaryRegionRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...shared,
    id: 'BackupProtectedItemsCrr_List',
    method: 'GET',
    path: `${VAULT_PATH}/backupProtectedItems`,
    query: ['$filter'],
    action: `${READS}/backupProtectedItems/read`,
    evidence: specified('BackupProtectedItemsCrr_List'),
    simplification: 'items are shown as they are in the region of the vault',
    handle: listItems,
  }),
  defineOperation({
    ...shared,
    id: 'RecoveryPointsCrr_List',
    method: 'GET',
    path: `${ITEM_PATH}/recoveryPoints`,
    query: ['$filter'],
    action: `${ITEMS}/recoveryPoints/read`,
    evidence: specified('RecoveryPointsCrr_List'),
    simplification: 'all copies, whatever the filter says',
    handle: listPoints,
  }),
  defineOperation({
    ...shared,
    id: 'RecoveryPointsCrr_Get',
    method: 'GET',
    path: `${ITEM_PATH}/recoveryPoints/{recoveryPointId}`,
    action: `${ITEMS}/recoveryPoints/read`,
    evidence: specified('RecoveryPointsCrr_Get'),
    simplification: 'as in the region of the vault, in the vault tier alone',
    handle: getPoint,
  }),
  defineOperation({
    ...shared,
    id: 'AadProperties_Get',
    method: 'GET',
    path: `${LOCATION_PATH}/backupAadProperties`,
    query: ['$filter'],
    action: `${LOCATIONS}/backupAadProperties/read`,
    evidence: specified('AadProperties_Get'),
    simplification: 'the audience ends in the name of the region, not in its abbreviation',
    handle: getStamp,
  }),
  defineOperation({
    ...shared,
    id: 'RecoveryPoints_GetAccessToken',
    method: 'POST',
    path: `${ITEM_PATH}/recoveryPoints/{recoveryPointId}/accessToken`,
    body: stampSchema,
    action: `${ITEMS}/recoveryPoints/accessToken/action`,
    evidence: specified('RecoveryPoints_GetAccessToken'),
    simplification: 'leaves out the addresses of stamps',
    handle: getWord,
  }),
  defineOperation({
    ...shared,
    id: 'CrossRegionRestore_Trigger',
    method: 'POST',
    path: `${LOCATION_PATH}/backupCrossRegionRestore`,
    body: crossRegionRestoreBodySchema,
    action: `${LOCATIONS}/backupCrossRegionRestore/action`,
    evidence: specified('CrossRegionRestore_Trigger'),
    simplification: '19 minutes, whatever the size of the disks',
    handle: triggerRestore,
  }),
  defineOperation({
    ...shared,
    id: 'CrrOperationStatus_Get',
    method: 'GET',
    path: `${LOCATION_PATH}/backupCrrOperationsStatus/{operationId}`,
    action: `${LOCATIONS}/backupCrrOperationsStatus/read`,
    evidence: specified('CrrOperationStatus_Get'),
    simplification: 'ends are told as starts, as in the region of the vault',
    handle: getStatus,
  }),
  defineOperation({
    ...shared,
    id: 'CrrOperationResults_Get',
    method: 'GET',
    path: `${LOCATION_PATH}/backupCrrOperationResults/{operationId}`,
    action: `${LOCATIONS}/backupCrrOperationResults/read`,
    evidence: specified('CrrOperationResults_Get'),
    simplification: '204 at the end, as in the region of the vault',
    handle: getResult,
  }),
  defineOperation({
    ...shared,
    id: 'BackupCrrJobs_List',
    method: 'POST',
    path: `${LOCATION_PATH}/backupCrrJobs`,
    query: ['$filter'],
    body: jobsBodySchema,
    action: `${LOCATIONS}/backupCrrJobs/action`,
    evidence: specified('BackupCrrJobs_List'),
    simplification: 'one page, whatever the filter says',
    handle: listJobs,
  }),
  defineOperation({
    ...shared,
    id: 'BackupCrrJobDetails_Get',
    method: 'POST',
    path: `${LOCATION_PATH}/backupCrrJob`,
    body: jobBodySchema,
    action: `${LOCATIONS}/backupCrrJob/action`,
    evidence: specified('BackupCrrJobDetails_Get'),
    simplification: 'of cross-region restores alone',
    handle: getJob,
  }),
];
