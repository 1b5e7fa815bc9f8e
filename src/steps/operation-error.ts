// The error of an operation of Azure Backup that did not end well.

import { nameOf, type ResourceId } from '../domain/resource-id.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import { suggestionFor } from '../errors/suggestions.js';
import type { OperationOutcome } from '../services/services.js';

/**
 * The error of an operation that Azure accepted and then failed.
 * @param subject what it was to make or change, where that is not the machine that is backed up
 */
export function operationError(
  step: { readonly vmId: ResourceId; readonly vaultId: ResourceId },
  outcome: Exclude<OperationOutcome, { status: 'succeeded' }>,
  subject: ResourceId = step.vmId,
): AzbackupError {
  const what = nameOf(subject);
  const vm = nameOf(step.vmId);
  if (outcome.status === 'canceled') {
    return new AzbackupError({
      code: 'AZB_OPERATION_CANCELED',
      kind: 'azure-failed',
      message: `the operation on ${what} was cancelled in Azure`,
      target: subject,
      fix: [`azbackup status --vm ${vm}`],
    });
  }
  const suggestion = suggestionFor(outcome.code, {
    vm,
    vault: nameOf(step.vaultId),
  });
  return new AzbackupError({
    code: 'AZB_OPERATION_FAILED',
    kind: 'azure-failed',
    message: `Azure accepted the operation on ${what} and then failed it: ${outcome.code}`,
    target: subject,
    azureCode: outcome.code,
    causes: [outcome.message, ...(suggestion === undefined ? [] : [suggestion.meaning])],
    fix: suggestion?.fix ?? [],
    ...(suggestion?.docs === undefined ? {} : { docs: suggestion.docs }),
  });
}
