// From how things ended to an item's outcome and to the exit of a command: the steps of one item taken
// together, an error, and many items.

import type { StepResult } from '../../steps/apply.js';
import { MAX_ERRORS_REACHED } from '../../steps/error-limit.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import { itemError } from './machines.js';

/** Who answers no gets what was asked for: nothing was changed, and a script must not take it for done. */
export const DECLINED_EXIT: ExitKind = 'usage';

/** Why an item failed: its error as the document has it, and the exit that it means. */
export interface ItemFailure {
  readonly error: ReturnType<typeof itemError>;
  readonly exit: ExitKind;
}

/** The failure of an item. Rethrows what is no AzbackupError: a bug is not an item's outcome. */
export function failureOf(error: unknown): ItemFailure {
  if (!(error instanceof AzbackupError)) {
    throw error;
  }
  return { error: itemError(error), exit: error.fields.kind };
}

/** The ending of several steps; the first that did not come to its end decides. */
export type StepsEnding =
  | { readonly status: 'done'; readonly last: Extract<StepResult, { status: 'done' }> | undefined }
  | ({ readonly status: 'failed'; readonly changed: boolean } & ItemFailure)
  | { readonly status: 'running'; readonly result: Extract<StepResult, { status: 'running' }> }
  | {
      readonly status: 'skipped';
      /** Whether the user stopped it, or `--max-errors` did. */
      readonly outcome: 'interrupted' | 'not-started';
      readonly exit: ExitKind;
    };

/**
 * The ending of an item whose steps had these results, in order; undefined is a step that never started. A failure
 * after a change that was made is partial, unless Azure itself failed what it had accepted. Rethrows bugs.
 */
export function endingOfSteps(results: readonly (StepResult | undefined)[]): StepsEnding {
  const failed = results.find((result) => result?.status === 'failed');
  if (failed?.status === 'failed') {
    const { error, exit } = failureOf(failed.error);
    const changed = results.some((result) => result?.status === 'done');
    const partial = changed && exit !== 'azure-failed';
    return { status: 'failed', changed, error, exit: partial ? 'partial' : exit };
  }
  const running = results.find((result) => result?.status === 'running');
  if (running?.status === 'running') {
    return { status: 'running', result: running };
  }
  if (results.some((result) => result?.status !== 'done')) {
    return wasLimited(results)
      ? { status: 'skipped', outcome: 'not-started', exit: 'partial' }
      : { status: 'skipped', outcome: 'interrupted', exit: 'interrupted' };
  }
  const last = results.findLast((result) => result?.status === 'done');
  return { status: 'done', last: last?.status === 'done' ? last : undefined };
}

function wasLimited(results: readonly (StepResult | undefined)[]): boolean {
  return results.some(
    (result) => result?.status === 'skipped' && result.because === MAX_ERRORS_REACHED,
  );
}

/** The exit of something that Azure still works on, by why its wait ended. */
export function exitOfRunning(
  reason: Extract<StepResult, { status: 'running' }>['reason'],
): ExitKind {
  switch (reason) {
    case 'interrupted':
      return 'interrupted';
    case 'timeout':
      return 'still-running';
    case 'no-wait':
      return 'done';
  }
}

/**
 * One exit for many. Only successes are `done`; only failures of one kind are that kind; a mixture is
 * `partial`. An interruption outweighs everything: what it left open is the first thing to know.
 */
export function exitOfItems(exits: readonly ExitKind[]): ExitKind {
  const kinds = new Set(exits);
  if (kinds.has('interrupted')) {
    return 'interrupted';
  }
  const [only] = kinds;
  return kinds.size <= 1 ? (only ?? 'done') : 'partial';
}

/**
 * One exit for several jobs: as for items, but success beside what is still running is still running, and beside
 * warnings is warnings; nothing failed, so nothing is partial.
 */
export function exitOfJobs(exits: readonly ExitKind[]): ExitKind {
  const kinds = new Set(exits);
  kinds.delete('done');
  if ([...kinds].every((kind) => kind === 'still-running' || kind === 'warnings')) {
    return kinds.has('still-running')
      ? 'still-running'
      : kinds.has('warnings')
        ? 'warnings'
        : 'done';
  }
  return exitOfItems(exits);
}
