// The Resource Guard of a vault, which has to approve a change before Azure takes it.

import {
  approvalFor,
  guardedOperationWords,
  type GuardedChange,
} from '../domain/vaults/resource-guard.js';
import type { ResourceGuard } from '../domain/vaults/vault-settings.js';
import { nameOf, type ResourceId } from '../domain/resource-id.js';
import { AzbackupError } from './azbackup-error.js';

/** A change that a guard may have to approve. */
export interface ApprovedChange {
  readonly change: GuardedChange;
  /** Such as `this change to VM001`. */
  readonly words: string;
  readonly vaultName: string;
  readonly guards: readonly ResourceGuard[];
  /** Requests that stand for approvals. */
  readonly approvals: readonly ResourceId[];
}

/** The error `AZB_RESOURCE_GUARD` (not-allowed): who approves, and how to go on then; undefined where none is missing. */
export function missingApproval({
  change,
  words,
  vaultName,
  guards,
  approvals,
}: ApprovedChange): AzbackupError | undefined {
  const needed = approvalFor(guards, change);
  if (needed === undefined || approvals.length > 0) {
    return undefined;
  }
  const guarded = guards.flatMap(({ operations }) =>
    operations.map(({ operation }) => guardedOperationWords(operation)),
  );
  return new AzbackupError({
    code: 'AZB_RESOURCE_GUARD',
    kind: 'not-allowed',
    message: `${vaultName} is protected by Resource Guard ${nameOf(needed.guardId)}, which must approve ${words}`,
    target: needed.guardId,
    causes: [
      `protected operations: ${guarded.join(', ')}`,
      'the owner of the guard (security administrator) approves by temporarily assigning you Backup MUA Operator (or Contributor) on the guard; roles on the vault do not apply',
    ],
    fix: [`after approval, add --resource-guard-request ${needed.request}`],
    docs: 'https://learn.microsoft.com/azure/backup/multi-user-authorization-concept',
  });
}
