// Codes about encrypted VMs, their key vaults, and the keys of vaults.

import type { Suggestion } from '../suggestion.js';

const ENCRYPTED_TROUBLE =
  'https://learn.microsoft.com/azure/backup/backup-azure-encrypted-vm-troubleshoot';
const KEY_VAULT_ERRORS = 'https://learn.microsoft.com/azure/key-vault/general/common-error-codes';

/** Encryption and key vaults. */
export const ENCRYPTION_CODES: readonly Suggestion[] = [
  {
    codes: ['UserErrorKeyVaultPermissionsNotConfigured'],
    meaning: 'the backup service has no access to the keys or secrets of {vm}',
    fix: ['azbackup grant-access --vm {vm}', 'azbackup preflight --vm {vm}'],
    docs: ENCRYPTED_TROUBLE,
  },
  {
    codes: ['UserErrorEncryptedVmNotSupportedWithDiskEx'],
    meaning: 'a Standard policy cannot exclude disks of a VM encrypted with ADE',
    fix: ['use an Enhanced policy, or back up all disks of {vm}'],
    docs: 'https://learn.microsoft.com/azure/backup/selective-disk-backup-restore',
  },
  {
    codes: ['DiskEncryptionInternalError'],
    meaning: 'ADE could not fetch the secret or key of a disk from its key vault',
    fix: ['azbackup restore-keys --vm {vm}', 'azbackup audit-keys --vm {vm}'],
    docs: ENCRYPTED_TROUBLE,
  },
  {
    codes: ['DiskEncryptionKeySecretUnwrapFailed'],
    meaning: 'the key in the key vault does not match the secret of a disk',
    fix: ['azbackup restore-keys --vm {vm}', 'azbackup audit-keys --vm {vm}'],
    docs: ENCRYPTED_TROUBLE,
  },
  {
    codes: ['BCMProtGetSaSUriAsyncError'],
    meaning: '{vault} can no longer use its customer-managed key',
    fix: ['grant the identity of the vault access to that key, and check that the key is enabled'],
    docs: ENCRYPTED_TROUBLE,
  },
  {
    codes: ['ForbiddenByPolicy', 'AccessDenied'],
    meaning: 'no access policy of the key vault allows this for the signed-in account',
    fix: ['add the permission to the access policies of the key vault'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['ForbiddenByRbac'],
    meaning: 'no role of the signed-in account allows this in the key vault',
    fix: [
      'get a role with the action named in the message, then wait a few minutes for it to take effect',
    ],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['ForbiddenByFirewall'],
    meaning: 'the firewall of the key vault blocks the address of this computer',
    fix: ['add the address to the firewall of the key vault, or run azbackup in its network'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['ForbiddenByConnection'],
    meaning: 'the key vault accepts only private endpoint connections',
    fix: ['run azbackup in a network with access to the private endpoint'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['SecretDisabled', 'KeyDisabled'],
    meaning: 'the version of the key or secret is disabled',
    fix: ['enable the version named in the message', 'azbackup preflight --vm {vm}'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['SecretNotFound', 'KeyNotFound'],
    meaning: 'the key or secret does not exist in the key vault',
    fix: ['recover it if it is soft-deleted', 'azbackup preflight --vm {vm}'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['ObjectIsDeletedButRecoverable'],
    meaning: 'a soft-deleted key or secret has that name, so the name is not available',
    fix: ['recover it, or purge it where the key vault allows that'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['ObjectIsBeingDeleted'],
    meaning: 'the key or secret is being deleted',
    fix: ['run the command again in a minute'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['RequestNotAllowedOnNonDeletedObject'],
    meaning: 'a key or secret of that name exists, so there is nothing to recover',
    fix: ['use the one that exists'],
    docs: KEY_VAULT_ERRORS,
  },
];
