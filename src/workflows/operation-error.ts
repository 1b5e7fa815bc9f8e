// The error of an operation of Azure Backup that did not end well.

import type { ResourceId } from '../domain/resource-id.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import { suggestionFor } from '../errors/suggestions.js';
import type { OperationOutcome } from '../services/services.js';

/** The error of an operation that Azure accepted and then failed. */
export function operationError(
  step: { readonly vmId: ResourceId; readonly vaultId: ResourceId },
  outcome: Exclude<OperationOutcome, { status: 'succeeded' }>,
): AzbackupError {
  const vm = step.vmId.split('/').at(-1) ?? step.vmId;
  if (outcome.status === 'canceled') {
    return new AzbackupError({
      code: 'AZB_OPERATION_CANCELED',
      kind: 'azure-failed',
      message: `the operation on ${vm} was cancelled in Azure`,
      target: step.vmId,
      fix: [`azbackup status --vm ${vm}`],
    });
  }
  const suggestion = suggestionFor(outcome.code, {
    vm,
    vault: step.vaultId.split('/').at(-1) ?? '',
  });
  return new AzbackupError({
    code: 'AZB_OPERATION_FAILED',
    kind: 'azure-failed',
    message: `Azure accepted the operation on ${vm} and then failed it: ${outcome.code}`,
    target: step.vmId,
    azureCode: outcome.code,
    causes: [outcome.message, ...(suggestion === undefined ? [] : [suggestion.meaning])],
    fix: suggestion?.fix ?? [],
    ...(suggestion?.docs === undefined ? {} : { docs: suggestion.docs }),
  });
}
