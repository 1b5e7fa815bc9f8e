// Why Azure Backup restores nothing. That it refuses is documented on the page that each entry names; by which
// code, and whether at once, nobody has shown. Everything here is an assumption but where it says otherwise,
// kept in one place so that it can be replaced by what somebody records.

import type { BackupFailure } from '../response.js';
import { INVALID_INPUT } from '../errors.js';
import type { JobError } from '../jobs/state.js';

/** A failure with what can be done about it, as validations tell it. OpenAPI ErrorDetail. */
export interface RestoreFailure extends BackupFailure {
  readonly recommendations: readonly string[];
}

function failure(code: string, message: string, recommendation: string): RestoreFailure {
  return { code, message, recommendations: [recommendation] };
}

/** A request that contradicts itself or its URL. */
export function invalidRestore(reason: string): RestoreFailure {
  const { code, message } = INVALID_INPUT;
  return failure(code, `${message}\r\n${reason}`, 'Correct the request and send it again.');
}

/** Documentation: Restore encrypted Azure virtual machines; Support matrix for Azure VM backups. */
export const ENCRYPTED = {
  disksOnly: failure(
    'UserErrorEncryptedVmRestoreNotSupported',
    'Encrypted virtual machines can be restored only by restoring their disks.',
    'Restore the disks and create the virtual machine from them.',
  ),
  otherSubscription: failure(
    'UserErrorEncryptedVmCrossSubscriptionRestoreNotSupported',
    'Encrypted virtual machines can be restored only within their own subscription.',
    'Choose a target resource group and a storage account in the subscription of the virtual machine.',
  ),
  otherZone: failure(
    'UserErrorEncryptedVmCrossZonalRestoreNotSupported',
    'Cross zonal restore is not supported for encrypted virtual machines.',
    'Restore to the zone of the virtual machine.',
  ),
  diskEncryptionSet: failure(
    'UserErrorEncryptedVmDiskEncryptionSetNotSupported',
    'A disk encryption set cannot be chosen for virtual machines under Azure Disk Encryption.',
    'Leave the disk encryption set out.',
  ),
} as const;

/**
 * Documentation: How to restore Azure VM data in Azure portal, storage accounts. The wording of `otherRegion` and
 * `unsupported` is that of troubleshoot backup failures on Azure virtual machines, Restore; it names no codes.
 */
export const STAGING = {
  missing: failure(
    'UserErrorStorageAccountNotFound',
    'The storage account specified for the restore operation was not found.',
    'Choose a storage account that exists.',
  ),
  otherRegion: failure(
    'UserErrorTargetStorageAccountInDifferentRegion',
    'Recovery Services vault and target storage account are in two different regions',
    'Make sure the storage account specified in the restore operation, is in the same Azure region as your Recovery Services vault.',
  ),
  otherSubscription: failure(
    'UserErrorTargetStorageAccountInDifferentSubscription',
    'The storage account specified for the restore operation is in another subscription.',
    'Choose a storage account in the subscription of the virtual machine.',
  ),
  unsupported: failure(
    'UserErrorStorageAccountTypeNotSupported',
    'Storage Account specified for the restore operation is not supported',
    'Only Basic/Standard storage accounts with locally redundant or geo redundant replication settings are supported. Please select a supported storage account',
  ),
  hierarchical: failure(
    'UserErrorStorageAccountTypeNotSupported',
    'Storage Account specified for the restore operation is not supported',
    'Accounts with a hierarchical namespace take no page blobs. Please select a supported storage account',
  ),
  keysOff: failure(
    'UserErrorStorageAccountSharedKeyAccessDisabled',
    'Key based authentication is not permitted on the storage account specified for the restore operation.',
    'Restore with a managed identity of the vault, or allow storage account key access.',
  ),
  identityForBlobs: failure(
    'UserErrorManagedIdentityRestoreNotSupported',
    'Restore with a managed identity is not supported for virtual machines without managed disks.',
    'Choose a storage account that allows storage account key access.',
  ),
  identityMissing: failure(
    'UserErrorVaultIdentityNotFound',
    'The managed identity is not enabled for the vault.',
    'Enable the managed identity of the vault.',
  ),
  identityNotAllowed: failure(
    'UserErrorVaultIdentityNotAuthorized',
    'The managed identity of the vault is not authorized at the storage account.',
    'Assign the managed identity of the vault the role Storage Blob Data Contributor on the storage account.',
  ),
  premiumForStandard: failure(
    'UserErrorPremiumStorageAccountNotSupported',
    'Premium storage accounts are for virtual machines with premium disks.',
    'Choose a standard storage account.',
  ),
  premiumWithRules: failure(
    'UserErrorPremiumStorageAccountWithNetworkRulesNotSupported',
    'Managed disks cannot be restored by way of a premium storage account with network rules.',
    'Choose a storage account without network rules.',
  ),
  closed: failure(
    'UserErrorStorageAccountNotAccessible',
    'Azure Backup cannot access the storage account through its firewall.',
    'Allow trusted Microsoft services to access the storage account.',
  ),
} as const;

