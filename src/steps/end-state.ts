// What a step promises, looked at once Azure has answered: no answer to a request proves that it was carried
// out. The one place where a change is read back and compared.

import type { ResourceId } from '../domain/resource-id.js';
import { afterChange } from '../errors/after-change.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import type { StepExecution, StepReporter } from './apply.js';
import type { CommandWaiting } from './waiting/command-waiting.js';
import { deadlineWithin, repeatUntil } from './waiting/repeat-until.js';
import type { WaitEndReason } from './waiting/wait-with-deadline.js';

/** Completes "Azure reported success, but …"; an object where such a mismatch has a code of its own. */
export type Mismatch = string | { readonly code: string; readonly message: string };

/** What is true once a step is done. */
export interface EndState {
  /** Why Azure does not show it; undefined once it does. */
  mismatch(): Promise<Mismatch | undefined>;
  readonly target: ResourceId;
  /** Commands that show how things stand. */
  readonly fix: readonly string[];
  /** Azure is eventually consistent: how long its answers may be older than the change. */
  readonly visibleWithinSeconds?: number;
}

/** What a look needs besides. */
export interface Confirming {
  readonly reporter: Pick<StepReporter, 'waiting'>;
  /** Milliseconds since the epoch; looked is at least once all the same. */
  readonly deadlineMilliseconds?: number | undefined;
}

const VISIBLE_WITHIN_SECONDS = 60;
const LOOK_INTERVAL_SECONDS = 5;

/**
 * The execution, once Azure shows what it promised. One that goes on in Azure is not looked at.
 * @throws AzbackupError `AZB_CHANGE_NOT_VISIBLE` (7) when it does not, or why it could not be read
 */
export async function confirmEndState(
  context: CommandWaiting,
  execution: StepExecution,
  endState: EndState,
  confirming: Confirming,
): Promise<StepExecution> {
  if (execution.status !== 'done') {
    return execution;
  }
  const { visibleWithinSeconds = VISIBLE_WITHIN_SECONDS } = endState;
  const visibleBy = deadlineWithin(context.clock.now(), visibleWithinSeconds);
  const mismatch = await lastMismatch(context, endState, confirming, visibleBy);
  if (mismatch === undefined) {
    return execution;
  }
  const reason = cutShort(context, execution, confirming, visibleBy);
  if (reason !== undefined) {
    const { operationId } = execution;
    const known = operationId === undefined ? {} : { operationId };
    return { status: 'running', reason, ...known };
  }
  const { code, message } =
    typeof mismatch === 'string' ? { code: 'AZB_CHANGE_NOT_VISIBLE', message: mismatch } : mismatch;
  throw new AzbackupError({
    code,
    kind: 'azure-failed',
    message: `Azure reported success, but ${message}`,
    target: endState.target,
    fix: endState.fix,
  });
}

/** Why nobody looked on: what an operation has done may show later than the command was to wait. */
function cutShort(
  { signal }: CommandWaiting,
  { operationId }: Extract<StepExecution, { readonly status: 'done' }>,
  { deadlineMilliseconds }: Confirming,
  visibleBy: number,
): WaitEndReason | undefined {
  if (signal.aborted) {
    return 'interrupted';
  }
  const isCut = deadlineMilliseconds !== undefined && deadlineMilliseconds < visibleBy;
  return isCut && operationId !== undefined ? 'timeout' : undefined;
}

async function lastMismatch(
  context: CommandWaiting,
  endState: EndState,
  { reporter, deadlineMilliseconds = Number.POSITIVE_INFINITY }: Confirming,
  visibleBy: number,
): Promise<Mismatch | undefined> {
  try {
    return await repeatUntil(context, () => endState.mismatch(), {
      every: LOOK_INTERVAL_SECONDS,
      deadlineMilliseconds: Math.min(visibleBy, deadlineMilliseconds),
      settles: (mismatch) => mismatch === undefined,
      retryOn: (error) => error instanceof AzbackupError && error.fields.kind === 'unavailable',
      onWaiting: (seconds) => reporter.waiting(seconds),
    });
  } catch (error) {
    throw afterChange(error);
  }
}
