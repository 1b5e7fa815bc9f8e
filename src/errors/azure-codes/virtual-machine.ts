// Codes about the VM itself, its agent and its snapshots.

import type { Suggestion } from '../suggestion.js';

const VM_TROUBLE = 'https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot';
const SNAPSHOT_TROUBLE =
  'https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout';

const RESTART_AGENT = 'restart or update the VM agent in {vm}, and check its network access';

/** State of the VM, agent, snapshots. */
export const VIRTUAL_MACHINE_CODES: readonly Suggestion[] = [
  {
    codes: ['UserErrorVmNotInDesirableState'],
    meaning:
      '{vm} is in a failed or transient state; only a running or stopped VM can be backed up',
    fix: [
      'wait until the VM is running, stopped or deallocated',
      'on Linux with SELinux, exclude /var/lib/waagent from its policies',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorVmProvisioningStateFailed'],
    meaning: 'the last change to {vm} failed, often in another extension',
    fix: ['repair or remove the extension that failed, then reapply the state of {vm}'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['UserErrorGuestAgentStatusUnavailable'],
    meaning: 'the VM agent of {vm} is stopped, outdated, or cannot reach Azure Backup',
    fix: [RESTART_AGENT, 'azbackup preflight --vm {vm}'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['GuestAgentSnapshotTaskStatusError'],
    meaning: 'the VM agent of {vm} did not report the snapshot status',
    fix: [RESTART_AGENT, 'check that the VMSnapshot extension of {vm} is healthy'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['UserErrorRpCollectionLimitReached'],
    meaning:
      '{vm} has reached 18 restore points, usually because a lock prevents deleting old ones',
    fix: [
      'remove the lock on the resource group AzureBackupRG of the region, delete the restore point collection, back up again',
    ],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['UserErrorRequestDisallowedByPolicy'],
    meaning: 'an Azure Policy denies the resource group for snapshots',
    fix: [
      'change the effect of the policy from deny to modify, or create the group with the required tags',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorCrpReportedUserError'],
    meaning:
      'the compute platform rejected the snapshot, for example because of a failed extension or a lock',
    fix: ['fix the problem named in the message on {vm}, then back up again'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['UserErrorUnsupportedDiskSize'],
    meaning: 'a disk of {vm} is larger than Azure Backup supports',
    fix: ['make the disk smaller, or exclude it from the backup'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['UserErrorFsFreezeFailed'],
    meaning: 'a file system of {vm} could not be frozen for the snapshot',
    fix: [
      'check it with fsck, and look for duplicate mount points',
      'exclude it with MountsToSkip in vmbackup.conf',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['VMRestorePointInternalError'],
    meaning:
      'the backup extension could not run in {vm}, usually because antivirus software blocked it',
    fix: [
      'exclude C:\\Packages\\Plugins\\Microsoft.Azure.RecoveryServices.VMSnapshot and its log folder from antivirus',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['320001', '400094', 'BCMV2VMNotFound'],
    meaning: '{vm} no longer exists',
    fix: ['create it again with the same name and resource group, or stop its protection'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['380008', 'AzureVmOffline'],
    meaning: '{vm} is not running, so the backup extension cannot be installed',
    fix: ['start {vm}, and check its VM agent'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorVmNotShutDown'],
    meaning: '{vm} is running, and must be deallocated for an in-place restore',
    fix: ['deallocate {vm}, then restore again'],
    docs: 'https://learn.microsoft.com/azure/backup/backup-azure-arm-restore-vms',
  },
  {
    codes: ['UserErrorMigrationFromTrustedLaunchVMToNonTrustedVMNotAllowed'],
    meaning: 'the security type of {vm} differs from that of the VM backed up in {vault}',
    fix: ['remove the old backup data, or give the VM another name or resource group'],
    docs: VM_TROUBLE,
  },
];