/** Replacing the disks of a machine that is allocated. Code and words: the blog of Azure Backup's support in Japan. */
export const VM_NOT_SHUT_DOWN: RestoreFailure = failure(
  'UserErrorVmNotShutDown',
  'VM needs to be in deallocated state for performing replace disks operation',
  'Please shut down the VM, and retry',
);

/**
 * Restores into machines. That each is not supported is documented: Restore VMs by using the Azure portal; Support
 * matrix for Azure VM backups; Selective disk backup and restore for Azure virtual machines.
 */
export const DESTINATION = {
  unmanaged: failure(
    'UserErrorRestoreTypeNotSupportedForUnmanagedVm',
    'Only the disks of virtual machines without managed disks are restored.',
    'Restore the disks.',
  ),
  someDisks: failure(
    'UserErrorRestoreTypeNotSupportedForSelectiveDisk',
    'Only disks are restored from a recovery point that leaves disks out.',
    'Restore the disks and create the virtual machine from them.',
  ),
  machineGone: failure(
    'UserErrorOriginalVmNotFound',
    'The virtual machine whose disks are to be replaced does not exist.',
    'Create a new virtual machine, or restore the disks.',
  ),
  machineThere: failure(
    'UserErrorTargetVmAlreadyExists',
    'A virtual machine of this name exists in the target resource group.',
    'Choose another name for the virtual machine.',
  ),
  networkMissing: failure(
    'UserErrorTargetVirtualNetworkNotFound',
    'The virtual network or its subnet was not found.',
    'Choose a virtual network and a subnet that exist.',
  ),
  networkElsewhere: failure(
    'UserErrorTargetVirtualNetworkInDifferentRegion',
    'The virtual network is in another region than the virtual machine will be.',
    'Choose a virtual network in the region of the vault.',
  ),
} as const;

/**
 * The backup before a replacement failed, so that nothing is replaced. Code and what remains: the blog of Azure
 * Backup's support in Japan; the words are an assumption.
 */
export const REPLACEMENT_BACKUP_FAILED: RestoreFailure = failure(
  'OlrBackupFailed',
  'The backup of the virtual machine before the replacement failed. The disks were restored and have not replaced the existing ones.',
  'Swap the disks of the virtual machine yourself, or resume its protection and restore again.',
);

/** That backup, of an item whose protection is stopped. Code: the same page; the words are an assumption. */
export const NO_PROTECTED_SOURCE: RestoreFailure = failure(
  'UserErrorBcmDatasourceNotPresent',
  'The virtual machine is not protected, so that no backup can be taken of it.',
  'Resume the protection of the virtual machine.',
);

/** Compute refuses the machine of a restore; the code is that of its other refusals. */
export function machineRefused(message: string): RestoreFailure {
  return failure(
    'UserErrorCrpReportedUserError',
    message,
    'Correct what compute names and restore again.',
  );
}

/**
 * A restore to another subscription than the vault's, which the vault does not allow. Documentation: Cross Subscription
 * Restore. That it applies to a machine that a vault of another subscription protects is assumed, being the harder.
 */
export const CROSS_SUBSCRIPTION_OFF: RestoreFailure = failure(
  'UserErrorCrossSubscriptionRestoreNotSupportedOnVault',
  'Cross Subscription Restore is disabled for the vault.',
  'Enable Cross Subscription Restore in the properties of the vault.',
);

/** The target resource group is not there. */
export const TARGET_GROUP_MISSING: RestoreFailure = failure(
  'UserErrorTargetResourceGroupNotFound',
  'The target resource group was not found.',
  'Choose a resource group that exists.',
);

/**
 * A lock on the target resource group, or above it, forbids what the service makes there. That its compute requests are
 * refused is documented; the code, of other compute refusals, is an assumption.
 */
export const TARGET_GROUP_LOCKED: RestoreFailure = failure(
  'UserErrorCrpReportedUserError',
  'The target resource group is locked, so that no disk can be created in it.',
  'Remove the read-only lock.',
);

/** The target resource group is being deleted; the code, of other compute refusals, is an assumption. */
export const TARGET_GROUP_DELETING: RestoreFailure = failure(
  'UserErrorCrpReportedUserError',
  'The target resource group is in deprovisioning state and cannot perform this operation.',
  'Choose a resource group that is not being deleted.',
);

/** The point lies only in the archive. Documentation: Archive tier support, restores. */
export const POINT_ARCHIVED: RestoreFailure = failure(
  'UserErrorRecoveryPointInArchiveTier',
  'The recovery point is in the archive tier and has to be rehydrated before it is restored.',
  'Choose another recovery point, or rehydrate this one.',
);

/** The eleventh restore of a machine within a day. Documentation: Support matrix for Azure VM backups. */
export const TOO_MANY_RESTORES: RestoreFailure = failure(
  'UserErrorMaxRestoresReached',
  'The virtual machine has reached the maximum of 10 restores in a day.',
  'Wait until less than ten restores were started within the last 24 hours.',
);

/** The error of a job that meets too late what would have been refused; the number is not known. */
export function restoreJobError({ code, message, recommendations }: RestoreFailure): JobError {
  return {
    errorCode: 0,
    errorTitle: code,
    errorString: message,
    recommendations: [...recommendations],
  };
}

/** A restore that a fault fails does so after this part of its time. */
export const FAILS_AFTER_PART = 0.5;
