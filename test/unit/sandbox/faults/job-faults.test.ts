import { describe, expect, it } from 'vitest';
import {
  formatJobConsequence,
  parseJobConsequence,
} from '../../../../src/sandbox/faults/job-fault-text.js';
import {
  faultFor,
  faultsSchema,
  type SandboxFault,
} from '../../../../src/sandbox/faults/request-faults.js';
import { jobFaultFor } from '../../../../src/sandbox/faults/job-faults.js';

const failed = { kind: 'job', outcome: 'Failed' } as const;

describe('what is typed for the fault of a job', () => {
  it.each([
    ['failed', { kind: 'job', outcome: 'Failed' }],
    ['failed:UserErrorX', { kind: 'job', outcome: 'Failed', code: 'UserErrorX' }],
    ['warnings', { kind: 'job', outcome: 'CompletedWithWarnings' }],
    ['warnings:X', { kind: 'job', outcome: 'CompletedWithWarnings', code: 'X' }],
    ['cancelled', { kind: 'job', outcome: 'Cancelled' }],
  ] as const)('%s', (text, consequence) => {
    expect(parseJobConsequence(text)).toEqual(consequence);
    expect(formatJobConsequence(consequence)).toBe(text);
  });

  it.each(['', '429', 'fail', 'failed:', 'cancelled:X', 'warnings:a b'])(
    '%s says nothing',
    (text) => {
      expect(parseJobConsequence(text)).toBeUndefined();
    },
  );
});

describe('which jobs a fault applies to', () => {
  it.each([
    ['job Backup VM003', 'Backup', 'VM003', true],
    ['job backup vm00*', 'Backup', 'VM003', true],
    ['job * *', 'Undelete', 'VM003', true],
    ['job Backup VM003', 'Backup', 'VM0031', false],
    ['job Backup VM003', 'ConfigureBackup', 'VM003', false],
  ])('%s, asked about %s of %s: %s', (match, operation, machine, expected) => {
    const fault = jobFaultFor([{ match, then: failed }], { operation, machine });
    expect(fault !== undefined).toBe(expected);
  });

  it('is only a backup for what only backups come to', () => {
    const faults: SandboxFault[] = [
      { match: 'job * *', then: { kind: 'job', outcome: 'CompletedWithWarnings' } },
    ];
    expect(jobFaultFor(faults, { operation: 'Undelete', machine: 'vm' })).toBeUndefined();
    expect(jobFaultFor(faults, { operation: 'Backup', machine: 'vm' })).toBeDefined();
  });

  it('does not mix with faults of requests', () => {
    const faults = faultsSchema.parse([
      { match: 'job Backup vm', then: failed },
      { match: '* **', then: { kind: 'reset' } },
    ]);
    const request = { method: 'GET', url: 'https://management.azure.com/x' };
    expect(faultFor(faults, request)).toEqual({ kind: 'reset' });
    expect(jobFaultFor(faults, { operation: 'Backup', machine: 'vm' })).toEqual(failed);
    expect(faults.map(({ seen }) => seen)).toEqual([1, 1]);
    expect(faultsSchema.safeParse([{ match: 'GET **', then: failed }]).success).toBe(false);
  });
});
