// Codes about encrypted VMs, their key vaults, and the keys of vaults.

import type { Suggestion } from '../suggestion.js';

const ENCRYPTED_TROUBLE =
  'https://learn.microsoft.com/azure/backup/backup-azure-encrypted-vm-troubleshoot';
const KEY_VAULT_ERRORS = 'https://learn.microsoft.com/azure/key-vault/general/common-error-codes';

/** Encryption and key vaults. */
export const ENCRYPTION_CODES: readonly Suggestion[] = [
  {
    codes: ['UserErrorKeyVaultPermissionsNotConfigured'],
    meaning: 'the backup service may not read the keys or secrets that {vm} is encrypted with',
    fix: ['azbackup grant-access --vm {vm}', 'azbackup preflight --vm {vm}'],
    docs: ENCRYPTED_TROUBLE,
  },
  {
    codes: ['UserErrorEncryptedVmNotSupportedWithDiskEx'],
    meaning: 'a standard policy cannot leave out disks of a VM encrypted with ADE',
    fix: ['use an enhanced policy, or back up all disks of {vm}'],
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
    meaning: 'the key in the key vault does not open the secret of a disk: they are no pair',
    fix: ['azbackup restore-keys --vm {vm}', 'azbackup audit-keys --vm {vm}'],
    docs: ENCRYPTED_TROUBLE,
  },
  {
    codes: ['BCMProtGetSaSUriAsyncError'],
    meaning: '{vault} is encrypted with a key of yours that it cannot use any more',
    fix: ["give the vault's identity its rights on that key back, and check that it is enabled"],
    docs: ENCRYPTED_TROUBLE,
  },
  {
    codes: ['ForbiddenByPolicy', 'AccessDenied'],
    meaning: 'no access policy of the key vault allows this to the account in use',
    fix: ['have the permission added to the access policies of the key vault'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['ForbiddenByRbac'],
    meaning: 'no role of the account in use allows this in the key vault',
    fix: [
      'get a role with the action named in the message, then wait a few minutes for it to take effect',
    ],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['ForbiddenByFirewall'],
    meaning: 'the firewall of the key vault refuses the address of this machine',
    fix: ['add the address to the firewall of the key vault, or run azbackup inside its network'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['ForbiddenByConnection'],
    meaning: 'the key vault accepts connections through its private endpoint only',
    fix: ['run azbackup in a network that reaches the private endpoint of the key vault'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['SecretDisabled', 'KeyDisabled'],
    meaning: 'the version of the key or secret is disabled',
    fix: ['enable the version that the message names', 'azbackup preflight --vm {vm}'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['SecretNotFound', 'KeyNotFound'],
    meaning: 'the key vault does not hold the key or secret, or not any more',
    fix: ['recover it if it is soft-deleted', 'azbackup preflight --vm {vm}'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['ObjectIsDeletedButRecoverable'],
    meaning: 'a soft-deleted key or secret has that name, which keeps the name in use',
    fix: ['recover it, or purge it where the key vault allows that'],
    docs: KEY_VAULT_ERRORS,
  },
  {
    codes: ['ObjectIsBeingDeleted'],
    meaning: 'the key or secret is being deleted at this moment',
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
