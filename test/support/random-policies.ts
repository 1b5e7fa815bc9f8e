// Policies that Azure would take, at random: the domain of the laws on policies.

import fc from 'fast-check';
import { findIana, WINDOWS_TO_IANA_MAP } from 'windows-iana';
import {
  MONTHS,
  WEEKDAYS,
  WEEKS_OF_MONTH,
  inOrderOf,
  type DaysOfMonth,
  type PolicyArchive,
  type PolicyRetention,
  type PolicySchedule,
  type PolicyTerms,
  type Weekday,
} from '../../src/domain/backup-policy/policy.js';

const ZONES = [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))].filter(
  (name) => findIana(name).length > 0,
);

/** Some of a list, at least one, in the list's order. */
function someOf<T>(values: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.subarray([...values], { minLength: 1 }).map((chosen) => inOrderOf(values, chosen));
}

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);

const schedule: fc.Arbitrary<PolicySchedule> = fc.oneof(
  time.map((each): PolicySchedule => ({ frequency: 'Daily', times: [each], days: [] })),
  fc
    .tuple(time, someOf(WEEKDAYS))
    .map(([each, days]): PolicySchedule => ({ frequency: 'Weekly', times: [each], days })),
  fc
    .tuple(time, fc.constantFrom(4, 6, 8, 12, 24), fc.nat())
    .map(([each, everyHours, chance]): PolicySchedule => ({
      frequency: 'Hourly',
      times: [each],
      days: [],
      everyHours,
      windowHours: everyHours * ((chance % Math.floor(24 / everyHours)) + 1),
    })),
);

const date = fc.oneof(fc.integer({ min: 1, max: 28 }), fc.constant('Last' as const));

/** Days of a month; of weekly backups only those on which they run. */
function daysOfMonth({ frequency, days }: PolicySchedule): fc.Arbitrary<DaysOfMonth> {
  const byWeek = fc
    .tuple(someOf(WEEKS_OF_MONTH), someOf<Weekday>(frequency === 'Weekly' ? days : WEEKDAYS))
    .map(([weeks, on]): DaysOfMonth => ({ format: 'Weekly', weeks, days: on }));
  const byDate = fc
    .uniqueArray(date, { minLength: 1, maxLength: 4 })
    .map((dates): DaysOfMonth => ({ format: 'Daily', dates: sorted(dates) }));
  return frequency === 'Weekly' ? byWeek : fc.oneof(byWeek, byDate);
}

function sorted(dates: readonly (number | 'Last')[]): readonly (number | 'Last')[] {
  const rank = (each: number | 'Last'): number => (each === 'Last' ? 99 : each);
  return dates.toSorted((left, right) => rank(left) - rank(right));
}

function retention(of: PolicySchedule): fc.Arbitrary<PolicyRetention> {
  const weekly = of.frequency === 'Weekly';
  const count = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });
  const weeklyPart = fc
    .tuple(count(5163), weekly ? fc.constant(of.days) : someOf(WEEKDAYS))
    .map(([weeks, on]) => ({ weeks, on }));
  return fc
    .record({
      daily: fc.integer({ min: 7, max: 9999 }).map((days) => ({ days })),
      weekly: weekly ? weeklyPart : fc.option(weeklyPart, { nil: undefined }),
      monthly: fc.option(fc.record({ months: count(1188), on: daysOfMonth(of) }), {
        nil: undefined,
      }),
      yearly: fc.option(fc.record({ years: count(99), in: someOf(MONTHS), on: daysOfMonth(of) }), {
        nil: undefined,
      }),
    })
    .map(({ daily, ...rest }): PolicyRetention => ({
      ...(weekly ? {} : { daily }),
      ...(rest.weekly === undefined ? {} : { weekly: rest.weekly }),
      ...(rest.monthly === undefined ? {} : { monthly: rest.monthly }),
      ...(rest.yearly === undefined ? {} : { yearly: rest.yearly }),
    }));
}

function archive({ monthly, yearly }: PolicyRetention): fc.Arbitrary<PolicyArchive | undefined> {
  const kept = Math.max(monthly?.months ?? 0, (yearly?.years ?? 0) * 12);
  const none: readonly (PolicyArchive | undefined)[] = [undefined, { mode: 'never' }];
  return kept < 9
    ? fc.constantFrom(...none)
    : fc.oneof(
        fc.constantFrom(...none, { mode: 'recommended' as const }),
        fc
          .integer({ min: 3, max: Math.min(kept - 6, 9999) })
          .map((months): PolicyArchive => ({ mode: 'after', count: months, unit: 'Months' })),
      );
}

const groupPart = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/u);
const snapshotGroup = fc
  .tuple(groupPart, fc.option(groupPart, { nil: undefined }))
  .map(([prefix, suffix]) => ({ prefix, ...(suffix === undefined ? {} : { suffix }) }));

/** Days for which snapshots may stay. */
function instantDays(enhanced: boolean, of: PolicySchedule): fc.Arbitrary<number> {
  if (!enhanced) {
    return of.frequency === 'Weekly' ? fc.constant(5) : fc.integer({ min: 1, max: 5 });
  }
  // Never longer than the shortest daily retention, so that any of them fits.
  return fc.integer({ min: of.frequency === 'Weekly' ? 5 : 1, max: 7 });
}

/** What policies that Azure would take lay down. */
export const randomTerms: fc.Arbitrary<PolicyTerms> = fc
  .tuple(schedule, fc.boolean())
  .chain(([of, wantsEnhanced]) => {
    const enhanced = wantsEnhanced || of.frequency === 'Hourly';
    return retention(of).chain((kept) =>
      fc
        .record({
          timeZone: fc.constantFrom('UTC', 'Tokyo Standard Time', ...ZONES),
          days: instantDays(enhanced, of),
          rule: archive(kept),
          group: fc.option(snapshotGroup, { nil: undefined }),
          crash: enhanced ? fc.boolean() : fc.constant(false),
        })
        .map(({ timeZone, days, rule, group, crash }): PolicyTerms => ({
          policyType: enhanced ? 'Enhanced' : 'Standard',
          timeZone,
          schedule: of,
          retention: kept,
          instantRestoreDays: days,
          ...(rule === undefined ? {} : { archive: rule }),
          ...(group === undefined ? {} : { snapshotGroup: group }),
          ...(crash ? { snapshotConsistency: 'OnlyCrashConsistent' } : {}),
        })),
    );
  });
