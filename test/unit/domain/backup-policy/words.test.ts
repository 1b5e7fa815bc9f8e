// The words of policies: what is printed reads as the same thing again, and what cannot be read is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyKeep,
  formatKeep,
  parseKeep,
  type KeepReading,
} from '../../../../src/domain/backup-policy/keep.js';
import type { PolicySchedule } from '../../../../src/domain/backup-policy/policy.js';
import {
  formatArchive,
  formatInstantDays,
  formatSchedule,
  formatSnapshotGroup,
  parseArchive,
  parseDaily,
  parseEvery,
  parseInstantDays,
  parseSnapshotGroup,
  parseTimeOfDay,
  parseWeekly,
  parseWindow,
} from '../../../../src/domain/backup-policy/words.js';
import { randomTerms } from '../../../support/random-policies.js';

const DAILY: PolicySchedule = { frequency: 'Daily', times: ['02:00'], days: [] };
const WEEKLY: PolicySchedule = {
  frequency: 'Weekly',
  times: ['02:00'],
  days: ['Wednesday', 'Friday'],
};

/** The schedule that options make, as the command line is read. */
function parseSchedule(words: string): PolicySchedule | undefined {
  const [option, first = '', , second = ''] = words.split(' ');
  if (option === '--daily') {
    return parseDaily(first);
  }
  if (option === '--weekly') {
    return parseWeekly(first);
  }
  const everyHours = parseEvery(first);
  const window = parseWindow(second);
  return everyHours === undefined || window === undefined
    ? undefined
    : {
        frequency: 'Hourly',
        times: [window.time],
        days: [],
        everyHours,
        windowHours: window.hours,
      };
}

/** The words of `--keep`, which must be readable. */
function keepOf(text: string): NonNullable<KeepReading['keep']> {
  const { keep, problem } = parseKeep(text);
  expect(problem).toBeUndefined();
  return keep ?? {};
}

describe('words of policies', () => {
  it('read as what they were printed from', () => {
    fc.assert(
      fc.property(randomTerms, ({ schedule, retention, instantRestoreDays, ...rest }) => {
        expect(parseSchedule(formatSchedule(schedule))).toEqual(schedule);
        expect(applyKeep(keepOf(formatKeep(retention)), schedule)).toEqual(retention);
        expect(parseInstantDays(formatInstantDays(instantRestoreDays))).toBe(instantRestoreDays);
        const { archive, snapshotGroup } = rest;
        expect(archive && parseArchive(formatArchive(archive))).toEqual(archive);
        expect(snapshotGroup && parseSnapshotGroup(formatSnapshotGroup(snapshotGroup))).toEqual(
          snapshotGroup,
        );
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['2:00', '02:00'],
    ['02:30', '02:30'],
    ['23:59', '23:59'],
    ['24:00', undefined],
    ['2', undefined],
    ['2:5', undefined],
    ['', undefined],
  ])('read the time %j as %j', (text, time) => {
    expect(parseTimeOfDay(text)).toBe(time);
  });

  it.each([
    ['wed,sun@02:00', ['Sunday', 'Wednesday']],
    ['Sunday,WED,wednesday@2:00', ['Sunday', 'Wednesday']],
    ['su@02:00', undefined],
    ['@02:00', undefined],
    ['sun', undefined],
    ['sun@02:00@03:00', undefined],
  ])('read the days of %j as %j', (text, days) => {
    expect(parseWeekly(text)?.days).toEqual(days);
  });

  it.each(['0', '4', '4h', '12h'])('read %j as hours', (text) => {
    expect(parseEvery(text)).toBe(Number(text.replace('h', '')));
  });

  it.each(['4m', 'h', '4.5h', ''])('read no hours in %j', (text) => {
    expect(parseEvery(text)).toBeUndefined();
  });

  it.each(['08:00', '08:00+12h+1h', '8+12h', '+12h'])('read no window in %j', (text) => {
    expect(parseWindow(text)).toBeUndefined();
  });

  it.each(['after', 'after=', 'after=3', 'after=3m', 'often'])(
    'read no archive rule in %j',
    (text) => {
      expect(parseArchive(text)).toBeUndefined();
    },
  );

  it.each([
    ['rg-', { prefix: 'rg-' }],
    ['rg-{n}', { prefix: 'rg-' }],
    ['rg-{n}-tail', { prefix: 'rg-', suffix: '-tail' }],
    ['{n}-tail', undefined],
    ['a{n}b{n}', undefined],
  ])('read the group %j as %j', (text, group) => {
    expect(parseSnapshotGroup(text)).toEqual(group);
  });
});

describe('--keep', () => {
  it.each([
    [
      'of daily backups',
      DAILY,
      'daily=30,weekly=12@sun,monthly=12@first-sun,yearly=7@jan:first-sun',
    ],
    [
      'of weekly backups',
      WEEKLY,
      'daily=30,weekly=12@wed+fri,monthly=12@first-wed,yearly=7@jan:first-wed',
    ],
  ])('has defaults for the days %s', (_, schedule, words) => {
    const kept = applyKeep(keepOf('daily=30,weekly=12,monthly=12,yearly=7'), schedule);
    expect(formatKeep(kept)).toBe(words);
  });

  it('lets yearly points follow the day of monthly ones', () => {
    const kept = applyKeep(keepOf('daily=30,monthly=12@15,yearly=7'), DAILY);
    expect(formatKeep(kept)).toBe('daily=30,monthly=12@15,yearly=7@jan:15');
  });

  it('changes what it names, and leaves days and kinds that it does not', () => {
    const before = applyKeep(keepOf('daily=30,weekly=12@tue,yearly=7@jul:last'), DAILY);
    expect(formatKeep(applyKeep(keepOf('weekly=8'), DAILY, before))).toBe(
      'daily=30,weekly=8@tue,yearly=7@jul:last',
    );
    expect(formatKeep(applyKeep(keepOf('yearly=none'), DAILY, before))).toBe(
      'daily=30,weekly=12@tue',
    );
  });

  it('moves weekly points to the days of a new weekly schedule', () => {
    const before = applyKeep(keepOf('weekly=12'), { ...WEEKLY, days: ['Sunday'] });
    expect(formatKeep(applyKeep({}, WEEKLY, before))).toBe('weekly=12@wed+fri');
  });

  it.each([
    ['', /invalid term ''/u],
    ['forever', /invalid term 'forever'/u],
    ['daily=30,', /invalid term ''/u],
    ['hourly=3', /invalid term 'hourly=3'/u],
    ['daily=30,daily=40', /has daily twice/u],
    ['daily=30@sun', /@sun' of daily/u],
    ['daily=none@sun', /@sun' of daily/u],
    ['weekly=12@1', /@1' of weekly.*sun\+wed/u],
    ['monthly=12@sun', /of monthly.*first-sun/u],
    ['monthly=12@first-sun-mon', /of monthly/u],
    ['yearly=7@first-sun', /of yearly.*jan:first-sun/u],
    ['yearly=7@xyz:1', /of yearly/u],
  ])('cannot read %j, and says why', (text, problem) => {
    expect(parseKeep(text).problem).toMatch(problem);
  });
});
