import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicySchedule } from '../../../../src/domain/backup-policy/policy.js';
import { secondsBetween } from '../../../../src/domain/time/instant.js';
import {
  daysBetween,
  scheduledRuns,
  weekdayOf,
} from '../../../../src/domain/backup-policy/scheduled-runs.js';
import { zoneTime } from '../../../../src/domain/time/zone-time.js';

const DAILY: PolicySchedule = { frequency: 'Daily', times: ['22:30'], days: [] };
const TWO_DAYS = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T23:59:59Z' };

describe('the runs of a schedule', () => {
  it.each<[string, PolicySchedule, string, readonly string[]]>([
    ['daily', DAILY, 'UTC', ['2026-11-20T22:30:00Z', '2026-11-21T22:30:00Z']],
    [
      'daily in Tokyo',
      { ...DAILY, times: ['03:00'] },
      'Asia/Tokyo',
      ['2026-11-20T18:00:00Z', '2026-11-21T18:00:00Z'],
    ],
    [
      'daily in Honolulu, whose days are a day behind',
      DAILY,
      'Pacific/Honolulu',
      ['2026-11-20T08:30:00Z', '2026-11-21T08:30:00Z'],
    ],
    [
      'weekly, on the day of its own zone',
      { frequency: 'Weekly', times: ['03:00'], days: ['Saturday'] },
      'Asia/Tokyo',
      ['2026-11-20T18:00:00Z'],
    ],
    [
      'weekly, on none of these days',
      { ...DAILY, frequency: 'Weekly', days: ['Monday'] },
      'UTC',
      [],
    ],
    [
      'hourly, over midnight',
      { frequency: 'Hourly', times: ['20:00'], days: [], everyHours: 4, windowHours: 8 },
      'UTC',
      [
        '2026-11-20T00:00:00Z',
        '2026-11-20T04:00:00Z',
        '2026-11-20T20:00:00Z',
        '2026-11-21T00:00:00Z',
        '2026-11-21T04:00:00Z',
        '2026-11-21T20:00:00Z',
      ],
    ],
    [
      'hourly, around the clock',
      { frequency: 'Hourly', times: ['00:00'], days: [], everyHours: 12, windowHours: 24 },
      'UTC',
      [
        '2026-11-20T00:00:00Z',
        '2026-11-20T12:00:00Z',
        '2026-11-21T00:00:00Z',
        '2026-11-21T12:00:00Z',
      ],
    ],
    [
      'hourly in Honolulu: a window that opened two days ago in UTC',
      { frequency: 'Hourly', times: ['20:00'], days: [], everyHours: 4, windowHours: 20 },
      'Pacific/Honolulu',
      [
        '2026-11-20T02:00:00Z',
        '2026-11-20T06:00:00Z',
        '2026-11-20T10:00:00Z',
        '2026-11-20T14:00:00Z',
        '2026-11-20T18:00:00Z',
        '2026-11-20T22:00:00Z',
        '2026-11-21T02:00:00Z',
        '2026-11-21T06:00:00Z',
        '2026-11-21T10:00:00Z',
        '2026-11-21T14:00:00Z',
        '2026-11-21T18:00:00Z',
        '2026-11-21T22:00:00Z',
      ],
    ],
  ])('%s', (_, schedule, zone, runs) => {
    expect(scheduledRuns(schedule, TWO_DAYS, zone)).toEqual(runs);
  });

  it('are not known without times, and without a zone', () => {
    expect(scheduledRuns({ ...DAILY, times: [] }, TWO_DAYS, 'UTC')).toBeUndefined();
    expect(scheduledRuns(DAILY, TWO_DAYS, undefined)).toBeUndefined();
    expect(scheduledRuns(DAILY, TWO_DAYS, 'Nowhere/Land')).toBeUndefined();
  });

  it('come once a day in every zone, at the same time of UTC all the year', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Apia',
      'Asia/Kathmandu',
    );
    const time = fc.constantFrom('00:00', '02:30', '12:00', '23:30');
    fc.assert(
      fc.property(zones, time, (zone, at) => {
        const range = { from: '2026-01-01T00:00:00Z', to: '2026-12-31T23:59:59Z' };
        const runs = scheduledRuns({ ...DAILY, times: [at] }, range, zone) ?? [];
        expect([364, 365, 366]).toContain(runs.length);
        const gaps = runs.slice(1).map((run, index) => secondsBetween(runs[index] ?? run, run));
        // Azure does not adjust for daylight saving time.
        expect(new Set(gaps)).toEqual(new Set([24 * 3600]));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the clock of a zone', () => {
  it.each([
    ['Europe/Berlin', '2026-07-01T12:00:00Z', '2026-07-01T11:00:00Z', 'in summer'],
    ['Europe/Berlin', '2026-12-01T12:00:00Z', '2026-12-01T11:00:00Z', 'in winter'],
    ['Europe/Berlin', '2026-03-29T02:30:00Z', '2026-03-29T01:30:00Z', 'as the clocks go forward'],
    ['Australia/Sydney', '2026-01-01T12:00:00Z', '2026-01-01T02:00:00Z', 'in summer'],
    ['Asia/Tokyo', '2026-07-01T12:00:00Z', '2026-07-01T03:00:00Z', 'without summer time'],
  ])('of %s shows %s at %s (%s)', (zone, shown, instant) => {
    expect(zoneTime(zone)?.instantAt(shown)).toBe(instant);
  });

  it.each([
    ['Europe/Berlin', '2026-07-01T12:00:00Z', true],
    ['Europe/Berlin', '2026-12-01T12:00:00Z', false],
    ['Australia/Sydney', '2026-01-01T12:00:00Z', true],
    ['Asia/Tokyo', '2026-07-01T12:00:00Z', false],
    ['UTC', '2026-07-01T12:00:00Z', false],
  ])('of %s at %s is put forward: %s', (zone, instant, forward) => {
    expect(zoneTime(zone)?.savesDaylightAt(instant)).toBe(forward);
  });
});

describe('days', () => {
  it('are those of UTC, both ends included', () => {
    expect(daysBetween('2026-02-27T23:59:59Z', '2026-03-01T00:00:00Z')).toEqual([
      '2026-02-27T00:00:00Z',
      '2026-02-28T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ]);
    expect(daysBetween('2026-03-02T00:00:00Z', '2026-03-01T23:00:00Z')).toEqual([]);
  });

  it('have the weekday of the calendar', () => {
    expect(weekdayOf('2026-11-23T18:00:00Z')).toBe(1);
    expect(weekdayOf('2026-11-22T00:00:00Z')).toBe(0);
  });
});
