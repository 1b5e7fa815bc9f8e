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
      'then run the command again; or end that job first, with azbackup jobs cancel ID',
    ],
    docs: SNAPSHOT_TROUBLE,
  },
  {
    codes: ['VirtualMachineAlreadyProtected'],
    meaning: '{vm} is protected by a vault already, and a VM can be in one vault only',
    fix: ['azbackup status --vm {vm}'],
    docs: PREPARE,
  },
  {
    codes: ['BMSUserErrorInvalidPolicyInput'],
    meaning: 'Azure does not accept the policy',
    fix: ['check its times, its durations and its time zone'],
    docs: PREPARE,
  },
  {
    codes: ['BMSUserErrorRedundancySettingsUseVaultApi'],
    meaning: 'the redundancy of {vault} is a property of the vault itself',
    fix: ['set the redundancy settings on the vault'],
    docs: 'https://learn.microsoft.com/azure/backup/backup-create-recovery-services-vault',
  },
  {
    codes: ['BMSUserErrorInvalidConfigureProtectionRequest'],
    meaning: 'Azure does not accept the request to protect {vm}',
    fix: ['azbackup preflight --vm {vm}', 'check that the VM and the vault are in the same region'],
    docs: PREPARE,
  },
  {
    codes: ['BMSUserErrorInvalidInput'],
    meaning: 'Azure Backup does not accept what the request holds',
    fix: ['azbackup preflight --vm {vm}'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['BMSUserErrorDataSourceObjectNotFound'],
    meaning: '{vault} has no item for {vm}',
    fix: ['azbackup status --vm {vm}'],
    docs: VM_TROUBLE,
  },
  {
    codes: ['UserErrorOperationDeniedOnImmutableItem'],
    meaning: '{vault} is immutable, so nothing may shorten or remove backups in it',
    fix: ['leave the backups as they are until they expire'],
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
    meaning:
      'Azure Backup met an internal error, which it also reports when a setting is on already',
    fix: ['look at the setting first; run the command again in some minutes'],
    docs: VM_TROUBLE,
  },
];
