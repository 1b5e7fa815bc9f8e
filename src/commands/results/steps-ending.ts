// How the steps of one item ended, taken together.

import type { StepResult } from '../../steps/apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';

/** The ending of several steps; the first that did not come to its end decides. */
export type StepsEnding =
  | { readonly status: 'done'; readonly last: Extract<StepResult, { status: 'done' }> | undefined }
  | { readonly status: 'failed'; readonly error: unknown; readonly exit: ExitKind }
  | { readonly status: 'running'; readonly result: Extract<StepResult, { status: 'running' }> }
  | { readonly status: 'skipped' };

/** The ending of an item whose steps had these results, in order; undefined is a step that never began. */
export function endingOfSteps(results: readonly (StepResult | undefined)[]): StepsEnding {
  const failed = results.find((result) => result?.status === 'failed');
  if (failed?.status === 'failed') {
    const { error } = failed;
    const exit = error instanceof AzbackupError ? error.fields.kind : 'bug';
    const changed = results.some((result) => result?.status === 'done');
    return { status: 'failed', error, exit: changed && exit !== 'azure-failed' ? 'partial' : exit };
  }
  const running = results.find((result) => result?.status === 'running');
  if (running?.status === 'running') {
    return { status: 'running', result: running };
  }
  if (results.some((result) => result?.status !== 'done')) {
    return { status: 'skipped' };
  }
  const last = results.findLast((result) => result?.status === 'done');
  return { status: 'done', last: last?.status === 'done' ? last : undefined };
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
