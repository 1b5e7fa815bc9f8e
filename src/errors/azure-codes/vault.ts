// Codes of Recovery Services vaults, their items and policies.

import type { Suggestion } from '../suggestion.js';

const SNAPSHOT_TROUBLE =
  'https://learn.microsoft.com/azure/backup/backup-azure-troubleshoot-vm-backup-fails-snapshot-timeout';
const VM_TROUBLE = 'https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot';
const PREPARE = 'https://learn.microsoft.com/azure/backup/backup-azure-arm-vms-prepare';
const DELETE_VAULT = 'https://learn.microsoft.com/azure/backup/backup-azure-delete-vault';

/** Vaults, items and policies. */
export const VAULT_CODES: readonly Suggestion[] = [
  {
    codes: ['UserErrorBackupOperationInProgress'],
    meaning: 'another operation on the backups of {vm} is running',
    fix: [
      'azbackup jobs watch --vm {vm} --vault {vault}',
      'then run the command again; or cancel that job: azbackup jobs cancel ID',
    ],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['VirtualMachineAlreadyProtected'],
    meaning: '{vm} is already protected by a vault, and a VM can only be in one vault',
    fix: ['azbackup status --vm {vm}'],
    docs: PREPARE,
  },
  {
    codes: ['BMSUserErrorInvalidPolicyInput'],
    meaning: 'Azure rejected the policy',
    fix: ['check its times, retention and time zone'],
    docs: PREPARE,
  },
  {
    codes: ['BMSUserErrorRedundancySettingsUseVaultApi'],
    meaning: 'the redundancy of {vault} is set on the vault resource',
    fix: ['set the redundancy on the vault'],
    docs: 'https://learn.microsoft.com/azure/backup/backup-create-recovery-services-vault',
  },
  {
    codes: ['BMSUserErrorInvalidConfigureProtectionRequest'],
    meaning: 'Azure rejected the request to protect {vm}',
    fix: ['azbackup preflight --vm {vm}', 'check that the VM and the vault are in the same region'],
    docs: PREPARE,
  },
  {
    codes: ['BMSUserErrorInvalidInput'],
    meaning: 'Azure Backup rejected the content of the request',
    fix: ['azbackup preflight --vm {vm}'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['BMSUserErrorDataSourceObjectNotFound'],
    meaning: '{vault} has no protected item for {vm}',
    fix: ['azbackup status --vm {vm}'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorOperationDeniedOnImmutableItem'],
    meaning: '{vault} is immutable, so backups in it cannot be shortened or removed',
    fix: ['wait until the backups expire'],
    docs: 'https://learn.microsoft.com/azure/backup/backup-azure-immutable-vault-concept',
  },
  {
    codes: ['ServiceResourceNotEmptyWithBackendMessage'],
    meaning: '{vault} still holds items, which may be soft-deleted',
    fix: ['wait until the soft-deleted items are purged, then delete the vault'],
    docs: DELETE_VAULT,
  },
  {
    codes: ['ServiceResourceNotEmptyWithContainerDetails'],
    meaning: '{vault} still has containers registered',
    fix: ['unregister them, then delete the vault'],
    docs: DELETE_VAULT,
  },
  {
    codes: ['CloudInternalError'],
    meaning: 'internal error of Azure Backup, also reported if a setting is already on',
    fix: ['check the setting first; run the command again in a few minutes'],
    docs: VM_TROUBLE,
  },
];
