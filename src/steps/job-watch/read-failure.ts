// What to do when jobs that are waited for cannot be read: nearly always, to try again later. A wait may last
// for days; a network that is gone, a service that is down and a sign-in that ran out come back.

import type { AzbackupError } from '../../errors/azbackup-error.js';

/** Trouble in a row, without one read that went well between. */
export interface Trouble {
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

const SHORTEST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 600;
/** Answers that make no sense: some proxies give them for a while. */
const MOST_STRANGE_ANSWERS = 10;
/** Whoever looks at a job that has not been readable for so long should look into why. */
const LONGEST_TROUBLE_SECONDS = 3 * 86_400;

/** Seconds until the next try; undefined when trying again is pointless. */
export function pauseAfterTrouble(trouble: Trouble): number | undefined {
  if (trouble.seconds > LONGEST_TROUBLE_SECONDS || !mayPass(trouble)) {
    return undefined;
  }
  const grown = SHORTEST_PAUSE_SECONDS * 2 ** Math.min(trouble.times - 1, 10);
  const own = Math.min(grown, LONGEST_PAUSE_SECONDS);
  return Math.max(own, trouble.error.fields.retryAfterSeconds ?? 0);
}

function mayPass({ error, times, everRead }: Trouble): boolean {
  const { kind, code } = error.fields;
  if (kind === 'not-allowed') {
    // A right that was there a minute ago may be one that is given for some hours at a time.
    return everRead || SIGN_IN_CODES.has(code);
  }
  return kind === 'unavailable' || (kind === 'azure-failed' && times <= MOST_STRANGE_ANSWERS);
}
