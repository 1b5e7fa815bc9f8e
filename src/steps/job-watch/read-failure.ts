// What to do when jobs that are waited for cannot be read: nearly always, to try again later. A wait may last
// for days; a network that is gone, a service that is down and a sign-in that ran out come back.

import type { AzbackupError } from '../../errors/azbackup-error.js';

/** Failures in a row, without one read that went well between. */
export interface Problem {
  readonly error: AzbackupError;
  /** 1 for the first. */
  readonly times: number;
  /** Since the last read that went well, or since the wait began. */
  readonly seconds: number;
  /** True once anything of the vault's jobs was read. */
  readonly everRead: boolean;
}

/** Codes of a sign-in that ran out; somebody may sign in again meanwhile. */
const SIGN_IN_CODES = new Set(['AZB_SIGN_IN_FAILED', 'AZB_NOT_AUTHENTICATED', 'AZB_NO_CREDENTIAL']);

/** The CI job that the sign-in belongs to has ended, and nobody can sign in again for it. */
const CI_ENDED_CODE = 'AZB_CI_TOKEN_EXPIRED';
/** One refusal may be a mistake of the CI service's. */
const MAX_CI_REFUSALS = 3;

const MIN_PAUSE_SECONDS = 60;
const MAX_PAUSE_SECONDS = 600;
/** What may be read is counted by the hour, so a longer Retry-After is a mistake. */
const MAX_ASKED_SECONDS = 3600;
/** Answers that make no sense: some proxies give them for a while. */
const MAX_STRANGE_RESPONSES = 10;
/** Whoever looks at a job that has not been readable for so long should look into why. */
const MAX_FAILING_SECONDS = 3 * 86_400;

/** True when the wait is over because its sign-in is, which says nothing about the jobs. */
export function isSignedOut({ fields }: AzbackupError): boolean {
  return fields.code === CI_ENDED_CODE;
}

/** Seconds until the next try; undefined when trying again is pointless. */
export function pauseAfterFailure(problem: Problem): number | undefined {
  if (problem.seconds > MAX_FAILING_SECONDS || !mayPass(problem)) {
    return undefined;
  }
  const grown = MIN_PAUSE_SECONDS * 2 ** Math.min(problem.times - 1, 10);
  const own = Math.min(grown, MAX_PAUSE_SECONDS);
  const asked = problem.error.fields.retryAfterSeconds ?? 0;
  return Math.max(own, Math.min(asked, MAX_ASKED_SECONDS));
}

function mayPass({ error, times, everRead }: Problem): boolean {
  const { kind, code } = error.fields;
  if (isSignedOut(error)) {
    return times < MAX_CI_REFUSALS;
  }
  if (kind === 'not-allowed') {
    // A right that was there a minute ago may be one that is given for some hours at a time.
    return everRead || SIGN_IN_CODES.has(code);
  }
  return kind === 'unavailable' || (kind === 'azure-failed' && times <= MAX_STRANGE_RESPONSES);
}
