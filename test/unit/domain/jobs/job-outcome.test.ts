import { describe, expect, it } from 'vitest';
import {
  hasEnded,
  isJobOf,
  remainingTime,
  typicalSeconds,
} from '../../../../src/domain/jobs/job-outcome.js';
import type { BackupJob } from '../../../../src/domain/vaults/recovery-services.js';

const NOW = '2026-11-23T18:10:00Z';

function job(more: Partial<BackupJob> = {}): BackupJob {
  return {
    jobId: 'j',
    vaultId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v',
    operation: 'Backup',
    status: 'InProgress',
    vmName: 'VM001',
    cancellable: true,
    startTime: '2026-11-23T18:00:00Z',
    tasks: [],
    properties: {},
    errors: [],
    ...more,
  };
}

describe('the rest of a job', () => {
  it('is what Azure says, where it says something', () => {
    expect(remainingTime(job({ remainingSeconds: 90 }), 3000, NOW)).toEqual({
      seconds: 90,
      source: 'azure',
    });
  });

  it('is what earlier jobs took, less what has passed', () => {
    expect(remainingTime(job({ remainingSeconds: 0 }), 2478, NOW)).toEqual({
      seconds: 1878,
      source: 'earlier-jobs',
    });
  });

  it('is not known without either, or once it takes longer than ever', () => {
    expect(remainingTime(job(), undefined, NOW)).toBeUndefined();
    expect(remainingTime(job(), 500, NOW)).toBeUndefined();
  });
});

describe('what a job is likely to take', () => {
  const took = (durationSeconds: number, status: BackupJob['status'] = 'Completed'): BackupJob =>
    job({ durationSeconds, status });

  it('is the median of the last five that went well', () => {
    const jobs = [
      took(95, 'Failed'),
      ...[30, 10, 20, 50, 40, 9000, 9000].map((each) => took(each)),
    ];
    expect(typicalSeconds(jobs)).toBe(30);
  });

  it('is not known where none went well', () => {
    expect(typicalSeconds([took(95, 'Failed')])).toBeUndefined();
  });
});

describe('a job', () => {
  it('goes on while it runs and while it is cancelled', () => {
    const ends = ['InProgress', 'Cancelling', 'Completed', 'Failed'] as const;
    expect(ends.map((status) => hasEnded({ status }))).toEqual([false, false, true, true]);
  });

  it('is of the machine of its name, and of its group where Azure tells it', () => {
    const id =
      '/subscriptions/s/resourceGroups/RG-Prod/providers/Microsoft.Compute/virtualMachines/vm001';
    expect(isJobOf(job(), id)).toBe(true);
    expect(isJobOf(job({ resourceGroup: 'rg-prod' }), id)).toBe(true);
    expect(isJobOf(job({ resourceGroup: 'rg-test' }), id)).toBe(false);
    expect(isJobOf(job({ vmName: 'VM002' }), id)).toBe(false);
  });
});
