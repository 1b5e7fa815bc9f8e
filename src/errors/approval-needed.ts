// The Resource Guard of a vault, which has to approve a change before Azure takes it.

import { guardedOperationWords, type NeededApproval } from '../domain/vaults/resource-guard.js';
import type { ResourceGuard } from '../domain/vaults/vault-settings.js';
import { nameOf } from '../domain/resource-id.js';
import { AzbackupError } from './azbackup-error.js';

/** What an approval is missing for. */
export interface UnapprovedChange {
  readonly needed: NeededApproval;
  readonly guards: readonly ResourceGuard[];
  readonly vaultName: string;
  /** Such as `this change to VM001`. */
  readonly change: string;
}

/** The error `AZB_RESOURCE_GUARD` (not-allowed): who approves, and how to go on then. */
export function approvalNeeded({
  needed,
  guards,
  vaultName,
  change,
}: UnapprovedChange): AzbackupError {
  const guarded = guards.flatMap(({ operations }) =>
    operations.map(({ operation }) => guardedOperationWords(operation)),
  );
  return new AzbackupError({
    code: 'AZB_RESOURCE_GUARD',
    kind: 'not-allowed',
    message: `${vaultName} is protected by Resource Guard ${nameOf(needed.guardId)}, which must approve ${change}`,
    target: needed.guardId,
    causes: [
      `protected operations: ${guarded.join(', ')}`,
      'the owner of the guard (security administrator) approves by temporarily assigning you Backup MUA Operator (or Contributor) on the guard; roles on the vault do not apply',
    ],
    fix: [`after approval, add --resource-guard-request ${needed.request}`],
    docs: 'https://learn.microsoft.com/azure/backup/multi-user-authorization-concept',
  });
}
