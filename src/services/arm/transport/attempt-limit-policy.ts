// No request waits for ever: a connection that hangs is given up and counts as trouble of the network. Near the
// end of a command's own time an attempt is given less.

import { RestError, type PipelinePolicy, type PipelineRequest } from '@azure/core-rest-pipeline';
import type { Clock } from '../../../clock.js';

/** Calls back after so many seconds of real time, unless it is cancelled by the function returned. */
export type StartTimer = (onTimeout: () => void, seconds: number) => () => void;

/** What the policy needs. */
export interface AttemptLimit {
  readonly clock: Pick<Clock, 'now'>;
  /** Absent means that nothing ends a request that hangs. */
  readonly startTimer?: StartTimer | undefined;
  /** When the command's own time is over, by its clock; undefined means never. */
  readonly deadlineMilliseconds?: number | undefined;
}

/** Longest attempt: the slowest answers recorded took some ten seconds, and gateways give up after a minute. */
const MAX_ATTEMPT_SECONDS = 100;

/** What an attempt has even when the time is over: what was done must still be read back. */
export const GRACE_SECONDS = 10;

/** The policy; goes around each attempt. */
export function attemptLimitPolicy(limit: AttemptLimit): PipelinePolicy {
  return {
    name: 'azbackupAttemptLimitPolicy',
    sendRequest: async (request, next) => {
      const { startTimer } = limit;
      if (startTimer === undefined) {
        return next(request);
      }
      const seconds = secondsFor(limit);
      const attempt = abortable(request);
      let cancel: (() => void) | undefined;
      const expiry = new Promise<never>((_resolve, reject) => {
        cancel = startTimer(() => {
          reject(timedOut(request, seconds));
          attempt.abort();
        }, seconds);
      });
      try {
        // Not by the signal alone: not all that may hang listens to it.
        return await Promise.race([next(request), expiry]);
      } finally {
        cancel?.();
        attempt.restore();
      }
    },
  };
}

function secondsFor({ clock, deadlineMilliseconds }: AttemptLimit): number {
  const left =
    deadlineMilliseconds === undefined
      ? MAX_ATTEMPT_SECONDS
      : (deadlineMilliseconds - clock.now()) / 1000;
  return Math.min(MAX_ATTEMPT_SECONDS, Math.max(GRACE_SECONDS, left));
}

interface Attempt {
  abort(): void;
  /** Gives the request back the signal that it came with. */
  restore(): void;
}

/** Puts a signal of our own in front of the request's, which may be of a look-alike class. */
function abortable(request: PipelineRequest): Attempt {
  const outer = request.abortSignal;
  const controller = new AbortController();
  const follow = (): void => controller.abort();
  if (outer?.aborted === true) {
    follow();
  }
  outer?.addEventListener('abort', follow);
  request.abortSignal = controller.signal;
  return {
    abort: follow,
    restore: () => {
      outer?.removeEventListener('abort', follow);
      if (outer === undefined) {
        delete request.abortSignal;
      } else {
        request.abortSignal = outer;
      }
    },
  };
}

function timedOut(request: PipelineRequest, seconds: number): RestError {
  return new RestError(`no answer within ${Math.round(seconds)} seconds`, {
    code: 'ETIMEDOUT',
    request,
  });
}
