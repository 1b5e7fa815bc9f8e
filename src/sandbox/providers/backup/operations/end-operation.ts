// The end of accepted requests: what each changes, and the job it leaves. Recordings protection-*.

import { daysAfter } from '../time.js';
import { JOB_NOT_CANCELLABLE } from '../assumed-errors.js';
import { addChangeJob } from '../jobs/backup-job.js';
import type { BackupFailure } from '../response.js';
import { findItemOfMachine, machineNames } from '../backup-vault.js';
import { cancelBackupJob, isCancellable } from '../jobs/end-job.js';
import type { EventContext } from '../event-context.js';
import {
  BACKUP_IN_PROGRESS,
  DISK_EXCLUSION_OF_ENCRYPTED,
  INVALID_INPUT,
  ITEM_NOT_FOUND,
} from '../errors.js';
import { checkProtection } from '../protected-items/rules.js';
import { modifyPolicy } from '../policies/modify.js';
import { runningBackup } from '../jobs/running-backup.js';
import { plannedOutcomeOf, startBackup } from '../jobs/start-backup.js';
import { startRestore } from '../restores/start-restore.js';
import type { BackupJob, PlannedOutcome } from '../jobs/state.js';
import type { BackupOperation, RequestedChange } from './state.js';
import type { ProtectedItem } from '../protected-items/state.js';
import type { BackupVault } from '../state.js';

type Change<Kind extends RequestedChange['kind']> = Extract<RequestedChange, { kind: Kind }>;

/** An operation about an item, with the change it asks for. */
interface ItemOperation<Kind extends RequestedChange['kind']> {
  readonly operation: BackupOperation;
  readonly change: Change<Kind>;
  readonly vmId: string;
}

/** Carries out an operation and notes how it ended. */
export function endOperation(context: EventContext, operationId: string): void {
  const operation = context.vault.operations[operationId];
  if (operation === undefined) {
    return;
  }
  const failure = failAsPlanned(context, operation) ?? carryOut(context, operation);
  operation.result =
    failure === undefined
      ? { status: 'Succeeded' }
      : { status: 'Failed', code: failure.code, message: failure.message };
}

/** The jobs that changes make. Recordings protection-*. */
const CHANGE_JOBS = {
  configure: 'ConfigureBackup',
  stop: 'DisableBackup',
  suspend: 'DisableBackup',
  delete: 'DeleteBackupData',
  undelete: 'Undelete',
} as const satisfies Partial<Record<RequestedChange['kind'], BackupJob['operation']>>;

/** A fault fails the job of a change, and the change with it; that its operation fails too is an assumption. */
function failAsPlanned(
  { state, vault }: EventContext,
  operation: BackupOperation,
): BackupFailure | undefined {
  const { change, vmId } = operation;
  if (vmId === undefined || !isItemChange(change.kind)) {
    return undefined;
  }
  const job = CHANGE_JOBS[change.kind];
  const error = errorOf(plannedOutcomeOf(state, job, vmId));
  if (error === undefined) {
    return undefined;
  }
  addChangeJob(vault, operation, vmId, { operation: job, propertyBag: {}, errors: [error] });
  return { code: error.errorTitle, message: error.errorString };
}

function isItemChange(kind: RequestedChange['kind']): kind is keyof typeof CHANGE_JOBS {
  return kind in CHANGE_JOBS;
}

function errorOf(plannedOutcome: PlannedOutcome | undefined) {
  return plannedOutcome?.outcome === 'Failed' ? plannedOutcome.error : undefined;
}

function carryOut(context: EventContext, operation: BackupOperation): BackupFailure | undefined {
  const { change, vmId = '' } = operation;
  switch (change.kind) {
    case 'configure':
      return configure(context, { operation, change, vmId });
    case 'stop':
      return stop(context, { operation, change, vmId });
    case 'suspend':
      return suspend(context, { operation, change, vmId });
    case 'undelete':
      return undelete(context, { operation, change, vmId });
    case 'delete':
      return remove(context, { operation, change, vmId });
    case 'backup':
      return backUp(context, { operation, change, vmId });
    case 'restore':
      return startRestore(context, operation, change.order);
    case 'modify-policy':
      modifyPolicy(context, operation, change);
      return undefined;
    case 'cancel':
      return cancel(context, change);
    case 'validate':
      return undefined;
    case 'refresh':
      context.vault.discoveredMilliseconds = operation.endsMilliseconds;
      return undefined;
  }
}

/** Enables, resumes, changes the policy or the choice of disks. */
function configure(
  context: EventContext,
  { operation, change, vmId }: ItemOperation<'configure'>,
): BackupFailure | undefined {
  const policy = context.vault.policies[change.policyName.toLowerCase()];
  if (policy === undefined) {
    return INVALID_INPUT;
  }
  const failure = checkProtection(context, { operation: { ...operation, change }, vmId, policy });
  const { vault } = context;
  if (failure !== undefined) {
    noteFailedJob(vault, operation, vmId, failure);
    return failure;
  }
  const before = findItemOfMachine(vault, vmId);
  const item = { ...(before ?? newItem(vmId, change.dataId)), policyName: policy.name };
  vault.items[item.name.toLowerCase()] = {
    ...item,
    policySinceMilliseconds: operation.endsMilliseconds,
    protectionState: item.recoveryPoints.length === 0 ? 'IRPending' : 'Protected',
    ...(change.diskSelection === undefined ? {} : { diskSelection: change.diskSelection }),
  };
  vault.storage = { ...vault.storage, locked: true, known: true };
  addChangeJob(vault, operation, vmId, {
    operation: 'ConfigureBackup',
    propertyBag: { 'Policy Name': policy.name },
  });
  return undefined;
}

