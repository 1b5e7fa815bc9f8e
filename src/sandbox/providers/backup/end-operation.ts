// The end of accepted requests: what each changes, and the job it leaves. Recordings protection-*.

import { daysAfter } from './backup-time.js';
import { SNAPSHOT_CHECK_MILLISECONDS } from './assumed-failures.js';
import { addChangeJob, newBackupJob } from './backup-job.js';
import type { BackupFailure } from './backup-response.js';
import { findItemOfMachine, machineNames } from './backup-vault.js';
import type { EventContext } from './event-context.js';
import {
  BACKUP_IN_PROGRESS,
  DISK_EXCLUSION_OF_ENCRYPTED,
  INVALID_INPUT,
  ITEM_NOT_FOUND,
} from './failures.js';
import { judgeProtection } from './judge-protection.js';
import { machineDataGB } from './machine-size.js';
import { runningBackup } from './running-backup.js';
import type { BackupOperation, BackupVault, ProtectedItem, RequestedChange } from './state.js';
import { BACKUP_STEPS } from './timings.js';

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
  const failure = carryOut(context, operation);
  operation.result =
    failure === undefined
      ? { status: 'Succeeded' }
      : { status: 'Failed', code: failure.code, message: failure.message };
}

function carryOut(context: EventContext, operation: BackupOperation): BackupFailure | undefined {
  const { change, vmId = '' } = operation;
  switch (change.kind) {
    case 'configure':
      return configure(context, { operation, change, vmId });
    case 'stop':
      return stop(context, { operation, change, vmId });
    case 'undelete':
      return undelete(context, { operation, change, vmId });
    case 'delete':
      return remove(context, { operation, change, vmId });
    case 'backup':
      return startBackup(context, { operation, change, vmId });
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
  const failure = judgeProtection(context, { operation: { ...operation, change }, vmId, policy });
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
  { vault, atMilliseconds }: EventContext,
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
  vault.events.push({
    kind: 'retention-ends',
    dueMilliseconds: daysAfter(deletedMilliseconds, retentionDays),
    itemName: item.name,
    deletedMilliseconds,
  });
  return undefined;
}

function startBackup(
  { state, vault, atMilliseconds }: EventContext,
  { operation, change, vmId }: ItemOperation<'backup'>,
): BackupFailure | undefined {
  if (findItemOfMachine(vault, vmId) === undefined) {
    return ITEM_NOT_FOUND;
  }
  if (runningBackup(vault, vmId, atMilliseconds) !== undefined) {
    return BACKUP_IN_PROGRESS;
  }
  const { jobId, startedMilliseconds, activityId } = operation;
  const { expiryMilliseconds, recoveryPointName } = change;
  vault.jobs[jobId] = newBackupJob({
    id: jobId,
    vmId,
    startedMilliseconds,
    activityId,
    expiryMilliseconds,
    dataGB: machineDataGB(state, vmId),
  });
  const at = (offset: number): number => startedMilliseconds + offset;
  vault.events.push(
    { kind: 'snapshot-checked', dueMilliseconds: at(SNAPSHOT_CHECK_MILLISECONDS), jobId },
    {
      kind: 'snapshot-ends',
      dueMilliseconds: at(BACKUP_STEPS.snapshotEnds),
      jobId,
      recoveryPointName,
      expiryMilliseconds,
    },
    {
      kind: 'transfer-ends',
      dueMilliseconds: at(BACKUP_STEPS.jobEnds),
      jobId,
      recoveryPointName,
    },
  );
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
