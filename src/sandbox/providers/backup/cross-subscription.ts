// A machine and a vault of two subscriptions: what Azure Backup allows of it, and what it tells of it.

import { missingSubscriptionRegistration } from '../../http/arm-error.js';
import { Refusal } from '../../http/refusal.js';
import { parseResourceId } from '../../kernel/resource-id.js';
import type { WorldState } from '../../kernel/state.js';
import { machineEncryption } from '../compute/disk-encryption/disk-encryption.js';
import type { VirtualMachine } from '../compute/virtual-machines/state.js';
import { ENCRYPTED_ELSEWHERE, OTHER_TENANT } from './assumed-errors.js';
import { backupError, type BackupFailure } from './response.js';

const NAMESPACE = 'Microsoft.RecoveryServices';

/** True for two resources of one subscription, by their ids. */
export function isSameSubscription(left: string, right: string): boolean {
  return subscriptionOf(left) === subscriptionOf(right);
}

function subscriptionOf(id: string): string {
  return parseResourceId(id).subscriptionId?.toLowerCase() ?? '';
}

/**
 * Throws the Refusal of a machine that no vault of this subscription could protect: one of another tenant, or of a
 * subscription that is not registered for Azure Backup. The latter is documented of Azure Files ("Back up Azure Files",
 * prerequisites), and assumed of machines.
 */
export function refuseForeignMachine(state: WorldState, vmId: string, vaultId: string): void {
  const [own, other] = [vaultId, vmId].map((id) =>
    state.subscriptions.find(({ subscriptionId }) => subscriptionId === subscriptionOf(id)),
  );
  if (own === undefined || other === undefined || own === other) {
    return;
  }
  if (own.tenantId !== other.tenantId) {
    throw new Refusal(backupError(400, OTHER_TENANT));
  }
  if (!other.registeredProviders.includes(NAMESPACE.toLowerCase())) {
    throw new Refusal(missingSubscriptionRegistration(NAMESPACE));
  }
}

/** Azure Disk Encryption keeps a machine from a vault of another subscription. */
export function checkEncryptedElsewhere(
  state: WorldState,
  machine: VirtualMachine,
  vaultId: string,
): BackupFailure | undefined {
  return !isSameSubscription(machine.resource.id, vaultId) &&
    machineEncryption(state, machine) !== undefined
    ? ENCRYPTED_ELSEWHERE
    : undefined;
}

/** What a job tells of a machine of another subscription. azure-powershell pull request 29799, JobTests.ps1. */
export function subscriptionMember(vmId: string, vaultId: string): Record<string, string> {
  return isSameSubscription(vmId, vaultId)
    ? {}
    : { 'VM Subscription ID': parseResourceId(vmId).subscriptionId ?? '' };
}
