// Refusals whose rule is documented and whose code nobody has shown. The sandbox uses these codes, so that a rehearsal
// has something to explain; Azure's own may differ.

import { assumption, page } from '../pages.js';
import type { CodeExplanation, Retry } from '../explanation.js';

const BACKUP = 'https://learn.microsoft.com/azure/backup';
const CMK = `${BACKUP}/encryption-at-rest-with-cmk`;
const MATRIX = `${BACKUP}/backup-support-matrix-iaas`;
const RESTORE = `${BACKUP}/backup-azure-arm-restore-vms`;
const ENCRYPTED = `${BACKUP}/restore-azure-encrypted-virtual-machines`;
const ENHANCED = `${BACKUP}/backup-azure-vms-enhanced-policy`;
const TROUBLE = `${BACKUP}/backup-azure-vms-troubleshoot`;
const GUARD = `${BACKUP}/multi-user-authorization-concept`;
const ARCHIVE = `${BACKUP}/archive-tier-support`;

type Row = readonly [code: string, meaning: string, fix: string, docs: string, more?: More];

interface More {
  readonly prove?: readonly string[];
  readonly retry?: Retry;
}

const POLICY = ['azbackup policy list --vault {vault}'];
const VAULT = ['azbackup vault show {vault}'];
const ACCOUNT = [
  'az storage account show -n ACCOUNT --query "{sku:sku.name, kind:kind, location:location}"',
];
const WAIT: More = { retry: 'yes' };

