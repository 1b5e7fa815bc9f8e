// What a VM's relation to a vault is, told apart once so that no command has to combine fields again.

import { sameId, type ResourceId } from '../resource-id.js';
import type { ProtectedItem, ProtectionStatus } from '../vaults/recovery-services.js';
import type { Fact } from '../fact.js';
import { valueOf } from '../fact.js';

/** Where a VM stands with regard to the vault that a command works with. */
export type ProtectionSituation =
  | { readonly kind: 'not-protected' }
  | { readonly kind: 'protected'; readonly item: ProtectedItem }
  | { readonly kind: 'stopped'; readonly item: ProtectedItem }
  | { readonly kind: 'soft-deleted'; readonly item: ProtectedItem }
  | { readonly kind: 'elsewhere'; readonly vaultId: ResourceId }
  /** Azure's own word for an item whose protection did not come about. */
  | { readonly kind: 'protection-failed'; readonly item: ProtectedItem | undefined }
  | { readonly kind: 'unknown' };

/**
 * Tells a VM's situation from its item in the vault and from what `backupStatus` says of its region.
 * The item outweighs the region's answer: it is read from the vault itself, the other lags behind.
 */
export function protectionSituation(
  vaultId: ResourceId | undefined,
  item: Fact<ProtectedItem>,
  protection: Fact<ProtectionStatus>,
): ProtectionSituation {
  const found = valueOf(item);
  if (found !== undefined) {
    return situationOfItem(found);
  }
  const status = valueOf(protection);
  if (status === undefined || item.status === 'unreadable') {
    return { kind: 'unknown' };
  }
  return situationOfRegion(vaultId, status);
}

function situationOfItem(item: ProtectedItem): ProtectionSituation {
  if (item.softDelete !== undefined) {
    return { kind: 'soft-deleted', item };
  }
  switch (item.protectionState) {
    case 'IRPending':
    case 'Protected': {
      return { kind: 'protected', item };
    }
    case 'ProtectionPaused':
    case 'ProtectionStopped':
    case 'BackupsSuspended': {
      return { kind: 'stopped', item };
    }
    case 'ProtectionError': {
      // A configured item whose last run failed keeps its policy; one that never came about has none.
      return item.policyId === undefined
        ? { kind: 'protection-failed', item }
        : { kind: 'protected', item };
    }
    case 'Invalid': {
      return { kind: 'protection-failed', item };
    }
  }
}

function situationOfRegion(
  vaultId: ResourceId | undefined,
  status: ProtectionStatus,
): ProtectionSituation {
  if (status.status === 'NotProtected' || status.status === 'Protecting') {
    return { kind: 'not-protected' };
  }
  if (status.vaultId !== undefined && !(vaultId !== undefined && sameId(status.vaultId, vaultId))) {
    return { kind: 'elsewhere', vaultId: status.vaultId };
  }
  return status.status === 'ProtectionFailed'
    ? { kind: 'protection-failed', item: undefined }
    : { kind: 'unknown' };
}
