// "The same command continues" is said only where it does.
import { describe, expect, it } from 'vitest';
import type { RestoreItem } from '../../../../src/commands/restore/result.js';
import { continuationOf } from '../../../../src/commands/restore/report.js';

type Change = RestoreItem['changes'][number];

const ENDS = { operationId: null, jobId: null, seconds: null };

function disks(status: Change['status']): Change {
  const details = { vm: 'v', recoveryPoint: '7', stagingAccount: 's', location: 'japaneast' };
  return { id: 'd', type: 'restore-disks', target: 't', status, details, ...ENDS };
}

function cleaning(status: Change['status']): Change {
  const details = { vm: 'v', keepsTemplate: false };
  return { id: 'c', type: 'delete-staging', target: 't', status, details, ...ENDS };
}

function error(code: string): RestoreItem['error'] {
  return { code, azureCode: null, message: code, causes: [], fix: [] };
}

type Continuation = RestoreItem['continuation'];

interface Case {
  readonly what: string;
  readonly changes: readonly Change[];
  readonly code?: string;
  /** Without `--again`, and with it. */
  readonly expected: readonly [Continuation, Continuation];
}

const CASES: readonly Case[] = [
  {
    what: 'that goes on',
    changes: [disks('running')],
    expected: ['same-command', 'without-again'],
  },
  {
    what: 'of which a part is left',
    changes: [disks('done'), cleaning('skipped')],
    expected: ['same-command', 'without-again'],
  },
  {
    what: 'that Azure has failed',
    changes: [disks('failed')],
    code: 'AZB_JOB_FAILED',
    expected: ['none', 'none'],
  },
  {
    what: 'that Azure has refused',
    changes: [disks('failed')],
    code: 'AZB_REFUSED',
    expected: ['none', 'none'],
  },
  {
    what: 'whose end is not known',
    changes: [disks('failed')],
    code: 'AZB_UNAVAILABLE',
    expected: ['same-command', 'without-again'],
  },
  {
    what: 'whose disks are not known',
    changes: [disks('done'), cleaning('failed')],
    code: 'AZB_RESTORED_DISKS_UNKNOWN',
    expected: ['none', 'none'],
  },
  {
    what: 'that was not begun',
    changes: [disks('skipped')],
    expected: ['same-command', 'same-command'],
  },
];

describe('what continues a restore', () => {
  it.each(CASES)('$what', ({ changes, code, expected }) => {
    const item = { changes: [...changes], error: code === undefined ? null : error(code) };
    expect([continuationOf(item, { again: false }), continuationOf(item, { again: true })]).toEqual(
      expected,
    );
  });
});
