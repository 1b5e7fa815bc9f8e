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

describe('what continues a restore', () => {
  it.each([
    ['that goes on', [disks('running')], null, ['same-command', 'without-again']],
    [
      'of which a part is left',
      [disks('done'), cleaning('skipped')],
      null,
      ['same-command', 'without-again'],
    ],
    ['that Azure has failed', [disks('failed')], 'AZB_JOB_FAILED', ['none', 'none']],
    ['that Azure has refused', [disks('failed')], 'AZB_REFUSED', ['none', 'none']],
    [
      'whose end is not known',
      [disks('failed')],
      'AZB_UNAVAILABLE',
      ['same-command', 'without-again'],
    ],
    [
      'whose disks are not known',
      [disks('done'), cleaning('failed')],
      'AZB_RESTORED_DISKS_UNKNOWN',
      ['none', 'none'],
    ],
    ['that was not begun', [disks('skipped')], null, ['same-command', 'same-command']],
  ] as const)('%s', (_what, changes, code, expected) => {
    const item = { changes: [...changes], error: code === null ? null : error(code) };
    expect([continuationOf(item, { again: false }), continuationOf(item, { again: true })]).toEqual(
      [plain, again],
    );
  });
});
