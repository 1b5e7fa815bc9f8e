import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyKeep, formatKeep, parseKeep } from '../../../../src/domain/backup-policy/keep.js';
import type {
  PolicyRetention,
  PolicySchedule,
  PolicyTerms,
} from '../../../../src/domain/backup-policy/policy.js';
import {
  firstHorizon,
  policyHorizon,
  shorterRetention,
} from '../../../../src/domain/retirement/policy-horizon.js';
import { ADE_RETIREMENT } from '../../../../src/domain/retirement/deadline.js';

const DAY = 86_400_000;
const DAILY_AT_2: PolicySchedule = { frequency: 'Daily', times: ['02:00'], days: [] };

function terms(keep: string, schedule = DAILY_AT_2): PolicyTerms {
  const { keep: words = {} } = parseKeep(keep);
  const retention = applyKeep(words, schedule);
  return { policyType: 'Standard', timeZone: 'UTC', schedule, retention, instantRestoreDays: 5 };
}

function daysOf(keep: string, zone = 'UTC', deadline = ADE_RETIREMENT): Record<string, string> {
  const found = policyHorizon({ terms: terms(keep), zone, deadline }) ?? [];
  return Object.fromEntries(found.map(({ rule, day }) => [rule, day]));
}

describe('from which day on a policy makes points that outlive the deadline', () => {
  it.each<[string, string, Record<string, string>]>([
    // 30 days before 15 September is 16 August 00:00: the run of 02:00 on that day outlives.
    ['30 days', 'daily=30', { daily: '2028-08-16' }],
    ['12 months', 'daily=30,monthly=12@1', { daily: '2028-08-16', monthly: '2027-10-01' }],
    ['36 months', 'daily=30,monthly=36@15', { daily: '2028-08-16', monthly: '2025-09-15' }],
    ['10 years', 'daily=30,yearly=10@jan:1', { daily: '2028-08-16', yearly: '2019-01-01' }],
    ['12 weeks', 'daily=30,weekly=12@sun', { daily: '2028-08-16', weekly: '2028-06-25' }],
    ['the last day', 'daily=30,monthly=6@last', { daily: '2028-08-16', monthly: '2028-03-31' }],
    ['99 years', 'daily=30,yearly=99@feb:last', { daily: '2028-08-16', yearly: '1930-02-28' }],
  ])('%s', (_, keep, days) => {
    expect(daysOf(keep)).toEqual(days);
  });

  it.each([
    // 02:00 of 16 August in Tokyo is 17:00 UTC of the day before: that point is gone by the deadline.
    ['Asia/Tokyo', '2028-08-17'],
    ['Pacific/Kiritimati', '2028-08-17'],
    // 02:00 of 15 August in Phoenix is 09:00 UTC, 30 days later 14 September.
    ['America/Phoenix', '2028-08-16'],
  ])('goes by the days of %s', (zone, day) => {
    expect(daysOf('daily=30', zone)).toEqual({ daily: day });
  });

  it.each([
    ['2028-02-29T00:00:00Z', '2027-03-01'],
    ['2028-03-01T00:00:00Z', '2027-03-01'],
    ['2027-03-01T00:00:00Z', '2026-03-01'],
  ])('knows leap years: %s', (deadline, day) => {
    expect(daysOf('daily=7,monthly=12@1+28+last', 'UTC', deadline)['monthly']).toBe(day);
  });

  it('finds the days of a rule that only leap years have', () => {
    const { retention, ...others } = terms('daily=30,yearly=10@feb:1');
    const yearly = { years: 10, in: ['February'], on: { format: 'Daily', dates: [29] } } as const;
    const leap = { ...others, retention: { ...retention, yearly } };
    const days = (deadline: string): readonly (string | undefined)[] =>
      (policyHorizon({ terms: leap, zone: 'UTC', deadline }) ?? []).map(({ day }) => day);
    expect(days('2036-09-15T00:00:00Z')).toEqual(['2036-08-16', '2028-02-29']);
    // 2100 is no leap year: eight years go by.
    expect(days('2107-09-15T00:00:00Z')).toEqual(['2107-08-16', '2104-02-29']);
  });

  it('does not guess the days of an unknown time zone', () => {
    const question = { terms: terms('daily=30'), zone: undefined, deadline: ADE_RETIREMENT };
    expect(policyHorizon(question)).toBeUndefined();
    expect(shorterRetention(question, '2026-11-28T00:00:00Z')).toBe('unknown');
  });

  it('agrees with counting day by day', () => {
    const zones = [
      ['UTC', 0],
      ['Asia/Tokyo', 540],
      ['Asia/Kolkata', 330],
      ['America/Phoenix', -420],
      ['Pacific/Kiritimati', 840],
    ] as const;
    const kept = fc.record({
      months: fc.integer({ min: 1, max: 40 }),
      date: fc.integer({ min: 1, max: 28 }),
      hour: fc.integer({ min: 0, max: 23 }),
      zone: fc.constantFrom(...zones),
      deadline: fc.integer({ min: Date.UTC(2027, 0, 1) / DAY, max: Date.UTC(2033, 0, 1) / DAY }),
    });
    fc.assert(
      fc.property(kept, ({ months, date, hour, zone: [zone, minutes], deadline }) => {
        const schedule = { ...DAILY_AT_2, times: [`${String(hour).padStart(2, '0')}:00`] };
        const found = policyHorizon({
          terms: terms(`daily=7,monthly=${months}@${date}`, schedule),
          zone,
          deadline: new Date(deadline * DAY).toISOString().replace('.000', ''),
        });
        expect(found?.find(({ rule }) => rule === 'monthly')?.day).toBe(
          countedDay(deadline * DAY, { months, date, offset: (hour * 60 - minutes) * 60_000 }),
        );
      }),
      { numRuns: 60 },
    );
  });
});

