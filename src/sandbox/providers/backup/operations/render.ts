// The status of an accepted request. Recordings protection-enable.*; the failed form is in
// MicrosoftDocs/azure-docs issue 91512.

import { backupInstant, NOT_YET } from '../time.js';
import { jobsOfPolicyChange } from '../policies/modify.js';
import type { BackupOperation } from './state.js';
import type { BackupVault } from '../state.js';

/**
 * The status document. Of an operation that has ended, the end is told as its start; a job is named
 * only when there is one.
 */
export function renderOperation(
  vault: BackupVault,
  operation: BackupOperation,
): Record<string, unknown> {
  const { id, result } = operation;
  const startTime = backupInstant(operation.startedMilliseconds);
  const head = { id, name: id, status: result?.status ?? 'InProgress', startTime };
  if (result === undefined) {
    return { ...head, endTime: NOT_YET };
  }
  const extendedInfo = jobsOf(vault, operation);
  return {
    ...head,
    endTime: startTime,
    ...(result.status === 'Failed'
      ? { error: { code: result.code, message: result.message } }
      : {}),
    ...(extendedInfo === undefined ? {} : { properties: extendedInfo }),
  };
}

function jobsOf(
  vault: BackupVault,
  { change, jobId }: BackupOperation,
): Record<string, unknown> | undefined {
  if (change.kind === 'modify-policy') {
    return jobsOfPolicyChange(vault, change);
  }
  return vault.jobs[jobId] === undefined
    ? undefined
    : { objectType: 'OperationStatusJobExtendedInfo', jobId };
}
