// What a Resource Guard has to say about a change of protection (multi-user authorization).
// Documentation: Multi-user authorization using Resource Guard; names of the operations as az knows them.

import { sameName, type ResourceId } from '../resource-id.js';
import type { ItemChange } from '../protection/protection-transitions.js';
import type { ResourceGuard } from './vault-settings.js';

const ITEMS = 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems';

/** What a guard may have a say in. */
export type GuardedChange = ItemChange | 'restore';

/**
 * The critical operations that a change may be, the exact one first: older guards know writing to an item as
 * one operation. Undeleting loses nothing; resuming, too, is none: it is a shorter retention that Azure
 * guards, and a stopped item has none that could be shortened.
 */
const CRITICAL_OPERATIONS: Readonly<Record<GuardedChange, readonly string[]>> = {
  stop: [`${ITEMS}/write#stopProtectionWithRetainData`, `${ITEMS}/write`],
  suspend: [`${ITEMS}/write#suspendBackupsWithRetainData`, `${ITEMS}/write`],
  'delete-data': [`${ITEMS}/delete`],
  resume: [],
  undelete: [],
  restore: [`${ITEMS}/recoveryPoints/restore/action`],
};

/** What Azure's names of guarded operations mean, for words. */
const MEANINGS: readonly (readonly [operation: string, meaning: string])[] = [
  [`${ITEMS}/delete`, 'deleting backups'],
  [`${ITEMS}/write#stopProtectionWithRetainData`, 'stopping backups and keeping their data'],
  [`${ITEMS}/write#suspendBackupsWithRetainData`, 'stopping backups and keeping the policy'],
  [`${ITEMS}/write`, 'stopping or weakening the protection of an item'],
  [`${ITEMS}/recoveryPoints/restore/action`, 'restoring'],
  [
    'Microsoft.RecoveryServices/vaults/backupPolicies/write',
    'shortening the retention of a policy',
  ],
  ['Microsoft.RecoveryServices/vaults/backupconfig/write', 'weakening soft delete'],
  ['Microsoft.RecoveryServices/vaults/backupSecurityPIN/action', 'getting the security PIN'],
  ['Microsoft.RecoveryServices/vaults/backupResourceGuardProxies/delete', 'removing the guard'],
  ['Microsoft.RecoveryServices/vaults/write#reduceImmutabilityState', 'weakening immutability'],
  [
    'Microsoft.RecoveryServices/vaults/write#modifyEncryptionSettings',
    'changing the encryption settings',
  ],
];

/** What a guarded operation is, in words; Azure's own name for one that is not known. */
export function guardedOperationWords(operation: string): string {
  return MEANINGS.find(([name]) => sameName(name, operation))?.[1] ?? operation;
}

/** An approval that a change needs before Azure takes it. */
export interface NeededApproval {
  readonly guardId: ResourceId;
  /** The request that stands for the approval. */
  readonly request: ResourceId;
}

/** The approval that a change needs of the vault's guards; undefined when they have no say in it. */
export function approvalFor(
  guards: readonly ResourceGuard[],
  change: GuardedChange,
): NeededApproval | undefined {
  for (const operation of CRITICAL_OPERATIONS[change]) {
    for (const { guardId, operations } of guards) {
      const guarded = operations.find((each) => sameName(each.operation, operation));
      if (guarded !== undefined) {
        return { guardId, request: guarded.request };
      }
    }
  }
  return undefined;
}
