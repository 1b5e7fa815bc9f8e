// Requests that Azure may have carried out although its response was lost. Sent blindly a second time, they
// would be done twice; so what came of the first is looked for before it is sent again.

import { AzbackupError } from '../../errors/azbackup-error.js';
import type { CommandWaiting } from './command-waiting.js';
import { repeatUntil } from './repeat-until.js';

/** Azure dates what a request started up to so many seconds before it was sent, as clocks differ. */
export const CLOCK_SKEW_SECONDS = 120;

const RETRY_INTERVAL_SECONDS = 15;
/** A request whose response was lost is sent so often. */
const MAX_SENDS = 3;

/** A request, and how to find out what came of it. */
export interface SafeRequest<Result> {
  readonly send: () => Promise<Result>;
  /** What an earlier sending started; undefined when nothing is to be found. */
  readonly find: () => Promise<Result | undefined>;
  /** Errors besides a lost response after which it is worth sending again. */
  readonly retryOn?: (error: unknown) => boolean;
  /** Milliseconds since the epoch after which nothing is tried again. */
  readonly deadlineMilliseconds: number | undefined;
  readonly onWaiting: (seconds: number) => void;
}

/**
 * Sends a request until it is answered or what it started is found.
 * @throws AzbackupError the last failure
 */
export async function sendSafely<Result>(
  context: CommandWaiting,
  { send, find, retryOn = () => false, deadlineMilliseconds, onWaiting }: SafeRequest<Result>,
): Promise<Result> {
  let lost: unknown;
  let unanswered = 0;
  let last = false;
  const attempt = async (): Promise<Result> => {
    last = unanswered >= MAX_SENDS;
    try {
      const found = unanswered === 0 ? undefined : await find();
      if (found !== undefined) {
        return found;
      }
      if (last) {
        throw lost;
      }
      return await send();
    } catch (error) {
      if (isLostResponse(error)) {
        lost = error;
        unanswered += 1;
      }
      throw error;
    }
  };
  return repeatUntil(context, attempt, {
    every: RETRY_INTERVAL_SECONDS,
    deadlineMilliseconds,
    retryOn: (error) => !last && (isLostResponse(error) || retryOn(error)),
    onWaiting,
  });
}

/** Nobody knows whether Azure has carried out a request that it did not answer; a throttled one it has not. */
export function isLostResponse(error: unknown): boolean {
  return (
    error instanceof AzbackupError &&
    error.fields.kind === 'unavailable' &&
    error.fields.code !== 'AZB_THROTTLED'
  );
}
