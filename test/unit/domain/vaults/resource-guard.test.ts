import { describe, expect, it } from 'vitest';
import {
  approvalFor,
  guardedOperationWords,
} from '../../../../src/domain/vaults/resource-guard.js';
import type { ResourceGuard } from '../../../../src/domain/vaults/vault-settings.js';

const ITEMS = 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems';

function guard(...operations: readonly string[]): ResourceGuard {
  return {
    guardId: '/guard',
    operations: operations.map((operation) => ({ operation, request: `/guard/${operation}` })),
  };
}

describe('the approval that a change needs', () => {
  it.each([
    ['stop', [`${ITEMS}/write`], `/guard/${ITEMS}/write`],
    [
      'stop',
      [`${ITEMS}/write`, `${ITEMS}/write#stopProtectionWithRetainData`],
      `/guard/${ITEMS}/write#stopProtectionWithRetainData`,
    ],
    ['suspend', [`${ITEMS.toUpperCase()}/WRITE`], `/guard/${ITEMS.toUpperCase()}/WRITE`],
    ['delete-data', [`${ITEMS}/delete`], `/guard/${ITEMS}/delete`],
    ['delete-data', [`${ITEMS}/write`], undefined],
    ['resume', [`${ITEMS}/write`, `${ITEMS}/delete`], undefined],
    ['undelete', [`${ITEMS}/write`, `${ITEMS}/delete`], undefined],
  ] as const)('%s under a guard of %j', (change, operations, request) => {
    expect(approvalFor([guard(...operations)], change)?.request).toBe(request);
  });

  it('is none without a guard', () => {
    expect(approvalFor([], 'delete-data')).toBeUndefined();
  });

  it('is told in plain words, unknown operations by their name', () => {
    expect(guardedOperationWords(`${ITEMS}/delete`)).toBe('deleting backups');
    expect(guardedOperationWords('New/operation')).toBe('New/operation');
  });
});
