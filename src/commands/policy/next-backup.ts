// When a policy runs next.

import type { PolicySchedule } from '../../domain/backup-policy/policy.js';
import { addSeconds, type Instant } from '../../domain/time/instant.js';
import { scheduledRuns } from '../../domain/backup-policy/scheduled-runs.js';

const DAY_SECONDS = 86_400;
/** Weekly backups are seven days apart; one more for a clock that is put forward. */
const FURTHEST_DAYS = 8;

/**
 * The next scheduled start after `now`; Azure begins within two hours of it. Undefined for a policy
 * without times, or where its zone is not known.
 * @param zone IANA's name of the policy's time zone; only `UTC` is known by itself
 */
export function nextBackup(
  policy: { readonly schedule: PolicySchedule; readonly timeZone: string },
  now: Instant,
  zone: string | undefined = policy.timeZone === 'UTC' ? 'UTC' : undefined,
): Instant | undefined {
  const from = addSeconds(now, 1);
  const to = addSeconds(now, FURTHEST_DAYS * DAY_SECONDS);
  return scheduledRuns(policy.schedule, { from, to }, zone)?.[0];
}