/** Of the failures of a protection request one is documented to have a job; its number is not. */
function noteFailedJob(
  vault: BackupVault,
  operation: BackupOperation,
  vmId: string,
  failure: BackupFailure,
): void {
  if (failure !== DISK_EXCLUSION_OF_ENCRYPTED) {
    return;
  }
  const errors = [
    { errorCode: 0, errorTitle: failure.code, errorString: failure.message, recommendations: [] },
  ];
  addChangeJob(vault, operation, vmId, { operation: 'ConfigureBackup', propertyBag: {}, errors });
}

function stop(
  { vault }: EventContext,
  { operation, vmId }: ItemOperation<'stop'>,
): BackupFailure | undefined {
  const item = findItemOfMachine(vault, vmId);
  if (item === undefined) {
    return ITEM_NOT_FOUND;
  }
  stopProtection(item);
  addChangeJob(vault, operation, vmId, {
    operation: 'DisableBackup',
    propertyBag: { 'Policy Name': '' },
  });
  return undefined;
}

/** The policy goes on to rule over the recovery points that there are. */
function suspend(
  { vault }: EventContext,
  { operation, vmId }: ItemOperation<'suspend'>,
): BackupFailure | undefined {
  const item = findItemOfMachine(vault, vmId);
  if (item === undefined) {
    return ITEM_NOT_FOUND;
  }
  item.protectionState = 'BackupsSuspended';
  addChangeJob(vault, operation, vmId, {
    operation: 'DisableBackup',
    propertyBag: { 'Policy Name': item.policyName },
  });
  return undefined;
}

function undelete(
  { vault }: EventContext,
  { operation, vmId }: ItemOperation<'undelete'>,
): BackupFailure | undefined {
  const item = findItemOfMachine(vault, vmId);
  if (item === undefined) {
    return ITEM_NOT_FOUND;
  }
  delete item.deletion;
  addChangeJob(vault, operation, vmId, {
    operation: 'Undelete',
    propertyBag: { 'Undelete flag': 'True' },
  });
  return undefined;
}

/** With soft delete the item stays for a time, without it is gone at once. */
function remove(
  { vault, addEvent, atMilliseconds }: EventContext,
  { operation, vmId }: ItemOperation<'delete'>,
): BackupFailure | undefined {
  const item = findItemOfMachine(vault, vmId);
  if (item === undefined) {
    return ITEM_NOT_FOUND;
  }
  if (runningBackup(vault, vmId, atMilliseconds) !== undefined) {
    return BACKUP_IN_PROGRESS;
  }
  addChangeJob(vault, operation, vmId, {
    operation: 'DeleteBackupData',
    propertyBag: { 'Number of Recovery Points': `${item.recoveryPoints.length}` },
  });
  const { state, retentionDays } = vault.softDelete;
  if (state === 'Disabled') {
    delete vault.items[item.name.toLowerCase()];
    return undefined;
  }
  const deletedMilliseconds = operation.startedMilliseconds;
  stopProtection(item);
  item.deletion = { deletedMilliseconds, retentionDays };
  addEvent({
    kind: 'retention-ends',
    dueMilliseconds: daysAfter(deletedMilliseconds, retentionDays),
    itemName: item.name,
    deletedMilliseconds,
  });
  return undefined;
}

function backUp(
  context: EventContext,
  { operation, change, vmId }: ItemOperation<'backup'>,
): BackupFailure | undefined {
  const { vault, atMilliseconds } = context;
  if (findItemOfMachine(vault, vmId) === undefined) {
    return ITEM_NOT_FOUND;
  }
  if (runningBackup(vault, vmId, atMilliseconds) !== undefined) {
    return BACKUP_IN_PROGRESS;
  }
  const { jobId, startedMilliseconds, activityId } = operation;
  const { expiryMilliseconds, recoveryPointName } = change;
  startBackup(context, {
    vmId,
    jobId,
    activityId,
    startedMilliseconds,
    recoveryPointName,
    expiryMilliseconds,
  });
  return undefined;
}

/** Backups only during the snapshot, restores until their end: Documentation, Support matrix for Azure VM backup. */
function cancel(
  { vault, atMilliseconds }: EventContext,
  { cancelledJobId }: Change<'cancel'>,
): BackupFailure | undefined {
  const job = vault.jobs[cancelledJobId];
  if (job === undefined || !isCancellable(job, atMilliseconds)) {
    return JOB_NOT_CANCELLABLE;
  }
  cancelBackupJob(vault, job, atMilliseconds);
  return undefined;
}

function stopProtection(item: ProtectedItem): void {
  item.protectionState = 'ProtectionStopped';
  item.policyName = '';
}

function newItem(vmId: string, dataId: string): ProtectedItem {
  return {
    name: machineNames(vmId).item,
    vmId,
    dataId,
    protectionState: 'IRPending',
    protectionStatus: 'Healthy',
    policyName: '',
    lastBackupStatus: '',
    recoveryPoints: [],
  };
}
