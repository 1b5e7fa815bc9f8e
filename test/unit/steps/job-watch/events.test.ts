// What a look at a job tells; an estimate that nothing bears out is not repeated.
import { describe, expect, it } from 'vitest';
import type { BackupJob } from '../../../../src/domain/vaults/recovery-services.js';
import { jobEvents } from '../../../../src/steps/job-watch/events.js';

const BEGAN = Date.UTC(2026, 10, 23, 12);

function job(percent: number, remainingSeconds: number): BackupJob {
  return {
    jobId: 'j',
    vaultId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v',
    operation: 'Restore',
    status: 'InProgress',
    vmName: 'VM005',
    cancellable: true,
    startTime: '2026-11-23T12:00:00Z',
    percent,
    remainingSeconds,
    tasks: [],
    properties: {},
    errors: [],
  };
}

function remainingAfter(before: BackupJob | undefined, after: BackupJob): unknown {
  const look = { now: BEGAN + 1_251_000, atSeconds: 0, expectedSeconds: undefined };
  const [event] = jobEvents(before, after, look);
  return event?.type === 'job.progress' ? event.remaining : event;
}

describe('an estimate of Azure', () => {
  const one = { seconds: 68, source: 'azure' };

  it.each([
    ['is told when it is new', undefined, one],
    ['is told while data moves', job(85, 150), one],
    ['is told when it is the same for more data', job(85, 68), one],
    ['is not told again while nothing moves', job(94, 68), undefined],
  ])('%s', (_what, before, expected) => {
    expect(remainingAfter(before, job(94, 68))).toEqual(expected);
  });
});
