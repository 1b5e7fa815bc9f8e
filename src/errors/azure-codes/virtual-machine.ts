// Codes about the VM itself, its agent and its snapshots.

import type { Suggestion } from '../suggestion.js';

const VM_TROUBLE = 'https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot';
const SNAPSHOT_TROUBLE =
  'https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout';

const RESTART_AGENT =
  'restart or update the VM agent in {vm}, and check that it reaches the network';

/** State of the VM, agent, snapshots. */
export const VIRTUAL_MACHINE_CODES: readonly Suggestion[] = [
  {
    codes: ['UserErrorVmNotInDesirableState'],
    meaning: '{vm} is in a failed or passing state; only a running or stopped VM can be backed up',
    fix: [
      'wait until the VM is running, stopped or deallocated',
      'on Linux with SELinux, exclude /var/lib/waagent from its policies',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorVmProvisioningStateFailed'],
    meaning: 'the last change to {vm} failed, often that of another extension',
    fix: ['repair or remove the extension that failed, then reapply the state of {vm}'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['UserErrorGuestAgentStatusUnavailable'],
    meaning: 'the VM agent of {vm} is stopped, outdated, or does not reach Azure Backup',
    fix: [RESTART_AGENT, 'azbackup preflight --vm {vm}'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['GuestAgentSnapshotTaskStatusError'],
    meaning: 'the VM agent of {vm} did not say how its snapshot went',
    fix: [RESTART_AGENT, 'check that the VMSnapshot extension of {vm} is healthy'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['UserErrorRpCollectionLimitReached'],
    meaning: '{vm} has reached 18 restore points, mostly because a lock keeps old ones in place',
    fix: [
      'remove the lock on the resource group AzureBackupRG of the region, delete the restore point collection, back up again',
    ],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['UserErrorRequestDisallowedByPolicy'],
    meaning: 'an Azure Policy forbids the resource group that snapshots are kept in',
    fix: [
      'change the effect of the policy from deny to modify, or create the group with the tags that it demands',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorCrpReportedUserError'],
    meaning:
      'the compute platform refused the snapshot, for example for a failed extension or a lock',
    fix: ['settle what the message names on {vm}, then back up again'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['UserErrorUnsupportedDiskSize'],
    meaning: 'a disk of {vm} is larger than Azure Backup supports',
    fix: ['make the disk smaller, or leave it out of the backup'],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['UserErrorFsFreezeFailed'],
    meaning: 'a file system of {vm} could not be frozen for the snapshot',
    fix: [
      'check it with fsck, and look for a mount point that is mounted twice',
      'leave it out with MountsToSkip in vmbackup.conf',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['VMRestorePointInternalError'],
    meaning:
      'the backup extension could not run in {vm}, mostly because antivirus software stopped it',
    fix: [
      'exclude C:\\Packages\\Plugins\\Microsoft.Azure.RecoveryServices.VMSnapshot and its log folder from antivirus',
    ],
    docs: VM_TROUBLE,
  },
  {
    codes: ['320001', '400094', 'BCMV2VMNotFound'],
    meaning: '{vm} does not exist any more',
    fix: ['create it again with its name and resource group, or stop its protection'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['380008', 'AzureVmOffline'],
    meaning: '{vm} does not run, so the backup extension cannot be installed',
    fix: ['start {vm}, and check its VM agent'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorVmNotShutDown'],
    meaning: '{vm} runs, and a restore in its place needs it deallocated',
    fix: ['deallocate {vm}, then restore again'],
    docs: 'https://learn.microsoft.com/azure/backup/backup-azure-arm-restore-vms',
  },
  {
    codes: ['UserErrorMigrationFromTrustedLaunchVMToNonTrustedVMNotAllowed'],
    meaning: 'the security type of {vm} differs from that of the VM whose backups {vault} holds',
    fix: ['remove the old backup data, or give the VM another name or resource group'],
    docs: VM_TROUBLE,
  },
];
