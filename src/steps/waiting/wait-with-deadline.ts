// A wait for Azure that ends when its time is over, or on Ctrl-C, without ending what is waited for.

import type { WaitOptions } from '../../services/services.js';
import type { CommandContext } from '../../commands/context.js';

/** How long to wait for what a step has started. */
export interface WaitPolicy {
  readonly wait: boolean;
  /** Milliseconds since the epoch at which waiting ends; absent means no end. */
  readonly deadlineMilliseconds?: number;
}

/** Why a wait ended before what it waited for. */
export type WaitEndReason = 'timeout' | 'interrupted';

/** What a wait may take, and whom it tells. */
export interface WaitLimit {
  /** Milliseconds since the epoch; undefined means no limit. */
  readonly deadlineMilliseconds: number | undefined;
  readonly onWaiting: (nextPollSeconds: number) => void;
}

/** Thrown inside a wait when its time is over; never leaves this file. */
class WaitEnded extends Error {}

/** Waits by polling on a clock that stops at the deadline. */
export async function waitWithDeadline<T>(
  context: CommandContext,
  { deadlineMilliseconds: deadline, onWaiting }: WaitLimit,
  wait: (options: WaitOptions) => Promise<T>,
): Promise<T | WaitEndReason> {
  try {
    return await wait({
      clock: {
        now: () => context.clock.now(),
        sleep: async (seconds, signal) => {
          const left = deadline === undefined ? seconds : (deadline - context.clock.now()) / 1000;
          await context.clock.sleep(Math.min(seconds, Math.max(left, 0)), signal);
          if (left < seconds) {
            throw new WaitEnded();
          }
        },
      },
      signal: context.signal,
      onWaiting: ({ nextPollSeconds }) => onWaiting(nextPollSeconds),
    });
  } catch (error) {
    if (error instanceof WaitEnded) {
      return 'timeout';
    }
    if (context.signal.aborted) {
      return 'interrupted';
    }
    throw error;
  }
}
