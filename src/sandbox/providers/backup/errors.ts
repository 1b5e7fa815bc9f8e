// Failures of Azure Backup whose code and wording are known. Each says from where.

import type { BackupFailure } from './response.js';
import { jobErrorNamed } from './jobs/errors.js';
import type { JobError } from './jobs/state.js';

/** Operation status of a machine under Azure Disk Encryption. MicrosoftDocs/azure-docs issues 91512, 97447. */
export const KEY_VAULT_PERMISSIONS: BackupFailure = {
  code: 'UserErrorKeyVaultPermissionsNotConfigured',
  message:
    'Azure Backup Service does not have sufficient permissions to Key Vault for Backup of Encrypted Virtual Machines.',
};

/** 400 of the PUT of an item. hashicorp/terraform-provider-azurerm issue 2143. */
export const INVALID_CONFIGURE_PROTECTION: BackupFailure = {
  code: 'BMSUserErrorInvalidConfigureProtectionRequest',
  message:
    'Input for configure protection is not in proper format\r\nPlease ensure that container exists and other parameters are in valid format',
};

/** 400 of any request. hashicorp/terraform-provider-azurerm issue 18577. */
export const INVALID_INPUT: BackupFailure = {
  code: 'BMSUserErrorInvalidInput',
  message: 'Input provided for the call is invalid',
};

/** 404 of an item. hashicorp/terraform-provider-azurerm issue 9452. */
export const ITEM_NOT_FOUND: BackupFailure = {
  code: 'BMSUserErrorDataSourceObjectNotFound',
  message:
    'Item not found.\r\nSelected item might have been deleted. Please check if item is registered to the vault.',
};

/** 400 of the PUT of a policy that breaks any rule. Azure/azure-cli issue 31139; microsoft/mcp. */
export const INVALID_POLICY: BackupFailure = {
  code: 'BMSUserErrorInvalidPolicyInput',
  message:
    'Input for create or update policy is not in proper format. Please check format of parameters like schedule time, schedule days, retention time and retention days',
};

/** Documentation: troubleshoot problems while backing up Azure file shares, common modify policy errors. */
export const CONFLICTING_OPERATION: BackupFailure = {
  code: 'BMSUserErrorConflictingProtectionOperation',
  message: 'Another configure protection operation is in progress for this item.',
};

/** OpenAPI example of ProtectionIntent_Validate. */
export const ALREADY_PROTECTED: BackupFailure & { readonly recommendation: string } = {
  code: 'VirtualMachineAlreadyProtected',
  message:
    "Virtual machine with same name and same resource group is already protected. Please select `Disable' choice above for backup and go to backup item corresponding to this VM in the vault",
  recommendation: 'Please do not enable protection again.',
};

/** Documentation: troubleshoot Azure Backup failure: Issues with the agent or extension. */
export const BACKUP_IN_PROGRESS: BackupFailure = {
  code: 'UserErrorBackupOperationInProgress',
  message: 'Unable to initiate backup as another backup operation is currently in progress',
};

/** Documentation: Selective disk backup and restore for Azure virtual machines. */
export const DISK_EXCLUSION_OF_ENCRYPTED: BackupFailure = {
  code: 'UserErrorEncryptedVmNotSupportedWithDiskEx',
  message: 'Disk exclusion is not supported for encrypted virtual machines.',
};

/** Documentation: troubleshoot backup failures on Azure virtual machines, 400094. */
export const MACHINE_NOT_FOUND: JobError = jobErrorNamed('BCMV2VMNotFound');

/** 400 of what would lose or only keep recovery points otherwise than a vault's immutability allows. Azure/azure-rest-api-specs issue 32688. */
export const DENIED_BY_IMMUTABILITY: BackupFailure = {
  code: 'UserErrorOperationDeniedOnImmutableItem',
  message:
    'The Vault and Bakcup Item is in Immutable state where destructive operations are not supported. The Vault and Backup Item is immutable, hence operation is denied. Refer to the documentation to learn more: https://aka.ms/AB-ImmutableVaults-States ',
};
