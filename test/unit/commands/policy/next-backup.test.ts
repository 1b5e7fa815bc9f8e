import { describe, expect, it } from 'vitest';
import type { BackupPolicy } from '../../../../src/domain/backup-policy/policy.js';
import { nextBackup } from '../../../../src/commands/policy/next-backup.js';
import { aPolicy } from '../../../support/facts-builder.js';

const MONDAY_EVENING = '2026-11-23T18:00:00Z';

function policy(schedule: Partial<BackupPolicy['schedule']>, timeZone = 'UTC'): BackupPolicy {
  return aPolicy({
    timeZone,
    schedule: { frequency: 'Daily', times: ['22:30'], days: [], ...schedule },
  });
}

describe('the next scheduled backup', () => {
  it.each([
    ['later today', policy({}), '2026-11-23T22:30:00Z'],
    ['tomorrow, when today is over', policy({ times: ['02:00'] }), '2026-11-24T02:00:00Z'],
    [
      'on the next of its weekdays',
      policy({ frequency: 'Weekly', days: ['Sunday', 'Wednesday'] }),
      '2026-11-25T22:30:00Z',
    ],
    [
      'a week later, when its weekday is today and its hour over',
      policy({ frequency: 'Weekly', days: ['Monday'], times: ['02:00'] }),
      '2026-11-30T02:00:00Z',
    ],
    [
      'within the window of an hourly policy',
      policy({ frequency: 'Hourly', times: ['08:00'], everyHours: 4, windowHours: 12 }),
      '2026-11-23T20:00:00Z',
    ],
  ])('is %s', (_, each, expected) => {
    expect(nextBackup(each, MONDAY_EVENING)).toBe(expected);
  });

  it('is not promised for another time zone, nor without times', () => {
    expect(nextBackup(policy({}, 'Tokyo Standard Time'), MONDAY_EVENING)).toBeUndefined();
    expect(nextBackup(policy({ times: [] }), MONDAY_EVENING)).toBeUndefined();
  });

  it('is never now: a run that begins this second has begun', () => {
    expect(nextBackup(policy({ times: ['18:00'] }), MONDAY_EVENING)).toBe('2026-11-24T18:00:00Z');
  });
});
