// Azure works on one change of an item at a time and refuses a second one. A run that was stopped while it
// watched leaves such a change going on; the same command, given again, waits for that one to end.

import { AzbackupError } from '../../errors/azbackup-error.js';
import type { StepReporter } from '../apply.js';
import type { Operation } from '../../services/services.js';
import type { CommandContext } from '../../commands/context.js';
import { protectionEndState } from './end-state.js';
import type { ProtectionStep } from './step.js';
import type { WaitPolicy } from '../../domain/time/wait-policy.js';
import { deadlineWithin, repeatUntil } from '../waiting/repeat-until.js';
import { isLostResponse } from '../waiting/send-safely.js';

/** Documentation: troubleshoot problems while backing up Azure file shares, common modify policy errors. */
const CONFLICT = 'BMSUserErrorConflictingProtectionOperation';
const RETRY_INTERVAL_SECONDS = 15;
/** Changes of protection were recorded to take at most two minutes. */
const MAX_BUSY_SECONDS = 600;
/** A request whose response was lost is sent so often. */
const MAX_SENDS = 3;

/**
 * Starts a change of an item once no other one is under way; `already-so` when the other one brought about
 * what this one asks for.
 * @throws AzbackupError when Azure refuses for another reason, or is busy for longer than may be waited
 */
export async function startWhenFree(
  context: CommandContext,
  step: ProtectionStep,
  { reporter, choice }: { readonly reporter: StepReporter; readonly choice: WaitPolicy },
  start: () => Promise<Operation>,
): Promise<Operation | 'already-so'> {
  let refused = false;
  let unanswered = 0;
  const attempt = async (): Promise<Operation | 'already-so'> => {
    if (refused && (await protectionEndState(context, step).mismatch()) === undefined) {
      return 'already-so';
    }
    try {
      return await start();
    } catch (error) {
      // It may have been carried out: sent again, it is refused, or changes nothing.
      unanswered += isLostResponse(error) ? 1 : 0;
      refused = isConflict(error) || isLostResponse(error);
      throw error;
    }
  };
  return repeatUntil(context, attempt, {
    every: RETRY_INTERVAL_SECONDS,
    deadlineMilliseconds: deadlineWithin(
      context.clock.now(),
      MAX_BUSY_SECONDS,
      choice.deadlineMilliseconds,
    ),
    retryOn: (error) =>
      choice.wait && (isConflict(error) || (isLostResponse(error) && unanswered < MAX_SENDS)),
    onWaiting: (seconds) => reporter.waiting(seconds),
  });
}

function isConflict(error: unknown): boolean {
  return error instanceof AzbackupError && error.fields.azureCode === CONFLICT;
}
