import { describe, expect, it } from 'vitest';
import type { StatusItem } from '../../../../src/commands/status/result.js';
import {
  isNewerThanPoints,
  needsAttention,
  withPresentAdvice,
} from '../../../../src/commands/status/rules.js';

const GRANT = 'azbackup grant-access --vm VM014';

function anItem(change: Partial<StatusItem>): StatusItem {
  return {
    vm: { id: '/subscriptions/s/vm', name: 'VM014' },
    outcome: 'protected',
    machineGone: false,
    vault: null,
    policy: null,
    protectionState: 'Protected',
    lastBackup: null,
    lastRecoveryPoint: null,
    tooOld: false,
    lastError: null,
    softDelete: null,
    encryption: null,
    keyAccess: 'granted',
    keyHealth: 'in-place',
    excludedDisks: [],
    findings: [],
    error: null,
    ...change,
  };
}

const OPEN_FIREWALL = 'az keyvault update --name kv --bypass AzureServices';
const FIREWALL: StatusItem['findings'] = [
  {
    checkId: 'keyvault.lets-backup-through',
    status: 'fail',
    severity: 'block',
    subject: 'kv',
    summary: 'The firewall of key vault kv blocks Azure Backup',
    evidence: [],
    fix: [OPEN_FIREWALL],
    docs: null,
    ignored: false,
  },
];

function failed(fix: readonly string[], change: Partial<StatusItem> = {}): StatusItem {
  const lastError = {
    jobId: 'j',
    code: 'UserErrorKeyVaultPermissionsNotConfigured',
    message: 'no',
    meaning: 'the backup service has no access to the keys or secrets of VM014',
    fix: [...fix],
    time: null,
  };
  return anItem({ outcome: 'error', lastError, ...change });
}

describe('a status that a person has to act upon', () => {
  it.each<[string, Partial<StatusItem>, boolean]>([
    ['all is well', {}, false],
    ['the last backup failed', { outcome: 'error' }, true],
    ['its keys are gone', { keyHealth: 'gone' }, true],
    ['its keys are disabled', { outcome: 'not-protected', keyHealth: 'disabled' }, true],
    ['its keys could not be read', { keyHealth: 'unknown', keyAccess: 'unknown' }, false],
    ['access is lacking', { keyAccess: 'lacking' }, true],
    [
      'access is lacking before it is enabled',
      { outcome: 'not-protected', keyAccess: 'lacking' },
      false,
    ],
    ['access is lacking of what is stopped', { outcome: 'stopped', keyAccess: 'lacking' }, false],
    ['a firewall keeps Azure Backup out', { findings: FIREWALL }, true],
    [
      'a firewall keeps Azure Backup out of what is not backed up',
      { outcome: 'not-protected', findings: FIREWALL },
      false,
    ],
    ['no keys are needed', { keyAccess: null, keyHealth: null }, false],
  ])('%s', (_, change, expected) => {
    expect(needsAttention(anItem(change))).toBe(expected);
  });
});

describe('the advice of a last error, as it holds now', () => {
  it('names the firewall that keeps out who was granted access', () => {
    const item = failed([GRANT], { findings: FIREWALL });
    expect(withPresentAdvice(item).lastError).toMatchObject({
      meaning: expect.stringContaining('keeps it out'),
      fix: [OPEN_FIREWALL],
    });
  });

  it('stays while access is lacking', () => {
    const item = failed([GRANT], { keyAccess: 'lacking' });
    expect(withPresentAdvice(item)).toEqual(item);
  });

  it('stays where it is not about access', () => {
    const item = failed(['azbackup backup-now --vm VM014']);
    expect(withPresentAdvice(item)).toEqual(item);
  });

  it('is no grant for keys that are gone', () => {
    const { lastError } = withPresentAdvice(failed([GRANT], { keyHealth: 'gone' }));
    expect(lastError?.fix).toEqual([]);
    expect(lastError?.meaning).toMatch(/may read .* a key or secret of VM014 is gone/u);
  });

  it('is another backup once access is granted', () => {
    const { lastError } = withPresentAdvice(failed([GRANT]));
    expect(lastError?.fix).toEqual(['azbackup backup-now --vm VM014']);
    expect(lastError?.meaning).toMatch(/had no access .*; it has now/u);
  });
});

describe('a machine that was created again', () => {
  const point = { time: '2026-11-18T18:00:08Z', ageSeconds: 1 };
  const notFound = failed([], { lastRecoveryPoint: point });
  const gone: StatusItem = {
    ...notFound,
    lastError:
      notFound.lastError === null ? null : { ...notFound.lastError, code: 'BCMV2VMNotFound' },
  };

  it.each([
    ['2026-11-22T18:00:00Z', true],
    ['2026-11-18T18:00:08Z', false],
    ['2026-01-01T00:00:00Z', false],
    [undefined, false],
  ])('at %s is newer than its points: %s', (createdAt, expected) => {
    expect(isNewerThanPoints({ lastRecoveryPoint: point }, createdAt)).toBe(expected);
    expect(isNewerThanPoints({ lastRecoveryPoint: null }, createdAt)).toBe(false);
  });

  it('is not said to be gone, and to be created once more', () => {
    const { lastError } = withPresentAdvice(gone, '2026-11-22T18:00:00Z');
    expect(lastError?.fix).toEqual(['azbackup backup-now --vm VM014']);
    expect(lastError?.meaning).toContain('VM014 was created again at 2026-11-22T18:00:00Z');
  });

  it('is what Azure says where it was not', () => {
    expect(withPresentAdvice(gone, '2026-01-01T00:00:00Z')).toEqual(gone);
    expect(withPresentAdvice(gone)).toEqual(gone);
  });
});
