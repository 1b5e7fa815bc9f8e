import { describe, expect, it } from 'vitest';
import { known } from '../../../src/domain/fact.js';
import { lockVerdict, type Lock } from '../../../src/domain/locks.js';
import { ABSENT, FORBIDDEN } from '../../support/facts-builder.js';

const SUBSCRIPTION = '/subscriptions/S';
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg`;
const VAULT = `${GROUP}/providers/Microsoft.RecoveryServices/vaults/rsv`;
const ITEM = `${VAULT}/backupPolicies/daily`;

describe('a lock', () => {
  const rows: readonly [scope: string, level: string, verb: 'write' | 'delete', holds: boolean][] =
    [
      [SUBSCRIPTION, 'ReadOnly', 'write', true],
      [GROUP.toLowerCase(), 'readonly', 'write', true],
      [VAULT, 'ReadOnly', 'write', true],
      [VAULT, 'ReadOnly', 'delete', true],
      [VAULT, 'CanNotDelete', 'write', false],
      [VAULT, 'CanNotDelete', 'delete', true],
      [GROUP, 'CanNotDelete', 'delete', true],
      [ITEM, 'ReadOnly', 'write', false],
      [`${VAULT}-2`, 'ReadOnly', 'write', false],
      [`${GROUP}-2`, 'ReadOnly', 'delete', false],
      ['/subscriptions/S2', 'ReadOnly', 'write', false],
      [VAULT, 'NotSpecified', 'delete', false],
    ];
  it.each(rows)('on %s, %s, for a %s: %s', (scope, level, verb, holds) => {
    const lock: Lock = { name: 'keep', scope, level };
    expect(lockVerdict(known([lock]), { scope: VAULT, verb })).toEqual(
      holds ? { status: 'locked', locks: [lock] } : { status: 'free' },
    );
  });

  it.each([FORBIDDEN, ABSENT])('is unknown, not absent, where it could not be read', (cause) => {
    const verdict = lockVerdict(cause, { scope: VAULT, verb: 'write' });
    expect(verdict).toEqual({ status: 'unknown', cause });
  });
});
