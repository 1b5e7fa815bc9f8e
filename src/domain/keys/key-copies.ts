// The copies of key and secret that Azure Backup keeps with the points of an encrypted machine: in the
// answer about one point, and in the encryption info file that a restore of disks leaves behind.

import type { KeyMaterial } from './key-material.js';
import { parseKeyVaultUrl } from './key-vault-url.js';
import { sameName, type ResourceId } from '../resource-id.js';

/** The copy of a BEK secret. */
export interface SecretCopy {
  /** With its version. */
  readonly url: string;
  /** Absent where the source names addresses alone. */
  readonly keyVaultId?: ResourceId;
  /** The secret's text as it was; with a KEK these are the wrapped bytes. */
  readonly value?: KeyMaterial;
  /** Key Vault's own backup of the secret; only the encryption info file has it, and only without a KEK. */
  readonly backup?: KeyMaterial;
}

/** The copy of a KEK. */
export interface KeyCopy {
  /** With its version. */
  readonly url: string;
  readonly keyVaultId?: ResourceId;
  /** Key Vault's own backup of the key, all versions of it. */
  readonly backup?: KeyMaterial;
}

/** What can be brought back: "Restore Key Vault key and secret for encrypted VMs". */
export interface KeyCopies {
  readonly secret: SecretCopy;
  /** Absent for BEK-only machines. */
  readonly key?: KeyCopy;
  readonly osType?: 'Windows' | 'Linux';
  /** How the KEK wraps the secret, where the source says so. */
  readonly algorithm?: string;
}

/** What is told of a key and secret, with the copies of them that another source has. */
export function withCopiesFrom(told: KeyCopies, more: KeyCopies): KeyCopies {
  const { secret, key } = told;
  const value = secret.value ?? more.secret.value;
  const backup = secret.backup ?? more.secret.backup;
  const keyBackup = key?.backup ?? more.key?.backup;
  const osType = told.osType ?? more.osType;
  const algorithm = told.algorithm ?? more.algorithm;
  return {
    secret: {
      ...secret,
      ...(value === undefined ? {} : { value }),
      ...(backup === undefined ? {} : { backup }),
    },
    ...(key === undefined
      ? {}
      : { key: { ...key, ...(keyBackup === undefined ? {} : { backup: keyBackup }) } }),
    ...(osType === undefined ? {} : { osType }),
    ...(algorithm === undefined ? {} : { algorithm }),
  };
}

/** True where two sources are about the same secret and the same key, each in the same version. */
export function sameObjects(one: KeyCopies, other: KeyCopies): boolean {
  return (
    sameObjectUrl(one.secret.url, other.secret.url) &&
    sameObjectUrl(one.key?.url ?? '', other.key?.url ?? '')
  );
}

/** True where two addresses are one: they may carry the port, and vary in case. */
export function sameObjectUrl(left: string, right: string): boolean {
  return sameName(left.replace(':443/', '/'), right.replace(':443/', '/'));
}

/** A key or secret by address, and whether there is something to bring it back from. */
export interface WantedObject {
  readonly kind: 'key' | 'secret';
  readonly url: string;
  /** Such as `https://kv-prod.vault.azure.net`. */
  readonly vaultUrl: string;
  readonly keyVaultId?: ResourceId;
  readonly name: string;
  /** The exact version; absent where the address names none: then the newest will do. */
  readonly version?: string;
}

/** The object that an address of Key Vault means; undefined when the text is no such address. */
export function wantedObject(
  kind: WantedObject['kind'],
  { url, keyVaultId }: { readonly url: string; readonly keyVaultId?: ResourceId },
): WantedObject | undefined {
  const parsed = parseKeyVaultUrl(url);
  if (parsed?.collection !== (kind === 'key' ? 'keys' : 'secrets')) {
    return undefined;
  }
  const { vaultUrl, name, version } = parsed;
  return {
    kind,
    url,
    vaultUrl,
    name,
    ...(keyVaultId === undefined ? {} : { keyVaultId }),
    ...(version === undefined ? {} : { version }),
  };
}

/** The same object as it would be in another key vault, at the same version. */
export function movedTo(
  object: WantedObject,
  vault: { readonly id: ResourceId; readonly vaultUrl: string },
): WantedObject {
  const { kind, name, version } = object;
  return {
    kind,
    name,
    ...(version === undefined ? {} : { version }),
    url: objectUrl({ ...object, vaultUrl: vault.vaultUrl }),
    vaultUrl: vault.vaultUrl,
    keyVaultId: vault.id,
  };
}

/** The address of an object, or of another version of it. */
export function objectUrl(
  { kind, vaultUrl, name, version: wanted }: Omit<WantedObject, 'url'>,
  version = wanted,
): string {
  return [vaultUrl, `${kind}s`, name, ...(version === undefined ? [] : [version])].join('/');
}
