// The one way to wait and try again. Whatever is asked repeatedly outside services/arm is asked through here.

import type { CommandWaiting } from './command-waiting.js';

/** How often, until when, and on what. */
export interface Repeating<Result> {
  /** Seconds between two attempts; a little is added so that several runs do not ask in step. */
  readonly every: number;
  /** Milliseconds since the epoch; no attempt begins after it. */
  readonly deadlineMilliseconds: number | undefined;
  /** Whether a result settles it; left out where every result does. */
  readonly settles?: (result: Result) => boolean;
  /** Whether an error is worth another attempt; left out where none is. */
  readonly retryOn?: (error: unknown) => boolean;
  /** Told the seconds of each pause before it begins. */
  readonly onWaiting?: (seconds: number) => void;
}

/** The most that is added to a pause, as a share of it. */
const MAX_JITTER = 0.1;

/**
 * Attempts something until it is settled. When the deadline or Ctrl-C comes first, the last result is
 * returned as it was; where there was only an error, that is thrown, or the signal's reason.
 * @throws what the attempt throws
 */
export async function repeatUntil<Result>(
  context: CommandWaiting,
  attempt: () => Promise<Result>,
  repeating: Repeating<Result>,
): Promise<Result> {
  const { every, settles = () => true, retryOn = () => false } = repeating;
  const pause = every * (1 + MAX_JITTER * context.random());
  const end = repeating.deadlineMilliseconds ?? Number.POSITIVE_INFINITY;
  const isLast = (): boolean => context.clock.now() + pause * 1000 > end;
  for (;;) {
    let seen: { readonly result: Result } | undefined;
    try {
      seen = { result: await attempt() };
    } catch (error) {
      if (!retryOn(error) || isLast()) {
        throw error;
      }
    }
    if (seen !== undefined && (settles(seen.result) || isLast() || context.signal.aborted)) {
      return seen.result;
    }
    repeating.onWaiting?.(every);
    try {
      await context.clock.sleep(pause, context.signal);
    } catch (error) {
      if (seen === undefined) {
        throw error;
      }
      return seen.result;
    }
  }
}

/** The earlier of a command's own deadline and so many seconds from an instant; milliseconds since the epoch. */
export function deadlineWithin(
  fromMilliseconds: number,
  seconds: number,
  deadlineMilliseconds = Number.POSITIVE_INFINITY,
): number {
  return Math.min(fromMilliseconds + seconds * 1000, deadlineMilliseconds);
}
