import { describe, expect, it } from 'vitest';
import { AzbackupError, type AzbackupErrorFields } from '../../../../src/errors/azbackup-error.js';
import { exitOfJobs } from '../../../../src/commands/results/outcome.js';
import { pauseAfterFailure, type Problem } from '../../../../src/steps/job-watch/read-failure.js';

function pause(
  fields: Pick<AzbackupErrorFields, 'code' | 'kind'> & { readonly retryAfterSeconds?: number },
  more: Partial<Problem> = {},
): number | undefined {
  const error = new AzbackupError({ message: 'trouble', ...fields });
  return pauseAfterFailure({ error, times: 1, seconds: 60, everRead: true, ...more });
}

const UNAVAILABLE = { code: 'AZB_UNAVAILABLE', kind: 'unavailable' } as const;

describe('trouble with reading jobs', () => {
  it.each([
    [1, 60],
    [2, 120],
    [4, 480],
    [5, 600],
    [500, 600],
  ])('for the %dth time is followed by a pause of %d seconds', (times, seconds) => {
    expect(pause(UNAVAILABLE, { times })).toBe(seconds);
  });

  it('lets Azure say how long, and never asks sooner', () => {
    const throttled = { code: 'AZB_THROTTLED', kind: 'unavailable' } as const;
    expect(pause({ ...throttled, retryAfterSeconds: 3599 })).toBe(3599);
    expect(pause({ ...throttled, retryAfterSeconds: 14 * 86_400 })).toBe(3600);
    expect(pause({ ...throttled, retryAfterSeconds: 1 })).toBe(60);
  });

  it('of an expired sign-in passes when somebody signs in again', () => {
    const expired = { code: 'AZB_SIGN_IN_FAILED', kind: 'not-allowed' } as const;
    expect(pause(expired, { everRead: false })).toBe(60);
  });

  it('of a sign-in that ended with its CI job does not pass', () => {
    const ended = { code: 'AZB_CI_TOKEN_EXPIRED', kind: 'not-allowed' } as const;
    expect([1, 2, 3].map((times) => pause(ended, { times }))).toEqual([60, 120, undefined]);
  });

  it('of a missing right passes only where the right was there', () => {
    const denied = { code: 'AZB_NOT_ALLOWED', kind: 'not-allowed' } as const;
    expect(pause(denied)).toBe(60);
    expect(pause(denied, { everRead: false })).toBeUndefined();
  });

  it('does not pass where the vault is gone, an answer never makes sense, or after days', () => {
    expect(pause({ code: 'AZB_NOT_FOUND', kind: 'not-found' })).toBeUndefined();
    const strange = { code: 'AZB_UNEXPECTED_RESPONSE', kind: 'azure-failed' } as const;
    expect(pause(strange)).toBe(60);
    expect(pause(strange, { times: 11 })).toBeUndefined();
    expect(pause(UNAVAILABLE, { seconds: 4 * 86_400 })).toBeUndefined();
  });
});

describe('the exit of several jobs', () => {
  it.each([
    [[], 'done'],
    [['done', 'done'], 'done'],
    [['done', 'warnings'], 'warnings'],
    [['done', 'still-running', 'warnings'], 'still-running'],
    [['azure-failed', 'azure-failed'], 'azure-failed'],
    [['done', 'azure-failed'], 'partial'],
    [['still-running', 'azure-failed'], 'partial'],
    [['done', 'interrupted', 'azure-failed'], 'interrupted'],
  ] as const)('of %j is %s', (exits, expected) => {
    expect(exitOfJobs(exits)).toBe(expected);
  });
});