const ROWS: readonly Row[] = [
  [
    'UserErrorVaultCannotBeEncrypted',
    'a customer-managed key is for a vault that protects nothing, and never has',
    'create a vault with the key, and protect the VMs in it',
    CMK,
    { prove: VAULT },
  ],
  [
    'UserErrorCMKMissingMangedIdentityPermissionOnKeyVault',
    'the key of {vault} cannot be used: it is disabled, expired, or its key vault lacks purge protection',
    'enable the key, and purge protection of its key vault',
    CMK,
    { prove: ['az keyvault key show --id KEY-URI --query attributes'] },
  ],
  [
    'UserErrorRestoreTypeNotSupportedForUnmanagedVm',
    'a VM without managed disks is restored as disks only',
    'restore the disks, and create the VM from them',
    MATRIX,
  ],
  [
    'UserErrorRestoreTypeNotSupportedForSelectiveDisk',
    'a recovery point that leaves disks out is restored as disks only',
    'restore the disks, and create the VM from them',
    `${BACKUP}/selective-disk-backup-restore`,
    { prove: ['azbackup recovery-points list --vm {vm}'] },
  ],
  [
    'UserErrorOriginalVmNotFound',
    'the VM whose disks are to be replaced is gone',
    'restore a new VM, or the disks',
    RESTORE,
    { prove: ['azbackup status --vm {vm}'] },
  ],
  [
    'UserErrorTargetVmAlreadyExists',
    'the target resource group has a VM of this name',
    'choose another name for the new VM',
    RESTORE,
    { prove: ['az vm list -g RG --query "[].name"'] },
  ],
  [
    'UserErrorTargetVirtualNetworkNotFound',
    'the virtual network of the new VM, or its subnet, was not found',
    'choose a virtual network and a subnet that exist',
    RESTORE,
    { prove: ['az network vnet list --query "[].{name:name, location:location}"'] },
  ],
  [
    'UserErrorTargetVirtualNetworkInDifferentRegion',
    'the virtual network of the new VM is in another region',
    'choose a virtual network in the region of the vault',
    RESTORE,
    { prove: ['az network vnet list --query "[].{name:name, location:location}"'] },
  ],
  [
    'UserErrorEncryptedVmCrossSubscriptionBackupNotSupported',
    'a vault of another subscription cannot protect a VM with Azure Disk Encryption',
    'protect the VM with a vault of its own subscription',
    `${BACKUP}/backup-azure-vms-encryption`,
    { prove: ['azbackup preflight --vm {vm}'] },
  ],
  [
    'UserErrorCrossSubscriptionRestoreNotSupportedOnVault',
    'cross-subscription restore is disabled for {vault}, which is in another subscription than the VM',
    'az backup vault create -g RG -n {vault} -l LOCATION --cross-subscription-restore-state Enable',
    RESTORE,
    { prove: VAULT },
  ],
  [
    'UserErrorTrustedLaunchVMNotSupportedWithStandardPolicy',
    'a Trusted Launch VM needs an Enhanced policy',
    'choose an Enhanced policy with --policy',
    ENHANCED,
    { prove: POLICY },
  ],
  [
    'UserErrorDiskTypeNotSupportedWithStandardPolicy',
    'a VM with an Ultra Disk or Premium SSD v2 needs an Enhanced policy',
    'choose an Enhanced policy with --policy',
    ENHANCED,
    { prove: POLICY },
  ],
  [
    'UserErrorDiskDataAccessAuthenticationEnabled',
    'a disk allows data access with Microsoft Entra sign-in only, so its backups fail',
    'az disk update -g RG -n DISK --data-access-auth-mode None',
    ENHANCED,
    { prove: ['az disk show -g RG -n DISK --query dataAccessAuthMode'] },
  ],
  [
    'UserErrorPolicyItemLimitReached',
    'the policy has 1,000 machines, which is the maximum',
    'choose another policy with --policy',
    MATRIX,
    { prove: POLICY },
  ],
  [
    'UserErrorVaultItemLimitReached',
    '{vault} protects 1,000 machines, which is the maximum',
    'choose another vault with --vault',
    MATRIX,
    { prove: VAULT },
  ],
  [
    'UserErrorJobNotCancellable',
    'the job is past its snapshot, so it is too late to cancel it',
    'wait for its end: azbackup jobs watch --vm {vm}',
    TROUBLE,
    { retry: 'no' },
  ],
  [
    'UserErrorJobNotInProgress',
    'the job has ended, is being cancelled, or is no backup',
    'azbackup jobs list --vault {vault}',
    TROUBLE,
    { retry: 'no' },
  ],
  [
    'UserErrorMaxOnDemandBackupsReached',
    '{vm} had nine backups on demand within a day, which is the maximum',
    'wait until the oldest is a day old',
    MATRIX,
    WAIT,
  ],
  [
    'UserErrorMaxRestoresReached',
    '{vm} had ten restores within a day, which is the maximum',
    'wait until the oldest is a day old',
    MATRIX,
    WAIT,
  ],
  [
    'UserErrorResourceGuardOperationRequestMissing',
    'a Resource Guard protects {vault}, and the request names no approval',
    'add --resource-guard-request with the id that the guard gave',
    GUARD,
    { prove: VAULT },
  ],
  [
    'UserErrorResourceGuardAuthorizationFailed',
    'the signed-in account has no rights at the Resource Guard of {vault}',
    'get the role Backup MUA Operator at the Resource Guard',
    GUARD,
    { prove: VAULT },
  ],
  [
    'UserErrorEncryptedVmRestoreNotSupported',
    'an encrypted VM can only be restored as disks',
    'restore its disks, and create the VM from them: azbackup restore --vm {vm} --to vm --name NEW --vnet VNET --subnet SUBNET',
    ENCRYPTED,
    { retry: 'no' },
  ],
  [
    'UserErrorEncryptedVmCrossSubscriptionRestoreNotSupported',
    'an encrypted VM can only be restored within its subscription',
    'choose a resource group and staging account of the same subscription',
    ENCRYPTED,
    { retry: 'no' },
  ],
  [
    'UserErrorEncryptedVmCrossZonalRestoreNotSupported',
    'an encrypted VM can only be restored to its own zone',
    'restore to the zone of the VM',
    ENCRYPTED,
    { retry: 'no' },
  ],
  [
    'UserErrorEncryptedVmDiskEncryptionSetNotSupported',
    'a disk encryption set does not go together with Azure Disk Encryption',
    'leave the disk encryption set out',
    ENCRYPTED,
    { retry: 'no' },
  ],
  [
    'UserErrorStorageAccountNotFound',
    'the staging account of the restore does not exist',
    'choose one with --staging-account',
    RESTORE,
    { prove: ['az storage account list -o table'] },
  ],
  [
    'UserErrorTargetStorageAccountInDifferentRegion',
    'the staging account is in another region than {vault}',
    'choose a staging account in the region of the vault',
    TROUBLE,
    { prove: ACCOUNT },
  ],
  [
    'UserErrorTargetStorageAccountInDifferentSubscription',
    'the staging account is in another subscription than the VM',
    'choose a staging account in the subscription of the VM',
    RESTORE,
    { prove: ACCOUNT },
  ],
  [
    'UserErrorStorageAccountTypeNotSupported',
    'the staging account is of a kind that takes no page blobs, or is not supported',
    'choose a general-purpose account without a hierarchical namespace',
    RESTORE,
    { prove: ACCOUNT },
  ],
  [
    'UserErrorStorageAccountSharedKeyAccessDisabled',
    'the staging account does not allow its keys to be used',
    'choose another staging account, or restore by a managed identity of the vault',
    RESTORE,
    { prove: ['az storage account show -n ACCOUNT --query allowSharedKeyAccess'] },
  ],
  [
    'UserErrorStorageAccountNotAccessible',
    'the firewall of the staging account keeps Azure Backup out',
    'allow trusted Microsoft services in the network rules of the account',
    RESTORE,
    { prove: ['az storage account show -n ACCOUNT --query networkRuleSet'] },
  ],
  [
    'UserErrorPremiumStorageAccountNotSupported',
    'a premium staging account fits only VMs with premium disks',
    'choose a standard storage account',
    RESTORE,
    { prove: ACCOUNT },
  ],
  [
    'UserErrorPremiumStorageAccountWithNetworkRulesNotSupported',
    'a premium staging account with network rules cannot stage managed disks',
    'choose a storage account without network rules',
    RESTORE,
    { prove: ACCOUNT },
  ],
  [
    'UserErrorManagedIdentityRestoreNotSupported',
    'a restore by managed identity needs managed disks',
    'choose a staging account that allows its keys',
    RESTORE,
    { retry: 'no' },
  ],
  [
    'UserErrorVaultIdentityNotFound',
    '{vault} does not have this managed identity',
    'enable the identity on the vault',
    RESTORE,
    { prove: VAULT },
  ],
  [
    'UserErrorVaultIdentityNotAuthorized',
    'the managed identity of {vault} has no rights at the staging account',
    'assign it the role Storage Blob Data Contributor at the account',
    RESTORE,
    { prove: ['az role assignment list --scope ACCOUNT-ID --include-inherited -o table'] },
  ],
  [
    'UserErrorTargetResourceGroupNotFound',
    'the target resource group of the restore does not exist',
    'az group create -n RG -l REGION',
    RESTORE,
    { prove: ['az group list -o table'] },
  ],
  [
    'UserErrorTargetResourceGroupRequired',
    'a restore to the secondary region needs a target resource group',
    'add --target-resource-group',
    RESTORE,
  ],
  [
    'UserErrorRecoveryPointInArchiveTier',
    'the recovery point is only in the archive tier',
    'rehydrate it with --rehydrate, or choose another point',
    ARCHIVE,
    { prove: ['azbackup recovery-points list --vm {vm}'] },
  ],
  [
    'UserErrorCrossRegionRestoreNotEnabled',
    'cross-region restore is not on for {vault}',
    'restore in the primary region, or turn it on for later points',
    RESTORE,
    { prove: VAULT },
  ],
  [
    'UserErrorInvalidCrrAccessToken',
    'the token for a restore to the secondary region is too old, or of another point',
    'start the restore again',
    RESTORE,
    { retry: 'yes' },
  ],
];

/** All of them. */
export const ASSUMED_CODES: readonly CodeExplanation[] = ROWS.map(
  ([code, meaning, fix, docs, more]): CodeExplanation => ({
    codes: [code],
    standing: 'assumed',
    meaning,
    prove: more?.prove ?? [],
    fix: [fix],
    retry: more?.retry ?? 'after-fix',
    docs,
    evidence: [
      page(docs),
      assumption('the code, which the sandbox uses: the page has the rule, and no code'),
    ],
  }),
);
