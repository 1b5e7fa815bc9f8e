import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backupDays,
  expectedRuns,
  gapsIn,
  type BackupDay,
  type BackupDayState,
} from '../../../../src/domain/recovery/backup-days.js';
import { addSeconds, instantOf, millisecondsOf } from '../../../../src/domain/time/instant.js';
import { isInTier, type RecoveryPoint } from '../../../../src/domain/recovery/recovery-point.js';
import { aPolicy } from '../../../support/facts-builder.js';

const NOW = '2026-11-23T18:00:00Z';
const DAY = 86_400;

function point(time: string, tiers: RecoveryPoint['tiers'] = []): RecoveryPoint {
  return {
    name: time,
    time,
    consistency: 'AppConsistent',
    tiers,
    softDeleted: false,
    encrypted: false,
    zones: [],
  };
}

function statesOf(
  times: readonly string[],
  runs: readonly string[] | undefined,
  more: { readonly isListed?: () => boolean; readonly from?: string; readonly to?: string } = {},
): Record<string, BackupDayState> {
  const days = backupDays({
    points: times.map((time) => point(time)),
    isListed: more.isListed ?? (() => true),
    from: more.from ?? '2026-11-21T10:00:00Z',
    to: more.to ?? NOW,
    runs,
    now: NOW,
  });
  return Object.fromEntries(days.map(({ date, state }) => [date, state]));
}

describe('a day', () => {
  const at = (hour: string): string[] =>
    ['21', '22', '23'].map((day) => `2026-11-${day}T${hour}:00Z`);

  it('has points, or misses one, or may still get one', () => {
    expect(statesOf(['2026-11-21T17:30:00Z'], at('17:00'))).toEqual({
      '2026-11-21': 'points',
      '2026-11-22': 'missing',
      '2026-11-23': 'pending',
    });
  });

  it('misses nothing once Azure had its time to begin: until then it is not due', () => {
    expect(statesOf([], at('15:00'))['2026-11-23']).toBe('pending');
    expect(statesOf([], at('14:59'))['2026-11-23']).toBe('missing');
    expect(statesOf([], at('20:00'))['2026-11-23']).toBe('pending');
  });

  it('misses nothing when its run, begun late, left its point on the next day', () => {
    expect(statesOf(['2026-11-22T00:40:00Z'], ['2026-11-21T23:00:00Z'])).toMatchObject({
      '2026-11-21': 'none',
      '2026-11-22': 'points',
    });
  });

  it('misses one when only a backup of later that night is there', () => {
    expect(statesOf(['2026-11-22T04:00:00Z'], ['2026-11-21T23:00:00Z'])).toMatchObject({
      '2026-11-21': 'missing',
    });
  });

  it('misses nothing where it is not known whether a backup was due', () => {
    expect(Object.values(statesOf([], undefined))).toEqual(['none', 'none', 'none']);
  });

  it('with only points that were left out says so', () => {
    const isListed = (): boolean => false;
    expect(statesOf(['2026-11-22T17:00:00Z'], at('17:00'), { isListed })).toMatchObject({
      '2026-11-21': 'missing',
      '2026-11-22': 'left-out',
    });
  });

  it('tells the tiers from which its points can be restored', () => {
    const [day] = backupDays({
      points: [
        point('2026-11-22T01:00:00Z', [
          { tier: 'archive', status: 'Valid' },
          { tier: 'vault', status: 'Rehydrated' },
        ]),
        point('2026-11-22T05:00:00Z', [{ tier: 'snapshot', status: 'Deleted' }]),
      ],
      isListed: () => true,
      from: '2026-11-22T00:00:00Z',
      to: '2026-11-22T23:00:00Z',
      runs: undefined,
      now: NOW,
    });
    expect(day).toEqual({
      date: '2026-11-22',
      points: 2,
      tiers: ['vault', 'archive'],
      state: 'points',
    });
  });

  it('counts each listed point once, whatever the days, runs and filters', () => {
    const time = fc.integer({ min: -60 * DAY, max: 0 }).map((ago) => addSeconds(NOW, ago));
    fc.assert(
      fc.property(fc.array(time), fc.array(time), fc.boolean(), (times, runs, onlyVault) => {
        const points = times.map((each, index) =>
          point(each, [{ tier: index % 2 === 0 ? 'vault' : 'snapshot', status: 'Valid' }]),
        );
        const isListed = (each: RecoveryPoint): boolean => !onlyVault || isInTier(each, 'vault');
        const from = addSeconds(NOW, -60 * DAY);
        const days = backupDays({ points, isListed, from, to: NOW, runs, now: NOW });
        const sum = days.reduce((total, day) => total + day.points, 0);
        expect(sum).toBe(points.filter((each) => isListed(each)).length);
        expect(days).toHaveLength(61);
        for (const day of days) {
          expect(day.state === 'points').toBe(day.points > 0);
        }
        const gaps = gapsIn(days);
        const lacking = days.filter(({ state }) => state === 'missing' || state === 'none');
        expect(gaps.reduce((total, gap) => total + gap.days, 0)).toBe(lacking.length);
      }),
    );
  });
});

