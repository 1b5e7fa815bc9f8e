// Whether one policy keeps recovery points for a shorter time than another. Documentation: Multi-user
// authorization using Resource Guard, and Immutable vault for Azure Backup, which both watch for it.

import type { OperationRequest } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { backupError } from '../response.js';
import { DENIED_BY_IMMUTABILITY } from '../errors.js';
import { storedPolicy } from './body.js';
import { passGuard, type GuardRequestKind } from '../resource-guard/guarded-operations.js';
import { addDuration, durationOf } from './retention-rules.js';
import type { BackupPolicy, RetentionRule } from './state.js';
import type { AddressedVault } from '../vault-of-request.js';

const RULES: readonly RetentionRule[] = ['Daily', 'Weekly', 'Monthly', 'Yearly'];

/** Whether a rule is shorter after a change, or is there no more. */
function reducesRetention(
  before: BackupPolicy['properties'],
  after: BackupPolicy['properties'],
): boolean {
  return RULES.some((rule) => lengthOf(after, rule) < lengthOf(before, rule));
}

/** Milliseconds; 0 without such a rule. */
function lengthOf(properties: BackupPolicy['properties'], rule: RetentionRule): number {
  const retention = storedPolicy(properties)?.retentionPolicy;
  const duration = retention === undefined ? undefined : durationOf(retention, rule);
  return duration === undefined ? 0 : addDuration(0, duration);
}

/** A change that may cost recovery points their time. */
export interface RetentionChange {
  readonly before: BackupPolicy['properties'] | undefined;
  readonly after: BackupPolicy['properties'] | undefined;
  /** The kind of request of a Resource Guard that lets it pass. */
  readonly kind: GuardRequestKind;
  readonly requests: readonly string[] | undefined;
}

/**
 * Throws a Refusal for shorter retention: in an immutable vault always, in one with a Resource Guard
 * without a request of it.
 */
export function refuseReduction(
  request: OperationRequest,
  { backup, immutable }: AddressedVault,
  { before, after, kind, requests }: RetentionChange,
): void {
  if (before === undefined || after === undefined || !reducesRetention(before, after)) {
    return;
  }
  if (immutable) {
    throw new Refusal(backupError(400, DENIED_BY_IMMUTABILITY));
  }
  passGuard(request, backup, kind, requests);
}
