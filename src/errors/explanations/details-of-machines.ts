// Details of the codes about the VM itself, its agent, its snapshots and the backup extension.

import type { CodeDetails } from './explanation.js';
import { report } from './pages.js';

const JOB = 'azbackup jobs list --vault {vault} --status failed';
const CHECK = 'azbackup preflight --vm {vm}';
const AGENT = 'az vm get-instance-view -g RG -n {vm} --query instanceView.vmAgent';
const EXTENSIONS = 'az vm extension list -g RG --vm-name {vm} -o table';
const WRITERS = 'in the VM: vssadmin list writers';

/** By the first spelling of each code. */
export const MACHINE_DETAILS: Readonly<Record<string, CodeDetails>> = {
  UserErrorVmNotInDesirableState: {
    likely: 'the VM was starting, being changed, or failed to be provisioned when the backup began',
    prove: ['az vm get-instance-view -g RG -n {vm} --query instanceView.statuses', CHECK],
    retry: 'after-fix',
  },
  UserErrorVmProvisioningStateFailed: {
    likely: 'an extension failed, which may be that of Azure Disk Encryption',
    prove: [EXTENSIONS, CHECK],
    retry: 'after-fix',
  },
  UserErrorGuestAgentStatusUnavailable: {
    likely: 'the agent is stopped, or blocked on its way out, as after a firewall change',
    prove: [AGENT, CHECK],
    retry: 'after-fix',
  },
  GuestAgentSnapshotTaskStatusError: { prove: [AGENT, EXTENSIONS], retry: 'after-fix' },
  UserErrorRpCollectionLimitReached: {
    likely: 'somebody locked the resource group AzureBackupRG of the region',
    prove: ['az lock list --query "[?contains(id, \'AzureBackupRG\')]"', CHECK],
    retry: 'after-fix',
  },
  UserErrorRequestDisallowedByPolicy: {
    likely: 'a policy demands tags of every resource group, and the service creates one without',
    prove: ['az policy state list --filter "complianceState eq \'NonCompliant\'" -o table'],
    retry: 'after-fix',
  },
  UserErrorCrpReportedUserError: {
    likely: 'the message of the job quotes the compute platform, which names the cause',
    prove: [JOB, EXTENSIONS],
    retry: 'after-fix',
  },
  UserErrorUnsupportedDiskSize: {
    likely:
      'a disk is over 32 TB; older pages also name 4 TB for encrypted disks, which newer ones limit for the restore only',
    prove: ['az disk list -g RG --query "[].{name:name, GB:diskSizeGB}" -o table'],
    retry: 'after-fix',
  },
  UserErrorFsFreezeFailed: {
    likely: 'two mount points lead to the same file system, or one has errors',
    prove: ['in the VM: findmnt; dmesg | grep -i freeze'],
    retry: 'after-fix',
  },
  VMRestorePointInternalError: {
    likely: 'antivirus software stops IaaSBcdrExtension.exe',
    prove: ['in the VM: the log of the antivirus software', EXTENSIONS],
    retry: 'after-fix',
  },
  '320001': {
    likely: 'the VM was deleted, or moved to another group, while its protection went on',
    prove: ['az vm list --query "[?name==\'{vm}\'].id"', 'azbackup status --vm {vm}'],
    retry: 'after-fix',
  },
  '380008': {
    likely: 'the first backup needs a running VM, in which it installs its extension',
    prove: ['az vm get-instance-view -g RG -n {vm} --query instanceView.statuses'],
    retry: 'after-fix',
  },
  UserErrorVmNotShutDown: {
    prove: ['az vm get-instance-view -g RG -n {vm} --query instanceView.statuses'],
    retry: 'after-fix',
  },
  UserErrorMigrationFromTrustedLaunchVMToNonTrustedVMNotAllowed: {
    likely: 'a VM was created again under the name of one whose backups are kept, or soft-deleted',
    prove: ['azbackup status --vm {vm}', 'az vm show -g RG -n {vm} --query securityProfile'],
    retry: 'after-fix',
  },
  ExtensionSnapshotFailedNoNetwork: {
    likely: 'a network security group, a route or a proxy closes port 443 to Azure Storage',
    prove: ['az network watcher test-connectivity --source-resource {vm} -g RG --dest-port 443'],
    retry: 'after-fix',
  },
  ExtensionSnapshotFailedNoSecureNetwork: {
    likely: 'an old Windows Server that offers no TLS 1.2 to .NET',
    retry: 'after-fix',
  },
  ExtensionOperationFailedForManagedDisks: { prove: [EXTENSIONS, AGENT], retry: 'after-fix' },
  BackUpOperationFailed: { prove: [JOB, AGENT], retry: 'yes' },
  ExtensionSnapshotBitlockerError: {
    likely:
      'a volume is locked by BitLocker that Azure Disk Encryption does not manage, or after a failed restore',
    prove: ['in the VM: manage-bde -status', WRITERS],
    retry: 'after-fix',
  },
  ExtensionFailedVssWriterInBadState: { prove: [WRITERS], retry: 'after-fix' },
  ExtensionFailedVssServiceInBadState: { prove: [WRITERS], retry: 'after-fix' },
  ExtensionSnapshotFailedCOM: {
    prove: ['in the VM: Get-Service COMSysApp, MSDTC'],
    retry: 'after-fix',
  },
  ExtensionConfigParsingFailure: {
    prove: [String.raw`in the VM: icacls C:\ProgramData\Microsoft\Crypto\RSA\MachineKeys`],
    retry: 'after-fix',
  },
  ExtensionStuckInDeletionState: { prove: [EXTENSIONS], retry: 'after-fix' },
  ExtensionFailedSnapshotLimitReachedError: {
    likely: 'unmanaged disks whose snapshots soft delete or Site Recovery keep',
    retry: 'after-fix',
  },
  ExtensionFailedTimeoutVMNetworkUnresponsive: {
    likely: 'processor or memory were over 90 % in use when the snapshot was due',
    prove: ['az monitor metrics list --resource VM-ID --metric "Percentage CPU" --interval PT5M'],
    retry: 'yes',
  },
  ExtensionVCRedistInstallationFailure: {
    prove: ['in the VM: Get-Service msiserver'],
    retry: 'after-fix',
  },
  CopyingVHDsFromBackUpVaultTakingLongTime: {
    likely: 'other restores or applications use the staging account at the same time',
    prove: [JOB],
    retry: 'yes',
  },
  UserErrorBCMPremiumStorageQuotaError: {
    likely: 'unmanaged disks in a premium account that is more than half full',
    retry: 'after-fix',
  },
  UserErrorInstantRpNotFound: {
    likely: 'somebody deleted the snapshot, or its resource group, before the copy to the vault',
    prove: ['azbackup recovery-points list --vm {vm}'],
    retry: 'no',
  },
  UserErrorSkuNotAvailable: {
    prove: ['az vm list-skus -l REGION --size SIZE --all -o table'],
    retry: 'after-fix',
  },
  UserErrorMarketPlaceVMNotSupported: {
    likely: 'the publisher withdrew the image, or its plan was not passed on',
    prove: ['az disk show -g RG -n DISK --query purchasePlan'],
    retry: 'after-fix',
    evidence: [report('Azure/azure-cli', 5949)],
  },
  UserErrorCoreCountSubscriptionQuotaReached: {
    prove: ['az vm list-usage -l REGION -o table'],
    retry: 'after-fix',
  },
};
