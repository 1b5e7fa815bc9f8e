// A wait for Azure that ends when its time is over, or on Ctrl-C, without ending what is waited for.

import type { WaitOptions } from '../../services/services.js';
import type { CommandContext } from '../../commands/context.js';

/** Why a wait ended before what it waited for. */
export type WaitEndReason = 'timeout' | 'interrupted';

/** What a wait may take, and whom it tells. */
export interface WaitLimit {
  /** Milliseconds since the epoch; undefined means two hours from now. */
  readonly deadlineMilliseconds: number | undefined;
  readonly onWaiting: (nextPollSeconds: number) => void;
}

/**
 * How long an operation is watched where nobody says. Those of Azure Backup were recorded to take a minute;
 * what it does for hours are jobs, which are not watched here.
 */
const DEFAULT_WAIT_SECONDS = 2 * 60 * 60;

/** Thrown inside a wait when its time is over; never leaves this file. */
class WaitEnded extends Error {}

/** Waits for an operation by polling on a clock that stops at the deadline. */
export async function waitWithDeadline<T>(
  context: CommandContext,
  { deadlineMilliseconds, onWaiting }: WaitLimit,
  wait: (options: WaitOptions) => Promise<T>,
): Promise<T | WaitEndReason> {
  const deadline = deadlineMilliseconds ?? context.clock.now() + DEFAULT_WAIT_SECONDS * 1000;
  try {
    return await wait({
      clock: {
        now: () => context.clock.now(),
        sleep: async (seconds, signal) => {
          const left = (deadline - context.clock.now()) / 1000;
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
