// Protected items: list, get, protect, delete, back up.

import { listPage, PAGE_QUERY } from '../../../http/list-page.js';
import { allEntries } from '../../../kernel/entry-index.js';
import { z } from 'zod';
import { addMonths } from '../../../kernel/time/calendar.js';
import { day } from '../../../kernel/time/durations.js';
import { notModelled } from '../../../http/not-modelled.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { parseInstant } from '../../../kernel/time/instant.js';
import { acceptChange } from '../operations/accept-change.js';
import { BACKUP_API_VERSIONS } from '../api-versions.js';
import { ITEM_SOFT_DELETED, NOT_PROTECTED, TOO_MANY_BACKUPS } from '../assumed-errors.js';
import { accepted, backupError, ITEM_PATH, VAULT_PATH } from '../response.js';
import { findItem, machineNames } from '../backup-vault.js';
import { CONFLICTING_OPERATION, DENIED_BY_IMMUTABILITY, INVALID_INPUT } from '../errors.js';
import { itemBodySchema } from './body.js';
import { isWanted, readFilter } from '../list-filter.js';
import { itemAsyncPaths, vaultAsyncPaths } from '../operations/routes.js';
import { putItem } from './put.js';
import { itemId, renderItem } from './render.js';
import { passGuardedDeletion } from '../resource-guard/guarded-operations.js';
import { runningOperation, triggeredBackups } from '../jobs/running-backup.js';
import type { ProtectedItem } from './state.js';
import {
  DELETE_MILLISECONDS,
  SOFT_DELETE_MILLISECONDS,
  TRIGGER_BACKUP_MILLISECONDS,
} from '../timings.js';
import { itemOfRequest, vaultOfRequest, type AddressedVault } from '../vault-of-request.js';

const ITEM_ACTION =
  'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems';

/** Documentation: Support matrix for Azure VM backup; three are recommended, nine attempts are the limit. */
const BACKUPS_PER_DAY = 9;

/** Documentation: Support matrix for Azure VM backup, retention of up to 99 years. */
const MAX_MONTHS = 99 * 12;

const backupBodySchema = z.strictObject({
  properties: z.strictObject({
    objectType: z.literal('IaasVMBackupRequest'),
    recoveryPointExpiryTimeInUTC: z.string(),
  }),
});

/** As lists of what can be protected have; of this list it is assumed. */
const ITEMS_PER_PAGE = 200;

function listItems(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const filter = readFilter(request, [
    'backupManagementType',
    'itemType',
    'policyName',
    'friendlyName',
    'containerName',
  ]);
  const machines =
    isWanted(filter.backupManagementType, 'AzureIaasVM') && isWanted(filter.itemType, 'VM');
  const items = allEntries(vault.backup.items)
    .filter((item) => machines && isWanted(filter.policyName, item.policyName))
    .filter((item) => isWanted(filter.friendlyName, machineNames(item.vmId).friendlyName))
    .filter((item) => isWanted(filter.containerName, machineNames(item.vmId).bare));
  return listPage(request, items, ITEMS_PER_PAGE, (item) => showItem(request, vault, item));
}

/** `$filter=expand eq 'extendedinfo'` asks for more (Documentation: Back up Azure VMs via REST API). */
function getItem(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const { expand } = readFilter(request, ['expand']);
  if (!isWanted(expand, 'extendedInfo')) {
    throw new Refusal(notModelled(`expanding an item by ${expand}`));
  }
  const item = itemOfRequest(request, vault);
  return { status: 200, body: showItem(request, vault, item, expand !== undefined) };
}

function showItem(
  request: OperationRequest,
  vault: AddressedVault,
  item: ProtectedItem,
  extended = false,
): Record<string, unknown> {
  return renderItem(item, {
    vaultId: vault.id,
    origin: request.url.origin,
    apiVersion: request.apiVersion,
    nowMilliseconds: request.clock.now(),
    extended,
  });
}

/**
 * 204 for an item that is not there: OpenAPI ProtectedItems_Delete. What is soft-deleted has to be
 * brought back before it can be deleted (Documentation: Soft delete for virtual machines).
 */
function deleteItem(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const { backup } = vault;
  const item = findItem(backup, request.params['protectedItemName'] ?? '');
  if (item === undefined) {
    return { status: 204 };
  }
  if (item.deletion !== undefined) {
    return backupError(400, ITEM_SOFT_DELETED);
  }
  if (vault.immutable && item.recoveryPoints.length > 0) {
    return backupError(400, DENIED_BY_IMMUTABILITY);
  }
  passGuardedDeletion(request, backup, itemId(vault.id, item));
  if (runningOperation(backup, item.vmId) !== undefined) {
    return backupError(409, CONFLICTING_OPERATION);
  }
  const soft = backup.softDelete.state !== 'Disabled';
  const operation = acceptChange(
    request,
    backup,
    { kind: 'delete' },
    { vmId: item.vmId, milliseconds: soft ? SOFT_DELETE_MILLISECONDS : DELETE_MILLISECONDS },
  );
  return accepted(request, vaultAsyncPaths(request, operation.id));
}

