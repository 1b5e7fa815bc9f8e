// Requests that Azure may have carried out although its response was lost. Sent blindly a second time, they
// would be done twice; so what came of the first is looked for until it is found or surely absent.

import { AzbackupError } from '../../errors/azbackup-error.js';
import type { CommandWaiting } from './command-waiting.js';
import { repeatUntil } from './repeat-until.js';

/** Azure dates what a request started up to so many seconds before it was sent, as clocks differ. */
export const CLOCK_SKEW_SECONDS = 120;

/** What a request started is listed by then; nobody has seen Azure take longer, and nobody has measured it. */
export const LISTED_WITHIN_SECONDS = 300;

const RETRY_INTERVAL_SECONDS = 15;
/** A request whose response was lost is sent so often. */
const MAX_SENDS = 3;
/** Looks that may fail in a row; then nobody can say what came of the request. */
const MAX_FAILED_LOOKS = 20;

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

/** A request whose response was lost. */
interface LostRequest {
  readonly error: unknown;
  readonly sentMilliseconds: number;
}

/**
 * Sends a request until it is answered or what it started is found.
 * @throws AzbackupError the last failure
 */
export async function sendSafely<Result>(
  context: CommandWaiting,
  { send, find, retryOn = () => false, deadlineMilliseconds, onWaiting }: SafeRequest<Result>,
): Promise<Result> {
  let lost: LostRequest | undefined;
  let unanswered = 0;
  let failedLooks = 0;
  let last = false;
  const look = async ({ error }: LostRequest): Promise<Result | undefined> => {
    try {
      const found = await find();
      failedLooks = 0;
      return found;
    } catch (failure) {
      failedLooks += 1;
      last = failedLooks >= MAX_FAILED_LOOKS || !isLostResponse(failure);
      throw last ? error : failure;
    }
  };
  const sendOnce = async (): Promise<Result> => {
    try {
      return await send();
    } catch (error) {
      if (isLostResponse(error)) {
        unanswered += 1;
        const started = isNeverSent(error) ? Number.NEGATIVE_INFINITY : context.clock.now();
        lost = { error, sentMilliseconds: Math.max(started, lost?.sentMilliseconds ?? started) };
      }
      throw error;
    }
  };
  const attempt = async (): Promise<Result> => {
    if (lost === undefined) {
      return sendOnce();
    }
    const found = await look(lost);
    if (found !== undefined) {
      return found;
    }
    const sure = isSurelyAbsent(context, lost.sentMilliseconds);
    last = sure && unanswered >= MAX_SENDS;
    if (!sure || last) {
      throw lost.error;
    }
    return sendOnce();
  };
  return repeatUntil(context, attempt, {
    every: RETRY_INTERVAL_SECONDS,
    deadlineMilliseconds,
    retryOn: (error) => !last && (isLostResponse(error) || retryOn(error)),
    onWaiting,
  });
}

/** What came of a request: found, surely absent, or not known when the wait for it ended. */
export type Trace<Result> =
  | { readonly status: 'found'; readonly result: Result }
  | { readonly status: 'absent' | 'timeout' | 'interrupted' };

/**
 * Looks for what came of a request until that is found, or it would be listed.
 * @throws AzbackupError why it could not be looked for
 */
export async function traceRequest<Result>(
  context: CommandWaiting,
  sentMilliseconds: number,
  {
    find,
    deadlineMilliseconds = Number.POSITIVE_INFINITY,
    onWaiting,
  }: Pick<SafeRequest<Result>, 'find' | 'deadlineMilliseconds' | 'onWaiting'>,
): Promise<Trace<Result>> {
  let failedLooks = 0;
  const attempt = async (): Promise<{ readonly result: Result | undefined; sure: boolean }> => {
    const sure = isSurelyAbsent(context, sentMilliseconds);
    const result = await find();
    failedLooks = 0;
    return { result, sure };
  };
  const { result, sure } = await repeatUntil(context, attempt, {
    every: RETRY_INTERVAL_SECONDS,
    deadlineMilliseconds,
    settles: (seen) => seen.result !== undefined || seen.sure,
    retryOn: (error) => {
      failedLooks += 1;
      return isLostResponse(error) && failedLooks < MAX_FAILED_LOOKS;
    },
    onWaiting,
  });
  if (result !== undefined) {
    return { status: 'found', result };
  }
  return { status: sure ? 'absent' : context.signal.aborted ? 'interrupted' : 'timeout' };
}

function isSurelyAbsent({ clock }: CommandWaiting, sentMilliseconds: number): boolean {
  return clock.now() >= sentMilliseconds + LISTED_WITHIN_SECONDS * 1000;
}

/**
 * Nobody knows whether Azure has carried out a request that it did not answer, or whose answer makes no sense;
 * a throttled one it has not.
 */
export function isLostResponse(error: unknown): boolean {
  return (
    error instanceof AzbackupError &&
    (error.fields.code === 'AZB_UNEXPECTED_RESPONSE' ||
      (error.fields.kind === 'unavailable' && error.fields.code !== 'AZB_THROTTLED'))
  );
}

/** Failures of the network before anything can have been sent. */
const BEFORE_SENDING = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$|CERT/u;

function isNeverSent(error: unknown): boolean {
  const { code, causes = [] } = error instanceof AzbackupError ? error.fields : {};
  return code === 'AZB_UNREACHABLE' && causes.some((cause) => BEFORE_SENDING.test(cause));
}
