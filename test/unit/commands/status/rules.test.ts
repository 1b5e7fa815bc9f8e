import { describe, expect, it } from 'vitest';
import type { StatusItem } from '../../../../src/commands/status/result.js';
import { needsAttention, withPresentAdvice } from '../../../../src/commands/status/rules.js';

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
    findings: [],
    error: null,
    ...change,
  };
}

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
    ['no keys are needed', { keyAccess: null, keyHealth: null }, false],
  ])('%s', (_, change, expected) => {
    expect(needsAttention(anItem(change))).toBe(expected);
  });
});

describe('the advice of a last error, as it holds now', () => {
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
