// Details of the codes of Recovery Services vaults, their items and policies.

import type { CodeDetails } from './explanation.js';
import { recording, report } from './pages.js';

const STATUS = 'azbackup status --vm {vm}';
const VAULT = 'azbackup vault show {vault}';

/** By the first spelling of each code. */
export const VAULT_DETAILS: Readonly<Record<string, CodeDetails>> = {
  UserErrorBackupOperationInProgress: {
    likely: 'a scheduled backup began, or one was asked for, before this command',
    prove: ['azbackup jobs list --vault {vault} --status running'],
    retry: 'yes',
  },
  VirtualMachineAlreadyProtected: {
    likely: 'another vault, which may be in another resource group, protects the VM',
    prove: [STATUS, 'azbackup vault list'],
    retry: 'no',
  },
  BMSUserErrorInvalidPolicyInput: {
    likely: 'a time, a retention or a time zone that Azure Backup does not take; it names none',
    prove: ['azbackup policy show POLICY --vault {vault}'],
    retry: 'after-fix',
    evidence: [report('Azure/azure-cli', 31139)],
  },
  BMSUserErrorRedundancySettingsUseVaultApi: {
    prove: [VAULT],
    retry: 'no',
    evidence: [
      {
        kind: 'source',
        source: 'microsoft/mcp, Azure.Mcp.Tools.AzureBackup',
        date: '2026-08',
        url: 'https://github.com/microsoft/mcp',
      },
    ],
  },
  BMSUserErrorInvalidConfigureProtectionRequest: {
    likely: 'the VM is in another region than the vault, or its container was not discovered',
    prove: ['azbackup preflight --vm {vm}', VAULT],
    retry: 'after-fix',
    evidence: [report('hashicorp/terraform-provider-azurerm', 2143)],
  },
  BMSUserErrorInvalidInput: {
    likely: 'a request for a state that the item or the vault is not in, such as soft-deleted',
    prove: [STATUS, VAULT],
    retry: 'after-fix',
    evidence: [report('hashicorp/terraform-provider-azurerm', 18577)],
  },
  BMSUserErrorDataSourceObjectNotFound: {
    likely: 'the VM was never protected in this vault, or its backups were deleted',
    prove: [STATUS, VAULT],
    retry: 'after-fix',
    evidence: [report('hashicorp/terraform-provider-azurerm', 9452)],
  },
  UserErrorOperationDeniedOnImmutableItem: {
    prove: [VAULT],
    retry: 'no',
    evidence: [report('Azure/azure-rest-api-specs', 32688)],
  },
  ServiceResourceNotEmptyWithBackendMessage: {
    prove: [VAULT],
    retry: 'after-fix',
    evidence: [recording('delete of a vault with soft-deleted items', '2020-12')],
  },
  ServiceResourceNotEmptyWithContainerDetails: { prove: [VAULT], retry: 'after-fix' },
  CloudInternalError: {
    likely: 'cross-region restore was turned on where it is on already, or a passing fault',
    prove: [VAULT],
    retry: 'yes',
    evidence: [recording('status of a cross-region restore', '2023-05')],
  },
};
