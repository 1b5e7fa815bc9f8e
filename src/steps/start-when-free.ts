// Azure works on one change of an item at a time and refuses a second one. A run that was stopped while it
// watched leaves such a change going on; the same command, given again, waits for that one to end.

import { itemStateOf } from '../domain/protection/protection-transitions.js';
import { sameName } from '../domain/resource-id.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import type { StepReporter } from './apply.js';
import type { Operation } from '../services/services.js';
import type { WorkflowContext } from '../commands/context.js';
import type { ProtectionStep, WaitChoice } from './execute-step.js';

/** Documentation: Troubleshoot problems while backing up Azure file shares, common modify policy errors. */
const CONFLICT = 'BMSUserErrorConflictingProtectionOperation';
const PAUSE_SECONDS = 15;
/** Changes of protection were recorded to take at most two minutes. */
const LONGEST_WAIT_SECONDS = 600;

/**
 * Starts a change of an item once no other one is under way; `already-so` when the other one brought about
 * what this one asks for.
 * @throws AzbackupError when Azure refuses for another reason, or is busy for longer than may be waited
 */
export async function startWhenFree(
  context: WorkflowContext,
  step: ProtectionStep,
  { reporter, choice }: { readonly reporter: StepReporter; readonly choice: WaitChoice },
  start: () => Promise<Operation>,
): Promise<Operation | 'already-so'> {
  const end = Math.min(
    context.clock.now() + LONGEST_WAIT_SECONDS * 1000,
    choice.deadlineMilliseconds ?? Number.POSITIVE_INFINITY,
  );
  for (;;) {
    try {
      return await start();
    } catch (error) {
      const inTime = context.clock.now() + PAUSE_SECONDS * 1000 < end;
      if (!isConflict(error) || !choice.wait || !inTime) {
        throw error;
      }
    }
    reporter.waiting(PAUSE_SECONDS);
    await context.clock.sleep(PAUSE_SECONDS, context.signal);
    if (await isAlreadySo(context, step)) {
      return 'already-so';
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof AzbackupError && error.fields.azureCode === CONFLICT;
}

async function isAlreadySo(context: WorkflowContext, step: ProtectionStep): Promise<boolean> {
  const item = await (await context.services.backup()).item(step.vaultId, step.vmId);
  if (step.kind === 'delete-data') {
    return item === undefined || item.softDelete !== undefined;
  }
  if (item === undefined || item.softDelete !== undefined) {
    return false;
  }
  switch (step.kind) {
    case 'undelete':
      return true;
    case 'stop':
      return itemStateOf(item) === (step.retention === 'forever' ? 'stopped' : 'suspended');
    case 'protect':
    case 'resume':
    case 'change-policy':
      return sameName(item.policyName ?? '', step.policyName);
  }
}
