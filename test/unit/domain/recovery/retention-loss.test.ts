import { describe, expect, it } from 'vitest';
import type { PolicyRetention, PolicyTerms } from '../../../../src/domain/backup-policy/policy.js';
import type { RecoveryPoint } from '../../../../src/domain/recovery/recovery-point.js';
import {
  keepsAll,
  lossWords,
  retentionLoss,
  sumOfLosses,
} from '../../../../src/domain/recovery/retention-loss.js';
import { addSeconds, type Instant } from '../../../../src/domain/time/instant.js';

const NOW: Instant = '2026-11-24T12:00:00Z';
const DAY = 86_400;

function terms(retention: PolicyRetention, instantRestoreDays = 2): PolicyTerms {
  return {
    policyType: 'Standard',
    timeZone: 'UTC',
    schedule: { frequency: 'Daily', times: ['02:00'], days: [] },
    retention,
    instantRestoreDays,
  };
}

const daily = (days: number): PolicyTerms => terms({ daily: { days } });

/** A point so many days old that is promised to stay so many days in all. */
function point(age: number, kept?: number, more: Partial<RecoveryPoint> = {}): RecoveryPoint {
  const time = addSeconds(NOW, -age * DAY);
  return {
    name: String(age),
    time,
    consistency: 'AppConsistent',
    tiers: [{ tier: 'vault', status: 'Valid' }],
    softDeleted: false,
    encrypted: false,
    zones: [],
    ...(kept === undefined ? {} : { expiryTime: addSeconds(time, kept * DAY) }),
    ...more,
  };
}

const ages = Array.from({ length: 40 }, (_, age) => age);

describe('what points lose under another policy', () => {
  it('counts those that go, and those that are kept for a shorter time', () => {
    const points = ages.map((age) => point(age, 90));
    expect(retentionLoss(points, { before: daily(90), after: daily(30) }, NOW)).toEqual({
      points: 40,
      expiring: 10,
      oldest: '2026-10-16T12:00:00Z',
      newest: '2026-10-25T12:00:00Z',
      shortened: 30,
      exact: true,
    });
  });

  it.each([
    ['as long', daily(90), daily(90)],
    ['longer', daily(30), daily(90)],
    ['another kind more', daily(30), terms({ daily: { days: 30 }, yearly: YEARLY(1) })],
  ])('loses nothing where all is kept %s', (_, before, after) => {
    expect(keepsAll({ before, after })).toBe(true);
    expect(retentionLoss([point(29, 30)], { before, after }, NOW)).toBeUndefined();
  });

  it('leaves points on demand alone', () => {
    const change = { before: daily(90), after: daily(7) };
    expect(retentionLoss([point(20, 45)], change, NOW)).toBeUndefined();
  });

  it('keeps to what monthly and yearly rules promised, where there are none any more', () => {
    const before = terms({ daily: { days: 30 }, yearly: YEARLY(2) });
    const yearly = point(200, 731);
    expect(retentionLoss([yearly], { before, after: daily(30) }, NOW)).toBeUndefined();
    const shorter = terms({ daily: { days: 30 }, yearly: YEARLY(1) });
    expect(retentionLoss([yearly], { before, after: shorter }, NOW)).toMatchObject({
      expiring: 0,
      shortened: 1,
    });
  });

  it('hands weekly points over to the daily rule, and lets daily ones go without any', () => {
    const weekly = terms({ weekly: { weeks: 12, on: ['Sunday'] } });
    expect(
      retentionLoss([point(20, 84), point(40, 84)], { before: weekly, after: daily(30) }, NOW),
    ).toMatchObject({ expiring: 1, shortened: 1 });
    expect(retentionLoss([point(1, 30)], { before: daily(30), after: weekly }, NOW)).toMatchObject({
      expiring: 1,
    });
  });

  it('counts at most, where the policy before is not known', () => {
    const points = ages.map((age) => point(age));
    expect(retentionLoss(points, { before: undefined, after: daily(30) }, NOW)).toMatchObject({
      expiring: 10,
      shortened: 0,
      exact: false,
    });
    expect(retentionLoss(points, { before: undefined, after: daily(60) }, NOW)).toBeUndefined();
    const promised = ages.slice(0, 20).map((age) => point(age, 90));
    expect(retentionLoss(promised, { before: undefined, after: daily(30) }, NOW)).toMatchObject({
      expiring: 0,
      shortened: 20,
    });
  });

  it('lets snapshots go that are not in the vault, when they are kept for fewer days', () => {
    const snapshot = { tiers: [{ tier: 'snapshot', status: 'Valid' }] } as const;
    const [before, after] = [terms({ daily: { days: 30 } }, 7), terms({ daily: { days: 30 } }, 2)];
    expect(
      retentionLoss([point(4, 7, snapshot), point(1, 7, snapshot)], { before, after }, NOW),
    ).toMatchObject({ points: 2, expiring: 1, shortened: 1 });
  });

  it('believes the rule that Azure names', () => {
    const before = terms({ daily: { days: 30 }, weekly: { weeks: 12, on: ['Sunday'] } });
    const after = terms({ daily: { days: 30 }, weekly: { weeks: 8, on: ['Sunday'] } });
    const weekly = point(60, undefined, { ruleName: 'Weekly' });
    expect(retentionLoss([weekly], { before, after }, NOW)).toMatchObject({ expiring: 1 });
  });
});

function YEARLY(years: number): NonNullable<PolicyRetention['yearly']> {
  return {
    years,
    in: ['January'],
    on: { format: 'Weekly', weeks: ['First'], days: ['Sunday'] },
  };
}

describe('a loss in words', () => {
  const counted = {
    points: 40,
    expiring: 10,
    oldest: '2026-10-16T12:00:00Z',
    newest: '2026-10-25T12:00:00Z',
    shortened: 30,
    exact: true,
  };

  it.each([
    [
      counted,
      '10 of 40 recovery points expire: those from 2026-10-16 to 2026-10-25; 30 more kept for a shorter time than before',
    ],
    [
      { ...counted, shortened: 0, exact: false },
      'up to 10 of 40 recovery points expire: those from 2026-10-16 to 2026-10-25',
    ],
    [
      { ...counted, expiring: 1, points: 1, shortened: 0, oldest: counted.newest },
      '1 of 1 recovery point expires: of 2026-10-25',
    ],
    [
      { ...counted, expiring: 0 },
      '30 of 40 recovery points are kept for a shorter time than before',
    ],
    ['uncounted' as const, 'recovery points may expire; how many could not be read'],
  ])('%#', (loss, text) => {
    expect(lossWords(loss)).toBe(text);
  });

  it('adds up, and does not know the sum of what was not counted', () => {
    expect(sumOfLosses([])).toBeUndefined();
    expect(sumOfLosses([counted, 'uncounted'])).toBe('uncounted');
    const other = { ...counted, oldest: '2026-09-01T00:00:00Z', exact: false };
    expect(sumOfLosses([counted, other])).toEqual({
      points: 80,
      expiring: 20,
      oldest: '2026-09-01T00:00:00Z',
      newest: '2026-10-25T12:00:00Z',
      shortened: 60,
      exact: false,
    });
  });
});
