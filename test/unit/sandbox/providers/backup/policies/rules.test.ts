// The rules of policies, each broken by itself. What keeps all of them is tried in promised-points.test.
import { describe, expect, it } from 'vitest';
import { storedPolicy } from '../../../../../../src/sandbox/providers/backup/policies/body.js';
import { isValidPolicy } from '../../../../../../src/sandbox/providers/backup/policies/rules.js';
import type { Json } from '../../../../../support/worlds/backup-world.js';
import { policyBody, type PolicySpec } from '../../../../../support/worlds/promised-points.js';

const daily: PolicySpec = {
  enhanced: false,
  timeZone: 'Tokyo Standard Time',
  halfHour: 36,
  schedule: { kind: 'daily' },
  instantDays: 5,
  daily: 30,
  weekly: { days: ['Sunday'], count: 12 },
  monthly: { on: { dates: [1, 0] }, count: 12 },
  yearly: { months: ['January'], on: { weekdays: ['Sunday'], weeks: ['Last'] }, count: 7 },
};
const enhanced: PolicySpec = { ...daily, enhanced: true, instantDays: 30 };
const weekly: PolicySpec = {
  enhanced: false,
  timeZone: 'UTC',
  halfHour: 1,
  schedule: { kind: 'weekly', days: ['Monday', 'Friday'] },
  instantDays: 5,
  weekly: { days: ['Friday', 'Monday'], count: 12 },
  monthly: { on: { weekdays: ['Monday'], weeks: ['First'] }, count: 12 },
};

function hourly(interval: number, window: number, instantDays = 2): PolicySpec {
  return { ...daily, enhanced: true, instantDays, schedule: { kind: 'hourly', interval, window } };
}

function isValid(spec: PolicySpec, spoil: (properties: Json) => void = () => undefined): boolean {
  const { properties }: Json = policyBody(spec);
  spoil(properties);
  const read = storedPolicy(properties);
  return read !== undefined && isValidPolicy(read);
}

describe('a policy that keeps the rules', () => {
  it.each<[string, PolicySpec]>([
    ['standard, daily', daily],
    ['standard, weekly', weekly],
    ['enhanced, daily, snapshots for 30 days', enhanced],
    ['enhanced, weekly, snapshots for 30 days', { ...weekly, enhanced: true, instantDays: 30 }],
    ['every 4 hours, snapshots for 17 days', hourly(4, 12, 17)],
    ['every 6 hours, snapshots for 22 days', hourly(6, 24, 22)],
    ['every 8 hours, snapshots for 30 days', hourly(8, 8, 30)],
    ['every 12 hours', hourly(12, 24)],
    ['for the longest time', { ...daily, daily: 9999, weekly: { days: ['Sunday'], count: 5163 } }],
    [
      'for 99 years',
      {
        ...daily,
        monthly: { on: { dates: [31] }, count: 1188 },
        yearly: { months: ['May'], on: { dates: [31] }, count: 99 },
      },
    ],
  ])('%s', (_, spec) => {
    expect(isValid(spec)).toBe(true);
  });

  it('may have another date in its times of retention', () => {
    const other = ['2020-01-01T18:00:00Z'];
    expect(
      isValid(daily, (policy) => (policy.retentionPolicy.dailySchedule.retentionTimes = other)),
    ).toBe(true);
  });
});

