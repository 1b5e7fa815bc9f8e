// The encryption settings that restored disks must have, and whether they have them.

import type { EncryptionSettings, ManagedDisk } from '../../../domain/virtual-machine.js';
import { sameObjectUrl } from '../../../domain/keys/key-copies.js';
import { statusOf } from '../../../domain/keys/key-status.js';
import type { RestorationFacts } from '../../keys/rules.js';
import { diskSettingsDocument, vaultIdOf } from '../../keys/report.js';
import type { KeySource } from '../../keys/source.js';

/**
 * Where key and secret can be had, as disks say it; undefined while one is missing. Where they may not be looked at, and
 * nothing speaks against it, that is where the point has them.
 */
export function wantedSettings(
  source: KeySource,
  facts: RestorationFacts,
): EncryptionSettings | undefined {
  const settled = diskSettingsDocument(source, facts);
  if (settled === null) {
    return asThePointSays(source, facts);
  }
  const { secretUrl, secretVaultId, keyUrl, keyVaultId } = settled;
  return {
    enabled: true,
    secretUrl,
    secretVaultId,
    ...(keyUrl === null ? {} : { keyUrl }),
    ...(keyVaultId === null ? {} : { keyVaultId }),
  };
}

function asThePointSays(
  { copies: { secret, key } }: KeySource,
  facts: RestorationFacts,
): EncryptionSettings | undefined {
  const pairs = [
    { object: facts.secret, url: secret.url },
    ...(facts.key === undefined ? [] : [{ object: facts.key, url: key?.url ?? '' }]),
  ];
  const mayBeThere = pairs.every(
    ({ object, url }) =>
      ['in-place', 'unknown'].includes(statusOf(object).state) &&
      sameObjectUrl(object.wanted.url, url),
  );
  const secretVaultId = vaultIdOf(facts.secret);
  const keyVaultId = facts.key === undefined ? undefined : vaultIdOf(facts.key);
  return !mayBeThere || secretVaultId === '' || keyVaultId === ''
    ? undefined
    : {
        enabled: true,
        secretUrl: secret.url,
        secretVaultId,
        ...(key === undefined ? {} : { keyUrl: key.url }),
        ...(keyVaultId === undefined ? {} : { keyVaultId }),
      };
}

/** True where a managed disk names these already. */
export function diskCarries({ adeSettings }: ManagedDisk, wanted: EncryptionSettings): boolean {
  const [found] = adeSettings?.settings ?? [];
  return adeSettings?.enabled === true && found !== undefined && keyOf(found) === keyOf(wanted);
}

function keyOf({ secretUrl, secretVaultId, keyUrl, keyVaultId }: EncryptionSettings): string {
  return [secretUrl, secretVaultId, keyUrl, keyVaultId].join(' ').toLowerCase();
}

/** Metadata of a VHD that tell where its key and secret are ("Restore encrypted Azure virtual machines"). */
export const VHD_SETTINGS = 'DiskEncryptionSettings';

/** Their value, as the page has it. */
export function vhdSettings({
  secretUrl,
  secretVaultId,
  keyUrl,
  keyVaultId,
}: EncryptionSettings): string {
  return JSON.stringify({
    encryptionEnabled: true,
    encryptionSettings: [
      {
        diskEncryptionKey: { sourceVault: { id: secretVaultId }, secretUrl },
        ...(keyUrl === undefined
          ? {}
          : { keyEncryptionKey: { sourceVault: { id: keyVaultId }, keyUrl } }),
      },
    ],
  });
}
