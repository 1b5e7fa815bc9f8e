// Errors that end jobs of backups and restores. Documentation: "troubleshoot Azure Backup failure: Issues with the
// agent or extension" and "troubleshoot backup failures on Azure virtual machines" give titles,
// messages and for a few the number.

import type { JobError } from './state.js';

/** Where no page gives the number of an error; an assumption. */
const UNKNOWN_NUMBER = 0;

/** Title, message, what to do, and the number where it is documented. */
type Row = readonly [title: string, message: string, recommendation: string, number?: number];

const ROWS: readonly Row[] = [
  [
    'BCMV2VMNotFound',
    'The virtual machine does not exist.',
    'Create the virtual machine again with the same name and resource group, or stop its protection.',
    400_094,
  ],
  [
    'ResourceNotFound',
    'Azure Backup could not find the virtual machine.',
    'Create the virtual machine again with the same name and resource group, or stop its protection.',
    320_001,
  ],
  [
    'AzureVmOffline',
    'Failed to install the Azure Recovery Services extension because the virtual machine is not running.',
    'Start the virtual machine and its agent, and try the backup again.',
    380_008,
  ],
  [
    'UserErrorKeyVaultPermissionsNotConfigured',
    'Azure Backup Service does not have sufficient permissions to Key Vault for Backup of Encrypted Virtual Machines.',
    'Grant the Backup Management Service access to the key vault and try the backup again.',
  ],
  [
    'BCMProtGetSaSUriAsyncError',
    'Backup failed in allocating storage from protection service',
    'Grant the identity of the vault access to the key that encrypts it, and try the operation again.',
  ],
  [
    'UserErrorDiskDataAccessAuthenticationEnabled',
    'The data of a disk can be read with Microsoft Entra authentication only.',
    'Turn data access authentication of the disk off and try the backup again.',
  ],
  [
    'UserErrorGuestAgentStatusUnavailable',
    'VM agent unable to communicate with Azure Backup.',
    'Ensure that the VM agent is running, up to date and has network access.',
  ],
  [
    'GuestAgentSnapshotTaskStatusError',
    'Could not communicate with the VM agent for snapshot status.',
    'Ensure that the VM agent is running, up to date and has network access.',
  ],
  [
    'UserErrorVmProvisioningStateFailed',
    'The VM is in failed provisioning state.',
    'Bring the virtual machine out of its failed state and try the backup again.',
  ],
  [
    'UserErrorVmNotInDesirableState',
    'VM is not in a state that allows backups.',
    'Wait until the virtual machine is running, stopped or deallocated.',
  ],
  [
    'UserErrorRpCollectionLimitReached',
    'The Restore Point collection max limit has reached.',
    'Remove the lock from the resource group of the restore points and try the backup again.',
  ],
  [
    'UserErrorBackupOperationInProgress',
    'Unable to initiate backup as another backup operation is currently in progress',
    'Wait for the backup that runs, or cancel it.',
  ],
  [
    'UserErrorRequestDisallowedByPolicy',
    'An invalid policy is configured on the VM which is preventing Snapshot operation.',
    'Change the policy that denies, or make the resource group of the snapshots beforehand.',
  ],
  [
    'UserErrorCrpReportedUserError',
    'Backup failed due to an error. For details, see Job Error Message Details.',
    'Look into what the compute platform says of the virtual machine.',
  ],
  [
    'UserErrorUnsupportedDiskSize',
    'The configured disk size(s) is currently not supported by Azure Backup.',
    'Make the disk smaller or exclude it.',
  ],
  [
    'ExtensionOperationFailedForManagedDisks',
    'VMSnapshot extension operation failed',
    'Remove the VMSnapshot extension, check the VM agent, and try the backup again.',
  ],
  [
    'ExtensionSnapshotFailedNoNetwork',
    'Snapshot operation failed due to no network connectivity on the virtual machine',
    'Let the virtual machine reach Azure Storage and Azure Backup on port 443.',
  ],
  [
    'ExtensionSnapshotFailedNoSecureNetwork',
    'The snapshot operation failed because of failure to create a secure network communication channel.',
    'Allow strong cryptography for .NET on the virtual machine.',
  ],
  [
    'ExtensionFailedVssWriterInBadState',
    'Snapshot operation failed because VSS writers were in a bad state.',
    'Restart the services of the VSS writers that are not stable.',
  ],
  [
    'ExtensionSnapshotBitlockerError',
    'The snapshot operation failed with the Volume Shadow Copy Service (VSS) operation error - This drive is locked by BitLocker Drive Encryption.',
    'Unlock the drive or turn BitLocker off on it.',
  ],
  [
    'ExtensionStuckInDeletionState',
    'Extension state is not supportive to the backup operation.',
    'Remove the snapshot extension and try the backup again.',
  ],
  [
    'ExtensionFailedTimeoutVMNetworkUnresponsive',
    'Snapshot operation failed due to inadequate VM resources.',
    'Take backups at a quieter hour, or choose a larger size.',
  ],
  [
    'UserErrorFsFreezeFailed',
    'Failed to freeze one or more mount-points of the VM to take a file-system consistent snapshot.',
    'Check the file systems, and skip the mounts that cannot be frozen.',
  ],
  [
    'UserErrorBCMPremiumStorageQuotaError',
    'Could not copy the snapshot of the virtual machine, due to insufficient free space in the storage account.',
    'Keep at most half of the storage account in use.',
  ],
  [
    'BackUpOperationFailed',
    'Backup failed with an internal error - Please retry the operation in a few minutes.',
    'Try the backup again in a few minutes.',
  ],
  [
    'BackUpOperationFailedV2',
    'Backup failed with an internal error - Please retry the operation in a few minutes.',
    'Try the backup again in a few minutes.',
  ],
  [
    'UserErrorInstantRpNotFound',
    'Restore failed because the snapshot of the VM was not found. The snapshot could have been deleted, please check.',
    'Restore from another recovery point.',
  ],
  [
    'CopyingVHDsFromBackUpVaultTakingLongTime',
    'Copying backed up data from vault timed out.',
    'Try the operation again.',
  ],
];

/** The error with this title, compared without case; one that no page has keeps the title it was asked by. */
export function jobErrorNamed(title: string): JobError {
  const row = ROWS.find(([known]) => known.toLowerCase() === title.toLowerCase());
  const [errorTitle, errorString, recommendation, errorCode = UNKNOWN_NUMBER] = row ?? [
    title,
    'The operation failed.',
    'Try the operation again.',
  ];
  return { errorCode, errorTitle, errorString, recommendations: [recommendation] };
}
