// Failures of which it is known that they happen and not how Azure tells them. Everything here is an
// assumption, kept in one place so that it can be replaced by what somebody records.

import type { BackupFailure } from './response.js';
import { INVALID_CONFIGURE_PROTECTION, INVALID_INPUT, KEY_VAULT_PERMISSIONS } from './errors.js';
import { jobErrorNamed } from './jobs/errors.js';
import type { JobError } from './jobs/state.js';

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

/**
 * Cross Subscription Backup is for machines and vaults of one tenant, and not for Azure Disk Encryption (azure-cli pull
 * request 33703; Back up and restore encrypted Azure virtual machines: "within the same subscription"). By which code
 * the service refuses nobody has shown; that a vault refuses a second machine of one group and name, which another
 * subscription may have, is an assumption too: its container and item have names without a subscription.
 */
export const OTHER_TENANT: BackupFailure = INVALID_CONFIGURE_PROTECTION;
export const NAME_TAKEN: BackupFailure = INVALID_CONFIGURE_PROTECTION;
export const ENCRYPTED_ELSEWHERE: BackupFailure = {
  code: 'UserErrorEncryptedVmCrossSubscriptionBackupNotSupported',
  message:
    'Virtual machines encrypted with Azure Disk Encryption can be protected only by a vault of their own subscription.',
};

/** A backup of a machine that was encrypted after a vault of another subscription protected it. */
export const JOB_ENCRYPTED_ELSEWHERE: JobError = {
  errorCode: 0,
  errorTitle: ENCRYPTED_ELSEWHERE.code,
  errorString: ENCRYPTED_ELSEWHERE.message,
  recommendations: ['Protect the virtual machine with a vault of its own subscription.'],
};

/** A Trusted Launch machine with a standard policy, asked for in an older version of the API. */
export const TRUSTED_LAUNCH_NEEDS_ENHANCED: BackupFailure = {
  code: 'UserErrorTrustedLaunchVMNotSupportedWithStandardPolicy',
  message: 'Trusted Launch virtual machines can be protected with an enhanced policy only.',
};

/** A machine with an Ultra Disk or a Premium SSD v2, and a standard policy. */
export const DISK_NEEDS_ENHANCED: BackupFailure = {
  code: 'UserErrorDiskTypeNotSupportedWithStandardPolicy',
  message: 'Ultra disks and Premium SSD v2 can be protected with an enhanced policy only.',
};

/** A backup of a machine with a disk whose data needs authentication. */
export const JOB_DISK_ACCESS: JobError = jobErrorNamed(
  'UserErrorDiskDataAccessAuthenticationEnabled',
);

/** The limits of a policy and of a vault: 1,000 machines each. */
export const POLICY_FULL: BackupFailure = {
  code: 'UserErrorPolicyItemLimitReached',
  message: 'The policy has the maximum number of 1000 protected items.',
};
export const VAULT_FULL: BackupFailure = {
  code: 'UserErrorVaultItemLimitReached',
  message: 'The vault has the maximum number of 1000 protected virtual machines.',
};

/** The two hundred and first policy of a vault; 400. */
export const TOO_MANY_POLICIES: BackupFailure = {
  code: INVALID_INPUT.code,
  message: `${INVALID_INPUT.message}\r\nThe vault has the maximum number of 200 policies.`,
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

/** Errors of jobs by what ails the machine; which of the documented titles Azure gives is an assumption. */
export const JOB_KEY_VAULT_PERMISSIONS: JobError = jobErrorNamed(KEY_VAULT_PERMISSIONS.code);
export const JOB_AGENT_UNAVAILABLE: JobError = jobErrorNamed(
  'UserErrorGuestAgentStatusUnavailable',
);
export const JOB_MACHINE_FAILED: JobError = jobErrorNamed('UserErrorVmProvisioningStateFailed');
export const JOB_EXTENSION_FAILED: JobError = jobErrorNamed(
  'ExtensionOperationFailedForManagedDisks',
);

/**
 * A vault that cannot use the key that encrypts it; documented for backups, assumed alike for restores. That backups
 * find it out before their snapshot is an assumption.
 */
export const JOB_VAULT_KEY: JobError = jobErrorNamed('BCMProtGetSaSUriAsyncError');

/**
 * Cancelling a backup whose data is on its way to the vault: accepted, and its operation then fails
 * (Azure/azure-rest-api-specs issue 5306, where asking after the result answered 400). The message is
 * documented (troubleshoot backup failures on Azure virtual machines, Jobs), the code is not.
 */
export const JOB_NOT_CANCELLABLE: BackupFailure = {
  code: 'UserErrorJobNotCancellable',
  message: "The job can't be canceled because it isn't in a cancelable state.",
};

/** Cancelling a job that has ended, is being cancelled, or is no backup; 400. Message as above. */
export const JOB_NOT_IN_PROGRESS: BackupFailure = {
  code: 'UserErrorJobNotInProgress',
  message: "Backup can't cancel the job because it isn't in progress.",
};

/** The tenth backup on demand of a machine within a day; 400. Documentation: Support matrix for Azure VM backup. */
export const TOO_MANY_BACKUPS: BackupFailure = {
  code: 'UserErrorMaxOnDemandBackupsReached',
  message: 'The virtual machine has reached the maximum of 9 on-demand backups in a day.',
};

/**
 * A critical operation on a vault with a Resource Guard, without a request of the guard; 400. The
 * message was seen (hashicorp/terraform-provider-azurerm issue 31887), the code was not.
 */
export const RESOURCE_GUARD_REQUEST_MISSING: BackupFailure = {
  code: 'UserErrorResourceGuardOperationRequestMissing',
  message: 'ResourceGuard Operation requestid is either null or empty',
};

/** A critical operation by somebody who has no rights at the Resource Guard; 403. */
export const RESOURCE_GUARD_FORBIDDEN: BackupFailure = {
  code: 'UserErrorResourceGuardAuthorizationFailed',
  message: 'The caller has no permission for this operation on the Resource Guard of the vault.',
};

/** Settings of a vault that cannot be taken back, or that do not go together; 400. */
export const SETTING_IRREVERSIBLE: BackupFailure = {
  code: INVALID_INPUT.code,
  message: `${INVALID_INPUT.message}\r\nThe setting cannot be changed back.`,
};
export const CROSS_REGION_RESTORE_NEEDS_GRS: BackupFailure = {
  code: INVALID_INPUT.code,
  message: `${INVALID_INPUT.message}\r\nCross Region Restore needs a geo-redundant vault.`,
};

/** How long a job stays in Cancelling; milliseconds. */
export const CANCEL_MILLISECONDS = 60_000;

/** How long it takes until a backup that cannot be taken fails; milliseconds from its start. */
export const SNAPSHOT_CHECK_MILLISECONDS = 95_000;
