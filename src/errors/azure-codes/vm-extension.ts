// Codes of the backup extension inside the VM.

import type { Suggestion } from '../suggestion.js';

const VM_TROUBLE = 'https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot';
const SNAPSHOT_TROUBLE =
  'https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout';

/** The VMSnapshot extension and the Windows services it uses. */
export const VM_EXTENSION_CODES: readonly Suggestion[] = [
  {
    codes: ['ExtensionSnapshotFailedNoNetwork'],
    meaning: 'the backup extension of {vm} cannot reach the storage service',
    fix: ['allow outbound port 443 to the service tags Storage and AzureBackup'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['ExtensionSnapshotFailedNoSecureNetwork'],
    meaning: 'the backup extension of {vm} could not open a TLS connection',
    fix: ['set SchUseStrongCrypto to 1 for .NET in the registry of {vm}'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['ExtensionOperationFailedForManagedDisks'],
    meaning: 'the backup extension of {vm} failed',
    fix: [
      'remove the VMSnapshot extension (the next backup reinstalls it), and check the VM agent',
    ],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['BackUpOperationFailed', 'BackUpOperationFailedV2'],
    meaning: 'internal Azure error during the backup',
    fix: ['back up again; check the VM agent, and locks on the snapshot resource group'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['ExtensionSnapshotBitlockerError'],
    meaning: 'VSS failed because BitLocker has locked a drive of {vm}',
    fix: ['unlock the drive or turn BitLocker off on it, then check the VSS writers'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['ExtensionFailedVssWriterInBadState'],
    meaning: 'a VSS writer of {vm} is not stable',
    fix: [
      'restart the services of the writers that vssadmin list writers shows as failed',
      'if it happens again, set SnapshotWithoutThreads in the registry',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['ExtensionFailedVssServiceInBadState'],
    meaning: 'the VSS service of {vm} is in a bad state',
    fix: ['restart the service VSS, or {vm} itself'],
    docs: VM_TROUBLE,
  },
  {
    codes: [
      'ExtensionSnapshotFailedCOM',
      'ExtensionInstallationFailedCOM',
      'ExtensionInstallationFailedMDTC',
    ],
    meaning: 'COM+ or the distributed transaction coordinator of {vm} is not working',
    fix: [
      'restart COMSysApp, and run MSDTC as Network Service',
      'reinstall MSDTC if it does not start',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['ExtensionConfigParsingFailure'],
    meaning: 'the permissions of the MachineKeys folder of {vm} were changed',
    fix: [
      'restore the default permissions, delete the Windows Azure CRP certificates, then back up again',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['ExtensionStuckInDeletionState'],
    meaning: 'the backup extension of {vm} is stuck while being removed',
    fix: ['uninstall VMSnapshot (VMSnapshotLinux on Linux), then back up again'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['ExtensionFailedSnapshotLimitReachedError'],
    meaning: 'a disk of {vm} has reached the snapshot limit',
    fix: [
      'delete unneeded blob snapshots, and shorten soft delete of the storage account',
      'do not run backup and Site Recovery snapshots at the same time',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['ExtensionFailedTimeoutVMNetworkUnresponsive'],
    meaning: '{vm} was too busy to take a snapshot in time',
    fix: [
      'set SnapshotMethod to firstHostThenGuest, or back up at another time',
      'resize {vm} to a larger size',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['ExtensionVCRedistInstallationFailure'],
    meaning: 'the Visual C++ 2013 runtime could not be installed in {vm}',
    fix: ['install it manually, and set the start type of the service msiserver to 3'],
    docs: VM_TROUBLE,
  },
];