describe('a policy that breaks a rule', () => {
  it.each<[string, PolicySpec]>([
    ['snapshots for no day', { ...daily, instantDays: 0 }],
    ['snapshots for six days in a standard policy', { ...daily, instantDays: 6 }],
    [
      'snapshots for other than five days in a weekly standard policy',
      { ...weekly, instantDays: 2 },
    ],
    [
      'snapshots for fewer than five days in a weekly enhanced policy',
      { ...weekly, enhanced: true, instantDays: 4 },
    ],
    ['snapshots for 31 days', { ...enhanced, daily: 90, instantDays: 31 }],
    ['snapshots for longer than the points of days', { ...enhanced, daily: 29 }],
    ['every 4 hours, snapshots for 18 days', hourly(4, 12, 18)],
    ['every 6 hours, snapshots for 23 days', hourly(6, 12, 23)],
    ['every 5 hours', hourly(5, 12)],
    ['a window shorter than the interval', hourly(8, 4)],
    ['a window longer than a day', hourly(8, 25)],
    ['days for less than a week', { ...daily, daily: 6 }],
    ['days for too long', { ...daily, daily: 10_000 }],
    ['days for a part of a day', { ...daily, daily: 7.5 }],
    ['weeks for too long', { ...daily, weekly: { days: ['Sunday'], count: 5164 } }],
    ['weeks on no day', { ...daily, weekly: { days: [], count: 4 } }],
    ['months for none', { ...daily, monthly: { on: { dates: [1] }, count: 0 } }],
    ['months on no date', { ...daily, monthly: { on: { dates: [] }, count: 1 } }],
    [
      'months on a date that there is not',
      { ...daily, monthly: { on: { dates: [32] }, count: 1 } },
    ],
    [
      'months in no week',
      { ...daily, monthly: { on: { weekdays: ['Sunday'], weeks: [] }, count: 1 } },
    ],
    ['years in no month', { ...daily, yearly: { months: [], on: { dates: [1] }, count: 1 } }],
    [
      'years for too long',
      { ...daily, yearly: { months: ['May'], on: { dates: [1] }, count: 100 } },
    ],
    ['no day of a week', { ...weekly, schedule: { kind: 'weekly', days: [] } }],
    [
      'weeks on a day without backup',
      { ...weekly, weekly: { days: ['Monday', 'Sunday'], count: 4 } },
    ],
    ['weeks on fewer days than backups', { ...weekly, weekly: { days: ['Monday'], count: 4 } }],
    ['days for weekly backups', { ...weekly, daily: 30 }],
    ['dates for weekly backups', { ...weekly, monthly: { on: { dates: [1] }, count: 12 } }],
    [
      'months on a day without backup',
      { ...weekly, monthly: { on: { weekdays: ['Sunday'], weeks: ['First'] }, count: 12 } },
    ],
    [
      'years on a day without backup',
      {
        ...weekly,
        yearly: { months: ['May'], on: { weekdays: ['Sunday'], weeks: ['First'] }, count: 1 },
      },
    ],
  ])('%s', (_, spec) => {
    expect(isValid(spec)).toBe(false);
  });

  it.each<[string, (properties: Json) => void]>([
    ['a time zone of another system', (policy) => (policy.timeZone = 'Asia/Tokyo')],
    ['no such time zone', (policy) => (policy.timeZone = 'Middle-earth Standard Time')],
    [
      'no such month',
      (policy) => (policy.retentionPolicy.yearlySchedule.monthsOfYear = ['Brumaire']),
    ],
    [
      'two backups a day without a window',
      (policy) => {
        const times = ['2026-11-23T18:00:00Z', '2026-11-23T20:00:00Z'];
        policy.schedulePolicy.scheduleRunTimes = times;
        for (const kept of Object.values<Json>(policy.retentionPolicy)) {
          if (typeof kept === 'object') {
            kept.retentionTimes = times;
          }
        }
      },
    ],
    [
      'an archive as recommended after a time',
      (policy) =>
        (policy.tieringPolicy = {
          ArchivedRP: { tieringMode: 'TierRecommended', duration: 3, durationType: 'Months' },
        }),
    ],
    [
      'an archive after no time',
      (policy) =>
        (policy.tieringPolicy = {
          ArchivedRP: { tieringMode: 'TierAfter', duration: 0, durationType: 'Invalid' },
        }),
    ],
  ])('%s', (_, spoil) => {
    expect(isValid(daily, spoil)).toBe(false);
  });
});
