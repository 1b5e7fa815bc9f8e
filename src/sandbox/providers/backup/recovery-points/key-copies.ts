// Copies of a machine's key and secret that go into its recovery points.

import type { WorldState } from '../../../kernel/state.js';
import type { MachineEncryption } from '../../compute/disk-encryption/disk-encryption.js';
import { parseObjectUrl } from '../../compute/disk-encryption/disk-key.js';
import { backupKey, backupSecret } from '../../key-vault-data/backup-blob.js';
import { readSecret } from '../../key-vault-data/vault-objects.js';
import type { KeyAndSecret } from './state.js';

/**
 * The key and secret as they are now. With a key encryption key the secret's wrapped value is copied
 * and the key backed up; without one the secret is backed up (Documentation: Restore Key Vault key
 * and secret for encrypted VMs). Throws an Error when they do not exist.
 */
export function copyKeys(state: WorldState, encryption: MachineEncryption): KeyAndSecret {
  const { diskEncryptionKey, keyEncryptionKey } = encryption.settings;
  const place = parseObjectUrl(diskEncryptionKey.secretUrl);
  const secret = readSecret(state, { ...place, name: place.objectName });
  const backup = backupSecret(state, { vaultName: place.vaultName, name: place.objectName });
  if (secret === undefined || backup === undefined) {
    throw new Error(`there is no secret ${diskEncryptionKey.secretUrl}`);
  }
  return {
    encryptionMechanism: encryption.mechanism,
    bekDetails: {
      secretUrl: diskEncryptionKey.secretUrl,
      secretVaultId: diskEncryptionKey.sourceVault.id,
      secretData: secret.value,
    },
    ...(keyEncryptionKey === undefined
      ? { secretBackupData: inPlainBase64(backup) }
      : {
          kekDetails: {
            keyUrl: keyEncryptionKey.keyUrl,
            keyVaultId: keyEncryptionKey.sourceVault.id,
            keyBackupData: keyBackup(state, keyEncryptionKey.keyUrl),
          },
        }),
  };
}

function keyBackup(state: WorldState, keyUrl: string): string {
  const { vaultName, objectName } = parseObjectUrl(keyUrl);
  const backup = backupKey(state, { vaultName, name: objectName });
  if (backup === undefined) {
    throw new Error(`there is no key ${keyUrl}`);
  }
  return inPlainBase64(backup);
}

/** Key Vault speaks base64url; what Azure Backup hands out is the same bytes in plain base64. */
function inPlainBase64(text: string): string {
  return Buffer.from(text, 'base64url').toString('base64');
}