describe('the runs that must have left a point', () => {
  const policy = aPolicy({
    schedule: { frequency: 'Daily', times: ['18:00'], days: [] },
    retention: { daily: { days: 7 }, weekly: { weeks: 12, on: ['Sunday'] } },
  });
  const since = '2026-11-01T00:00:00Z';
  const range = { from: '2026-11-10T12:00:00Z', to: NOW };

  it('are those whose points are kept up to now', () => {
    const runs = expectedRuns({ policy, zone: 'UTC', since, now: NOW }, range);
    expect(runs?.map((run) => run.slice(0, 10))).toEqual([
      '2026-11-17',
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
      '2026-11-21',
      '2026-11-22',
      '2026-11-23',
    ]);
  });

  it('begin when the machine was protected', () => {
    const late = '2026-11-21T18:00:00Z';
    const runs = expectedRuns({ policy, zone: 'UTC', since: late, now: NOW }, range);
    expect(runs).toEqual(['2026-11-21T18:00:00Z', '2026-11-22T18:00:00Z', NOW]);
    expect(expectedRuns({ policy, zone: 'UTC', since: undefined, now: NOW }, range)).toEqual([]);
  });

  it('of a weekly policy are kept for its weeks', () => {
    const weekly = aPolicy({
      schedule: { frequency: 'Weekly', times: ['18:00'], days: ['Sunday'] },
      retention: { weekly: { weeks: 2, on: ['Sunday'] } },
    });
    expect(expectedRuns({ policy: weekly, zone: 'UTC', since, now: NOW }, range)).toEqual([
      '2026-11-15T18:00:00Z',
      '2026-11-22T18:00:00Z',
    ]);
  });

  it('are not known where the zone is not', () => {
    expect(expectedRuns({ policy, zone: undefined, since, now: NOW }, range)).toBeUndefined();
  });
});

describe('gaps', () => {
  const days = (states: readonly BackupDayState[]): BackupDay[] =>
    states.map((state, index) => ({
      date: instantOf(millisecondsOf('2026-11-01T00:00:00Z') + index * DAY * 1000).slice(0, 10),
      points: state === 'points' ? 1 : 0,
      tiers: [],
      state,
    }));

  it('are days in a row without a point; days to come and filtered ones are none', () => {
    expect(
      gapsIn(days(['none', 'missing', 'points', 'missing', 'left-out', 'none', 'pending'])),
    ).toEqual([
      { from: '2026-11-01', to: '2026-11-02', days: 2, missing: 1 },
      { from: '2026-11-04', to: '2026-11-04', days: 1, missing: 1 },
      { from: '2026-11-06', to: '2026-11-06', days: 1, missing: 0 },
    ]);
    expect(gapsIn([])).toEqual([]);
  });
});