/** The first day whose point, so many months later, is later than the deadline: tried month by month. */
function countedDay(
  deadline: number,
  {
    months,
    date,
    offset,
  }: { readonly months: number; readonly date: number; readonly offset: number },
): string {
  for (let month = 0; ; month += 1) {
    const day = Date.UTC(2020, month, date);
    const run = new Date(day + offset);
    const lastDay = new Date(Date.UTC(run.getUTCFullYear(), run.getUTCMonth() + months + 1, 0));
    const ends = new Date(run);
    ends.setUTCDate(1);
    ends.setUTCMonth(run.getUTCMonth() + months);
    ends.setUTCDate(Math.min(run.getUTCDate(), lastDay.getUTCDate()));
    if (ends.getTime() > deadline) {
      return new Date(day).toISOString().slice(0, 10);
    }
  }
}

describe('the retention that stops it', () => {
  const NOW = '2026-11-28T09:00:00Z';
  const advice = (keep: string, now = NOW): ReturnType<typeof shorterRetention> =>
    shorterRetention({ terms: terms(keep), zone: 'UTC', deadline: ADE_RETIREMENT }, now);

  it.each<[string, string, string]>([
    // The next monthly run is 1 December 2026: 21 months later is 1 September 2028.
    ['daily=30,monthly=36@1', 'daily=30,monthly=21@1', '2027-01-01'],
    // The next yearly run is 1 January 2027: a year later is 1 January 2028.
    ['daily=30,yearly=10@jan:1', 'daily=30,yearly=1@jan:1', '2028-01-01'],
    // The next yearly run is 1 November 2027, and a year later is too late: the point of this November is gone in time.
    ['daily=30,yearly=10@nov:1', 'daily=30,yearly=1@nov:1', '2027-11-01'],
    ['daily=30,yearly=1@nov:1', 'daily=30', '2028-08-16'],
    // The next run is 29 November 02:00: 655 days later is 14 September 2028, a day more is too long.
    ['daily=3000', 'daily=655', '2026-11-30'],
  ])('%s', (keep, shorter, until) => {
    const found = advice(keep);
    const { retention, until: end } = typeof found === 'string' ? NOTHING : found;
    expect([formatKeep(retention), end?.day]).toEqual([shorter, until]);
  });

  it('leaves a policy as it is that makes no such points yet', () => {
    expect(advice('daily=30,monthly=12@1')).toBe('not-yet');
  });

  it.each([
    ['daily backups, which are kept for a week at least', '2028-09-12T00:00:00Z'],
    ['any, after the deadline', '2029-01-01T00:00:00Z'],
  ])('knows that it is too late for %s', (_, now) => {
    expect(advice('daily=30', now)).toBe('too-late');
  });

  it('is the longest: one more of any rule that it shortened outlives the deadline', () => {
    const months = fc.integer({ min: 22, max: 200 });
    fc.assert(
      fc.property(months, (count) => {
        const found = advice(`daily=30,monthly=${count}@last`);
        const { retention } = typeof found === 'string' ? NOTHING : found;
        const kept = retention.monthly?.months ?? 0;
        const first = (keep: string): string => daysOf(keep)['monthly'] ?? '';
        expect(first(`daily=30,monthly=${kept}@last`) > '2026-11-30').toBe(true);
        expect(first(`daily=30,monthly=${kept + 1}@last`) <= '2026-11-30').toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('names the first rule of several', () => {
    const question = { terms: terms('daily=30,monthly=12@1'), zone: 'UTC' };
    const horizons = policyHorizon({ ...question, deadline: ADE_RETIREMENT }) ?? [];
    expect(firstHorizon(horizons)?.rule).toBe('monthly');
    expect(firstHorizon([])).toBeUndefined();
  });
});

const NOTHING: { readonly retention: PolicyRetention; readonly until?: { readonly day: string } } =
  { retention: {} };
