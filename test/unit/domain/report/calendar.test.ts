// The calendar of a report: by hand over weekdays, zones and begins; and what holds of all policies and points.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BackupPolicy, Weekday } from '../../../../src/domain/backup-policy/policy.js';
import type { RecoveryPoint } from '../../../../src/domain/recovery/recovery-point.js';
import {
  calendarRange,
  pointCalendar,
  type Calendar,
} from '../../../../src/domain/report/calendar.js';
import { addSeconds } from '../../../../src/domain/time/instant.js';
import { ianaZone } from '../../../../src/commands/policy/time-zone.js';
import { aPolicy } from '../../../support/facts-builder.js';
import { randomTerms } from '../../../support/random-policies.js';

/** A Monday. */
const NOW = '2026-11-23T18:00:00Z';

function point(time: string, encrypted = false): RecoveryPoint {
  const tiers = [{ tier: 'vault', status: 'Valid' }] as const;
  const base = { name: time, time, consistency: 'AppConsistent', softDeleted: false, zones: [] };
  return { ...base, tiers, encrypted };
}

function calendarOf(
  times: readonly string[],
  policy: BackupPolicy | undefined,
  more: { readonly zone?: string; readonly days?: number; readonly now?: string } = {},
): Calendar {
  const { zone = 'UTC', days = 7, now = NOW } = more;
  const range = calendarRange(now, days);
  const points = times.toReversed().map((time) => point(time));
  return pointCalendar({ points, policy, zone, lastPoint: undefined, range, now });
}

const daily = (time: string): BackupPolicy =>
  aPolicy({ schedule: { frequency: 'Daily', times: [time], days: [] } });
const weekly = (...days: Weekday[]): BackupPolicy =>
  aPolicy({
    schedule: { frequency: 'Weekly', times: ['02:00'], days },
    retention: { weekly: { weeks: 8, on: days } },
  });
const hourly = aPolicy({
  schedule: { frequency: 'Hourly', times: ['08:00'], days: [], everyHours: 4, windowHours: 8 },
});

describe('the range', () => {
  it.each([
    [1, '2026-11-23'],
    [30, '2026-10-25'],
    [90, '2026-08-26'],
  ])('of %i days ends today', (days, from) => {
    expect(calendarRange(NOW, days)).toEqual({ from, to: '2026-11-23' });
  });

  it('has a leap day', () => {
    expect(calendarRange('2028-03-01T00:00:00Z', 2).from).toBe('2028-02-29');
  });
});

describe('a missed day', () => {
  it.each<[string, readonly string[], BackupPolicy | undefined, object, readonly string[]]>([
    [
      'has no point, from the first one on',
      ['2026-11-19T02:10:00Z', '2026-11-21T02:10:00Z', '2026-11-23T02:10:00Z'],
      daily('02:00'),
      {},
      ['2026-11-20', '2026-11-22'],
    ],
    ['is none before there was a point', [], daily('02:00'), {}, []],
    ['is not today before the window has passed', ['2026-11-22T16:10:00Z'], daily('16:00'), {}, []],
    ['is today once it has', ['2026-11-22T14:10:00Z'], daily('14:00'), {}, ['2026-11-23']],
    [
      'is one of the days of a weekly policy',
      ['2026-11-17T02:10:00Z'],
      weekly('Tuesday', 'Friday', 'Sunday'),
      {},
      ['2026-11-20', '2026-11-22'],
    ],
    [
      'of an hourly policy has no point at all',
      ['2026-11-20T08:10:00Z', '2026-11-22T12:10:00Z', '2026-11-23T08:10:00Z'],
      hourly,
      {},
      ['2026-11-21'],
    ],
    [
      'is that of the start in UTC',
      // 02:00 in Tokyo is 17:00 of the day before.
      [
        '2026-11-18T17:10:00Z',
        '2026-11-20T17:10:00Z',
        '2026-11-21T17:10:00Z',
        '2026-11-22T17:05:00Z',
      ],
      daily('02:00'),
      { zone: 'Asia/Tokyo' },
      ['2026-11-19'],
    ],
    [
      'is none where the point came after midnight',
      ['2026-11-20T23:50:00Z', '2026-11-22T00:40:00Z', '2026-11-22T23:50:00Z'],
      daily('23:30'),
      {},
      [],
    ],
    ['is not known without the zone', ['2026-11-17T02:10:00Z'], daily('02:00'), { zone: '' }, []],
    ['is none of what no policy backs up', ['2026-11-17T02:10:00Z'], undefined, {}, []],
    [
      'is none of which the policy would keep no point any more',
      ['2026-11-17T02:10:00Z', '2026-11-23T02:10:00Z'],
      aPolicy({
        schedule: { frequency: 'Daily', times: ['02:00'], days: [] },
        retention: { daily: { days: 3 } },
      }),
      {},
      ['2026-11-21', '2026-11-22'],
    ],
  ])('%s', (_, times, policy, ...[more, missed]) => {
    expect(calendarOf(times, policy, more).missed).toEqual(missed);
  });
});

describe('a day', () => {
  it('has its points, the tiers of them, and whether one is with ADE', () => {
    const points = [point('2026-11-22T12:00:00Z', true), point('2026-11-22T02:00:00Z')];
    const range = calendarRange(NOW, 3);
    const { days } = pointCalendar({
      points: [...points, point('2026-11-01T02:00:00Z')],
      policy: undefined,
      zone: 'UTC',
      lastPoint: undefined,
      range,
      now: NOW,
    });
    expect(days).toEqual([{ day: '2026-11-22', points: 2, tiers: ['vault'], encrypted: true }]);
  });
});

describe('of any policy and points', () => {
  const ages = fc.uniqueArray(fc.integer({ min: 0, max: 60 * 86_400 }), { maxLength: 40 });

  it('a day is missed or has points, within the range and after the first point', () => {
    fc.assert(
      fc.property(randomTerms, ages, fc.integer({ min: 1, max: 90 }), (terms, seconds, length) => {
        const times = seconds
          .toSorted((left, right) => right - left)
          .map((age) => addSeconds(NOW, -age));
        const zone = ianaZone(terms.timeZone);
        const { days, missed } = calendarOf(times, aPolicy(terms), {
          days: length,
          ...(zone === undefined ? {} : { zone }),
        });
        const range = calendarRange(NOW, length);
        const known = new Set(days.map(({ day }) => day));
        const listed = times.filter((time) => time.slice(0, 10) >= range.from);
        expect(days.reduce((sum, { points }) => sum + points, 0)).toBe(listed.length);
        for (const day of missed) {
          expect(known.has(day)).toBe(false);
          expect(day >= range.from && day <= range.to).toBe(true);
          expect(times[0] !== undefined && day >= times[0].slice(0, 10)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
