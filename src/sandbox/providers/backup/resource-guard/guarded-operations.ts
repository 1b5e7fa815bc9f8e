// The Resource Guard of a vault (multi-user authorization): which operations it watches over, and who
// gets past it. Names of operations and requests: Azure/azure-cli pull request 33749 and OpenAPI
// ResourceGuardProxy_Get; which changes are critical: Documentation, Multi-user authorization using
// Resource Guard.

import type { OperationRequest } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { minute } from '../../../kernel/time/durations.js';
import { resourceKey } from '../../../kernel/resource.js';
import { isActionAllowed } from '../../authorization/evaluate.js';
import { RESOURCE_GUARD_FORBIDDEN, RESOURCE_GUARD_REQUEST_MISSING } from '../assumed-errors.js';
import { backupError } from '../response.js';
import type { VaultResourceGuard } from './state.js';
import type { BackupVault } from '../state.js';

const VAULTS = 'Microsoft.RecoveryServices/vaults';

/** By the kind of the requests that let it pass: the operation of the vault. */
const CRITICAL_OPERATIONS = {
  deleteProtectedItemRequests: `${VAULTS}/backupFabrics/protectionContainers/protectedItems/delete`,
  updateProtectedItemRequests: `${VAULTS}/backupFabrics/protectionContainers/protectedItems/write`,
  updateProtectionPolicyRequests: `${VAULTS}/backupPolicies/write`,
  deleteResourceGuardProxyRequests: `${VAULTS}/backupResourceGuardProxies/delete`,
  getBackupSecurityPINRequests: `${VAULTS}/backupSecurityPIN/action`,
  // Azure/azure-cli pull request 28950; what its requests are called is an assumption.
  restoreRequests: `${VAULTS}/backupFabrics/protectionContainers/protectedItems/recoveryPoints/restore/action`,
  disableSoftDeleteRequests: `${VAULTS}/backupconfig/write`,
} as const;

/** A kind of request of a Resource Guard. */
export type GuardRequestKind = keyof typeof CRITICAL_OPERATIONS;

/** An unlocked deletion stays so for half an hour. Wire recordings of az. */
const UNLOCKED_MILLISECONDS = 30 * minute;

/** What a Resource Guard asks of its callers is documented as a role, Backup MUA Operator or Contributor; the action is an assumption. */
const GUARD_ACTION = 'Microsoft.DataProtection/resourceGuards/write';

/** What a guard watches over, as its association shows it. */
export function guardedOperations(resourceGuardId: string): Record<string, string>[] {
  return Object.entries(CRITICAL_OPERATIONS).map(([kind, vaultCriticalOperation]) => ({
    defaultResourceRequest: `${resourceGuardId}/${kind}/default`,
    vaultCriticalOperation,
  }));
}

/**
 * Lets a critical change pass that names a request of the vault's guard; throws a 400 Refusal without
 * one, and a 403 Refusal for a caller without rights at the guard. Without a guard everything passes.
 */
export function passGuard(
  request: OperationRequest,
  { resourceGuard }: BackupVault,
  kind: GuardRequestKind,
  requests: readonly string[] | undefined,
): void {
  if (resourceGuard === undefined) {
    return;
  }
  const wanted = `${resourceKey(`${resourceGuard.resourceGuardId}/${kind}`)}/`;
  if (!(requests ?? []).some((id) => resourceKey(id).startsWith(wanted))) {
    throw new Refusal(backupError(400, RESOURCE_GUARD_REQUEST_MISSING));
  }
  const { caller, state } = request;
  const { resourceGuardId } = resourceGuard;
  const objectId = caller?.objectId ?? '';
  if (!isActionAllowed(state, objectId, GUARD_ACTION, resourceGuardId)) {
    throw new Refusal(backupError(403, RESOURCE_GUARD_FORBIDDEN));
  }
}

/** Lets a deletion pass within half an hour from its unlocking; throws a 400 Refusal otherwise. */
export function passGuardedDeletion(
  { clock }: OperationRequest,
  { resourceGuard }: BackupVault,
  resourceId: string,
): void {
  const until = resourceGuard?.unlocked[deletionKey(resourceId)] ?? 0;
  if (resourceGuard !== undefined && until <= clock.now()) {
    throw new Refusal(backupError(400, RESOURCE_GUARD_REQUEST_MISSING));
  }
}

/** Unlocks a deletion; returns until when, in milliseconds since the epoch. */
export function unlockDeletion(
  guard: VaultResourceGuard,
  resourceId: string,
  nowMilliseconds: number,
): number {
  const until = nowMilliseconds + UNLOCKED_MILLISECONDS;
  guard.unlocked[deletionKey(resourceId)] = until;
  return until;
}

function deletionKey(resourceId: string): string {
  return resourceKey(resourceId.replaceAll(/%3b/giu, ';'));
}