function triggerBackup(
  request: OperationRequest<z.infer<typeof backupBodySchema>>,
): OperationResponse {
  const vault = vaultOfRequest(request);
  const item = itemOfRequest(request, vault);
  const expiry = parseInstant(request.body.properties.recoveryPointExpiryTimeInUTC);
  const now = request.clock.now();
  if (expiry === undefined || expiry <= now || expiry > addMonths(now, MAX_MONTHS)) {
    return backupError(400, INVALID_INPUT);
  }
  if (['ProtectionStopped', 'BackupsSuspended'].includes(item.protectionState)) {
    return backupError(400, NOT_PROTECTED);
  }
  if (runningOperation(vault.backup, item.vmId) !== undefined) {
    return backupError(409, CONFLICTING_OPERATION);
  }
  if (triggeredBackups(vault.backup, item.vmId, now - day) >= BACKUPS_PER_DAY) {
    return backupError(400, TOO_MANY_BACKUPS);
  }
  const operation = acceptChange(
    request,
    vault.backup,
    {
      kind: 'backup',
      expiryMilliseconds: expiry,
      recoveryPointName: request.ids.decimal(15),
    },
    { vmId: item.vmId, milliseconds: TRIGGER_BACKUP_MILLISECONDS },
  );
  return accepted(request, itemAsyncPaths(request, operation.id));
}

/** The operations of protected items. */
export const itemRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'BackupProtectedItems_List',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupProtectedItems`,
    apiVersions: BACKUP_API_VERSIONS,
    query: ['$filter', PAGE_QUERY],
    action: 'Microsoft.RecoveryServices/Vaults/backupProtectedItems/read',
    evidence: [
      { kind: 'recording', file: 'protected-items-list.protected.json' },
      { kind: 'recording', file: 'protected-items-list.by-policy-name.json' },
      { kind: 'recording', file: 'protection-delete-soft.poll-sequence.json' },
      { kind: 'assumption', note: '200 on a page' },
    ],
    fidelity: 'modelled',
    handle: listItems,
  }),
  defineOperation({
    id: 'ProtectedItems_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: ITEM_PATH,
    apiVersions: BACKUP_API_VERSIONS,
    query: ['$filter'],
    action: `${ITEM_ACTION}/read`,
    evidence: [{ kind: 'recording', file: 'protected-item-get.irpending.json' }],
    fidelity: 'modelled',
    handle: getItem,
  }),
  defineOperation({
    id: 'ProtectedItems_CreateOrUpdate',
    provider: 'backup',
    host: 'arm',
    method: 'PUT',
    path: ITEM_PATH,
    apiVersions: BACKUP_API_VERSIONS,
    body: itemBodySchema,
    action: `${ITEM_ACTION}/write`,
    evidence: [
      { kind: 'recording', file: 'protection-enable.poll-sequence.json' },
      { kind: 'recording', file: 'protection-stop-retain.sequence.json' },
      { kind: 'recording', file: 'protection-resume.sequence.json' },
      { kind: 'recording', file: 'protection-undelete.poll-sequence.json' },
      { kind: 'recording', file: 'reference.error-catalogue.json' },
      { kind: 'assumption', note: 'the failures in assumed-failures.ts' },
      {
        kind: 'assumption',
        note: 'across subscriptions: by which codes ADE, another tenant, a name that is taken and a missing registration are refused',
      },
    ],
    fidelity: 'simplified',
    simplification:
      'changes of protection take always the same time; the job appears when the operation ends',
    handle: putItem,
  }),
  defineOperation({
    id: 'ProtectedItems_Delete',
    provider: 'backup',
    host: 'arm',
    method: 'DELETE',
    path: ITEM_PATH,
    apiVersions: BACKUP_API_VERSIONS,
    action: `${ITEM_ACTION}/delete`,
    evidence: [
      { kind: 'recording', file: 'protection-delete-data.poll-sequence.json' },
      { kind: 'recording', file: 'protection-delete-soft.poll-sequence.json' },
      { kind: 'assumption', note: 'the refusals in assumed-failures.ts' },
    ],
    fidelity: 'modelled',
    handle: deleteItem,
  }),
  defineOperation({
    id: 'Backups_Trigger',
    provider: 'backup',
    host: 'arm',
    method: 'POST',
    path: `${ITEM_PATH}/backup`,
    apiVersions: BACKUP_API_VERSIONS,
    body: backupBodySchema,
    action: `${ITEM_ACTION}/backup/action`,
    evidence: [
      { kind: 'recording', file: 'backup-now.poll-sequence.json' },
      { kind: 'documentation', page: 'Support matrix for Azure VM backup' },
      {
        kind: 'assumption',
        note: 'when a backup that cannot be taken fails, and how one too many is refused',
      },
    ],
    fidelity: 'simplified',
    simplification:
      'a backup takes 41 minutes; with more than 1,024 GB of disks longer in proportion',
    handle: triggerBackup,
  }),
];
