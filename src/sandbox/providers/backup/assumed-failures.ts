// Failures of which it is known that they happen and not how Azure tells them. Everything here is an
// assumption, kept in one place so that it can be replaced by what somebody records.

import type { BackupFailure } from './backup-response.js';
import { INVALID_CONFIGURE_PROTECTION, INVALID_INPUT, KEY_VAULT_PERMISSIONS } from './failures.js';
import type { JobError } from './state.js';

/**
 * A key or secret that the service may read but cannot back up: disabled, deleted, owned by a
 * certificate, or behind a firewall that keeps the service out. Assumed to be told as a missing
 * permission, the only failure of this kind that was ever seen.
 */
export const KEY_NOT_USABLE: BackupFailure = KEY_VAULT_PERMISSIONS;

/** A PUT without isRehydrate for a soft-deleted item; 400. Known only to fail. */
export const ITEM_SOFT_DELETED: BackupFailure = {
  code: INVALID_INPUT.code,
  message: `${INVALID_INPUT.message}\r\nThe item is in soft deleted state. Undelete it first.`,
};

/** A machine that discovery does not offer to this vault, being in another region; 400. */
export const MACHINE_NOT_OFFERED: BackupFailure = INVALID_CONFIGURE_PROTECTION;

/** A Trusted Launch machine with a standard policy, asked for in an older version of the API. */
export const TRUSTED_LAUNCH_NEEDS_ENHANCED: BackupFailure = {
  code: 'UserErrorTrustedLaunchVMNotSupportedWithStandardPolicy',
  message: 'Trusted Launch virtual machines can be protected with an enhanced policy only.',
};

/** The limits of a policy and of a vault: 1,000 machines each. */
export const POLICY_FULL: BackupFailure = {
  code: 'UserErrorPolicyItemLimitReached',
  message: 'The policy has the maximum number of 1000 protected items.',
};
export const VAULT_FULL: BackupFailure = {
  code: 'UserErrorVaultItemLimitReached',
  message: 'The vault has the maximum number of 1000 protected virtual machines.',
};

/** DELETE of a policy that items use; 400. The code was seen, the wording was not. */
export const POLICY_IN_USE: BackupFailure = {
  code: 'BMSUserErrorPolicyObjectInUse',
  message: 'The policy is in use by protected items.',
};

/** A request about a thing below the vault that is not there: policy, job, recovery point, operation; 404. */
export const OBJECT_NOT_FOUND: BackupFailure = {
  code: 'BMSUserErrorObjectNotFound',
  message: 'The requested object was not found.',
};

/** A backup of an item whose protection is stopped; 400. */
export const NOT_PROTECTED: BackupFailure = {
  code: INVALID_INPUT.code,
  message: `${INVALID_INPUT.message}\r\nThe item is not protected.`,
};

/** Redundancy of a vault that protects something already; 400. */
export const REDUNDANCY_LOCKED: BackupFailure = {
  code: INVALID_INPUT.code,
  message: `${INVALID_INPUT.message}\r\nThe storage type cannot be changed once items are protected.`,
};

/** Errors of jobs: the titles are documented (see the pages named in `failures.ts`), the numbers are not. */
export const JOB_KEY_VAULT_PERMISSIONS: JobError = {
  errorCode: 0,
  errorTitle: KEY_VAULT_PERMISSIONS.code,
  errorString: KEY_VAULT_PERMISSIONS.message,
  recommendations: [
    'Grant the Backup Management Service access to the key vault and try the backup again.',
  ],
};
export const JOB_AGENT_UNAVAILABLE: JobError = {
  errorCode: 0,
  errorTitle: 'UserErrorGuestAgentStatusUnavailable',
  errorString: 'VM agent unable to communicate with Azure Backup.',
  recommendations: ['Ensure that the VM agent is running, up to date and has network access.'],
};
export const JOB_MACHINE_FAILED: JobError = {
  errorCode: 0,
  errorTitle: 'UserErrorVmProvisioningStateFailed',
  errorString: 'The VM is in failed provisioning state.',
  recommendations: ['Bring the virtual machine out of its failed state and try the backup again.'],
};

/** How long it takes until a backup that cannot be taken fails; milliseconds from its start. */
export const SNAPSHOT_CHECK_MILLISECONDS = 95_000;
