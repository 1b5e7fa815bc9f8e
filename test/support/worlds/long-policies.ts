// Policies that keep points for 30 days, 12 months, 36 months and 10 years, in time zones east and west of Greenwich, with
// and without daylight saving time, and off the full hour.

import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import {
  storedPolicy,
  type PolicyBody,
} from '../../../src/sandbox/providers/backup/policies/body.js';
import { newLife } from '../../../src/sandbox/providers/backup/recovery-points/lifetime.js';
import type { RecoveryPoint } from '../../../src/sandbox/providers/backup/recovery-points/state.js';
import { rulesOfDay } from '../../../src/sandbox/providers/backup/policies/retention-rules.js';
import { nextRun } from '../../../src/sandbox/providers/backup/schedules/schedule.js';
import { zoneClocks } from '../../../src/sandbox/providers/backup/schedules/time-zone.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Windows' names of the zones, each with the time of day at which its policies run. */
const POLICY_ZONES = [
  ['UTC', '18:00'],
  ['Tokyo Standard Time', '02:00'],
  ['Eastern Standard Time', '23:30'],
  ['India Standard Time', '01:00'],
  ['AUS Eastern Standard Time', '00:30'],
  ['Newfoundland Standard Time', '22:00'],
  ['Nepal Standard Time', '03:30'],
  ['Hawaiian Standard Time', '20:00'],
  ['W. Europe Standard Time', '00:00'],
  ['Line Islands Standard Time', '12:00'],
] as const;

/** What the policies of each vault are called. */
export const LONG_POLICIES = [
  'keep-30-days',
  'keep-12-months',
  'keep-36-months',
  'keep-10-years',
] as const;

type Retention = PolicyBody['retentionPolicy'];
type DaysOfMonth = Pick<
  NonNullable<Retention['monthlySchedule']>,
  'retentionScheduleFormatType' | 'retentionScheduleDaily' | 'retentionScheduleWeekly'
>;

const LAST_DAY: DaysOfMonth = {
  retentionScheduleFormatType: 'Daily',
  retentionScheduleDaily: { daysOfTheMonth: [{ date: 0, isLast: true }] },
};
const FIRST_DAY: DaysOfMonth = {
  retentionScheduleFormatType: 'Daily',
  retentionScheduleDaily: { daysOfTheMonth: [{ date: 1, isLast: false }] },
};
const LAST_SUNDAY: DaysOfMonth = {
  retentionScheduleFormatType: 'Weekly',
  retentionScheduleWeekly: { daysOfTheWeek: ['Sunday'], weeksOfTheMonth: ['Last'] },
};
const DAYS_OF_MONTH = [LAST_DAY, FIRST_DAY, LAST_SUNDAY] as const;

function retentionOf(
  name: (typeof LONG_POLICIES)[number],
  days: DaysOfMonth,
  times: string[],
): Retention {
  const long = { ...days, retentionTimes: times };
  const daily = {
    retentionPolicyType: 'LongTermRetentionPolicy' as const,
    dailySchedule: {
      retentionTimes: times,
      retentionDuration: { count: 30, durationType: 'Days' as const },
    },
  };
  const months = (count: number): Retention => ({
    ...daily,
    monthlySchedule: { ...long, retentionDuration: { count, durationType: 'Months' } },
  });
  switch (name) {
    case 'keep-30-days':
      return daily;
    case 'keep-12-months':
      return months(12);
    case 'keep-36-months':
      return months(36);
    case 'keep-10-years':
      return {
        ...daily,
        weeklySchedule: {
          daysOfTheWeek: ['Saturday'],
          retentionTimes: times,
          retentionDuration: { count: 60, durationType: 'Weeks' },
        },
        yearlySchedule: {
          ...long,
          monthsOfYear: ['February', 'October'],
          retentionDuration: { count: 10, durationType: 'Years' },
        },
      };
  }
}

/** Puts the policies of one zone into a vault. @throws RangeError without the vault */
export function addLongPolicies(world: WorldState, vaultId: string, zone: number): void {
  const vault = findBackupVault(world, vaultId);
  const [timeZone, time] = POLICY_ZONES[zone % POLICY_ZONES.length] ?? ['UTC', '18:00'];
  if (vault === undefined) {
    throw new RangeError(`there is no ${vaultId}`);
  }
  const times = [`2020-01-01T${time}:00Z`];
  const days = DAYS_OF_MONTH[zone % DAYS_OF_MONTH.length] ?? LAST_DAY;
  for (const name of LONG_POLICIES) {
    const properties: PolicyBody = {
      backupManagementType: 'AzureIaasVM',
      instantRPDetails: {},
      schedulePolicy: {
        schedulePolicyType: 'SimpleSchedulePolicy',
        scheduleRunFrequency: 'Daily',
        scheduleRunTimes: times,
        scheduleWeeklyFrequency: 0,
      },
      retentionPolicy: retentionOf(name, days, times),
      instantRpRetentionRangeInDays: 2,
      timeZone,
    };
    vault.policies[name] = { name, properties };
  }
}

/** A point of a policy's past, without what it took from the machine. */
export type PastPoint = Pick<RecoveryPoint, 'timeMilliseconds' | 'tiers'> &
  Partial<Pick<RecoveryPoint, 'rules' | 'expiryMilliseconds'>>;

/** Days on which something is to be seen: the last ones, those about leap days, and ends of months. */
function daysToSee(now: number): readonly number[] {
  const { year, month } = {
    year: new Date(now).getUTCFullYear(),
    month: new Date(now).getUTCMonth(),
  };
  const leap = year - (year % 4);
  const ends = [0, 1, 9, 12, 24, 35].flatMap((ago) => {
    const first = Date.UTC(year, month - ago, 1);
    return [first - DAY, first];
  });
  const sunday = Date.UTC(year, month, 0);
  return [
    ...[0, 1, 2, 3].map((ago) => now - ago * DAY),
    ...[-DAY, 0, DAY].map((shift) => Date.UTC(leap, 1, 29) + shift),
    ...ends,
    ...[1, 2, 3, 4, 5, 6].map((ago) => sunday - ago * DAY),
    ...[1, 3, 7].map((ago) => Date.UTC(year - ago, 10, 1)),
  ];
}

/** The points that a policy made on such days and that are still there, newest first. */
export function pastPoints(world: WorldState, vaultId: string, name: string): readonly PastPoint[] {
  const stored = findBackupVault(world, vaultId)?.policies[name];
  const policy = stored === undefined ? undefined : storedPolicy(stored.properties);
  const clock = zoneClocks()(policy?.timeZone ?? 'UTC');
  const now = world.nowMilliseconds;
  if (policy === undefined || clock === undefined) {
    throw new RangeError(`there is no ${name}`);
  }
  const runs = new Map(
    daysToSee(now).flatMap((day) => {
      const run = nextRun(policy.schedulePolicy, clock, day - 18 * HOUR);
      return run === undefined || run.atMilliseconds > now - 12 * HOUR
        ? []
        : [[run.atMilliseconds, run] as const];
    }),
  );
  return [...runs.values()]
    .toSorted((left, right) => right.atMilliseconds - left.atMilliseconds)
    .map(({ atMilliseconds, dayNumber }) => {
      const timeMilliseconds = atMilliseconds + 7 * 60_000;
      const rules = rulesOfDay(policy.retentionPolicy, dayNumber);
      const life = newLife(policy, {
        timeMilliseconds,
        inVaultMilliseconds: atMilliseconds + 4 * HOUR,
        rules,
      });
      return { timeMilliseconds, ...life };
    })
    .filter(({ expiryMilliseconds = 0 }) => expiryMilliseconds > now);
}
