// Decides whether a machine can be protected, at the end of the operation that asks for it.

import { findVirtualMachine, type VirtualMachine } from '../../compute/virtual-machines/state.js';
import { machineEncryption } from '../../compute/disk-encryption/disk-encryption.js';
import { DISK_NEEDS_ENHANCED, TRUSTED_LAUNCH_NEEDS_ENHANCED } from '../assumed-errors.js';
import { hasDisksForEnhancedOnly } from '../disk-support.js';
import { checkEncryptedElsewhere } from '../cross-subscription.js';
import type { BackupFailure } from '../response.js';
import { vaultsOfMachine } from '../backup-vault.js';
import type { EventContext } from '../event-context.js';
import {
  ALREADY_PROTECTED,
  DISK_EXCLUSION_OF_ENCRYPTED,
  INVALID_CONFIGURE_PROTECTION,
} from '../errors.js';
import { checkKeyAccess } from '../key-access.js';
import type { BackupOperation } from '../operations/state.js';
import type { BackupPolicy } from '../policies/state.js';

/** From this api-version on a standard policy may protect a Trusted Launch machine. */
const TRUSTED_LAUNCH_STANDARD_SINCE = '2025-01-01';

/** What is asked for. */
export interface ProtectionRequest {
  readonly operation: BackupOperation & { readonly change: { readonly kind: 'configure' } };
  readonly vmId: string;
  readonly policy: BackupPolicy;
}

/** Why the machine cannot be protected so; undefined when it can. */
export function checkProtection(
  context: EventContext,
  request: ProtectionRequest,
): BackupFailure | undefined {
  const machine = findVirtualMachine(context.state, request.vmId);
  if (machine === undefined) {
    return INVALID_CONFIGURE_PROTECTION;
  }
  return (
    checkOtherVaults(context, request) ??
    checkSecurityType(machine, request) ??
    checkDiskTypes(context, machine, request) ??
    checkDiskSelection(context, machine, request) ??
    checkEncryptedElsewhere(context.state, machine, context.vaultKey) ??
    checkKeyAccess(context.state, machine, context.atMilliseconds)
  );
}

/** Whether a policy is an enhanced one. */
function isEnhanced(policy: BackupPolicy): boolean {
  return policy.properties['policyType'] === 'V2';
}

/** One machine, one vault. That a soft-deleted item elsewhere does not count is an assumption. */
function checkOtherVaults(
  { state, vaultKey }: EventContext,
  { vmId }: ProtectionRequest,
): BackupFailure | undefined {
  const elsewhere = vaultsOfMachine(state, vmId).some(
    (found) => found.vaultKey !== vaultKey && found.item.deletion === undefined,
  );
  return elsewhere ? ALREADY_PROTECTED : undefined;
}

/** Documentation: Back up an Azure VM using Enhanced policy. */
function checkSecurityType(
  { properties }: VirtualMachine,
  { operation, policy }: ProtectionRequest,
): BackupFailure | undefined {
  const trusted = properties.securityProfile?.securityType === 'TrustedLaunch';
  const tooOld = operation.change.apiVersion < TRUSTED_LAUNCH_STANDARD_SINCE;
  return trusted && tooOld && !isEnhanced(policy) ? TRUSTED_LAUNCH_NEEDS_ENHANCED : undefined;
}

function checkDiskTypes(
  { state }: EventContext,
  machine: VirtualMachine,
  { policy }: ProtectionRequest,
): BackupFailure | undefined {
  return hasDisksForEnhancedOnly(state, machine) && !isEnhanced(policy)
    ? DISK_NEEDS_ENHANCED
    : undefined;
}

/** Documentation: Selective disk backup and restore for Azure virtual machines. */
function checkDiskSelection(
  { state }: EventContext,
  machine: VirtualMachine,
  { operation, policy }: ProtectionRequest,
): BackupFailure | undefined {
  const selects = operation.change.diskSelection !== undefined;
  const encrypted = machineEncryption(state, machine) !== undefined;
  return selects && encrypted && !isEnhanced(policy) ? DISK_EXCLUSION_OF_ENCRYPTED : undefined;
}
