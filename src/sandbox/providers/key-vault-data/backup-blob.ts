// Backups of keys and secrets: all versions of one object, sealed so that only this world's key
// vaults of the same subscription and geography can open them.

import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { z } from 'zod';
import { findRegion } from '../../kernel/regions.js';
import { parseResourceId } from '../../kernel/resource-id.js';
import type { ArmResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { findVaultByName } from '../key-vault/vaults/find-vault.js';
import { keySchema, secretSchema, type VaultKey, type VaultSecret } from './state.js';
import { publicParts } from './keys/material.js';

/** Names of the two formats, as they stand at the start of every real backup. */
const FORMATS = {
  key: 'AzureKeyVaultKeyBackupV1.microsoft.com',
  secret: 'AzureKeyVaultSecretBackupV1.microsoft.com',
} as const;

type ObjectKind = keyof typeof FORMATS;

const originSchema = z.object({ subscriptionId: z.string(), geography: z.string() });

const contentSchema = originSchema.extend({ object: z.unknown() });

/** The backup of a key with all its versions, base64url; undefined when it is not there. */
export function backupKey(
  state: WorldState,
  { vaultName, name }: { readonly vaultName: string; readonly name: string },
): string | undefined {
  const key = state.keyVaultData[vaultName.toLowerCase()]?.keys[name.toLowerCase()];
  if (key === undefined || key.deletion !== undefined) {
    return undefined;
  }
  for (const version of key.versions.filter(({ privateKeyPem }) => privateKeyPem === undefined)) {
    // Makes material that nobody has asked for yet: every copy must hold the same key.
    publicParts(version);
  }
  return seal(state, 'key', vaultName, key);
}

/** The backup of a secret with all its versions, base64url; undefined when it is not there. */
export function backupSecret(
  state: WorldState,
  { vaultName, name }: { readonly vaultName: string; readonly name: string },
): string | undefined {
  const secret = state.keyVaultData[vaultName.toLowerCase()]?.secrets[name.toLowerCase()];
  return secret === undefined || secret.deletion !== undefined
    ? undefined
    : seal(state, 'secret', vaultName, secret);
}

/** The key in a backup; undefined when a vault may not or cannot open it. */
export function openKeyBackup(
  state: WorldState,
  vault: ArmResource,
  blob: string,
): VaultKey | undefined {
  return keySchema.safeParse(open(state, 'key', vault, blob)).data;
}

/** The secret in a backup; undefined when a vault may not or cannot open it. */
export function openSecretBackup(
  state: WorldState,
  vault: ArmResource,
  blob: string,
): VaultSecret | undefined {
  return secretSchema.safeParse(open(state, 'secret', vault, blob)).data;
}

/**
 * Outer form as recorded in kv-key-backup-delete-purge-restore: a length byte, the format's name
 * and a compact JWE. The inside is the sandbox's own, for Azure's is a secret of its vaults.
 */
function seal(
  state: WorldState,
  kind: ObjectKind,
  vaultName: string,
  object: VaultKey | VaultSecret,
): string {
  const vault = findVaultByName(state, vaultName);
  const content = Buffer.from(JSON.stringify({ ...originOf(vault), object }));
  const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM' })).toString('base64url');
  const key = sealingKey(state);
  // Derived from the content, so that the same backup is the same text and no nonce is used twice.
  const nonce = createHmac('sha256', key).update(content).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(header));
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  const parts = [nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  const name = FORMATS[kind];
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([header, '', ...parts].join('.')),
  ]).toString('base64url');
}

const NONCE_BYTES = 12;

function open(state: WorldState, kind: ObjectKind, vault: ArmResource, blob: string): unknown {
  const bytes = Buffer.from(blob, 'base64url');
  const name = FORMATS[kind];
  if (bytes[0] !== name.length || bytes.subarray(1, 1 + name.length).toString() !== name) {
    return undefined;
  }
  const content = contentSchema.safeParse(
    decrypt(state, bytes.subarray(1 + name.length).toString()),
  ).data;
  const origin = originOf(vault);
  const isHome =
    content?.subscriptionId === origin.subscriptionId && content.geography === origin.geography;
  return isHome ? content.object : undefined;
}

function decrypt(state: WorldState, jwe: string): unknown {
  const [header = '', , ...parts] = jwe.split('.');
  const [nonce, sealed, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (nonce === undefined || sealed === undefined || tag === undefined) {
    return undefined;
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(state), nonce, {
      authTagLength: 16,
    })
      .setAAD(Buffer.from(header))
      .setAuthTag(tag);
    const content = Buffer.concat([decipher.update(sealed), decipher.final()]);
    return JSON.parse(content.toString());
  } catch {
    // Altered, cut short or of another world: all the same to who wants to restore it.
    return undefined;
  }
}

function sealingKey(state: WorldState): Buffer {
  return createHmac('sha256', state.sealingSecret).update('key vault backup').digest();
}

function originOf(vault: ArmResource | undefined): z.infer<typeof originSchema> {
  const { subscriptionId = '' } = parseResourceId(vault?.id ?? '');
  const location = vault?.location ?? '';
  return {
    subscriptionId: subscriptionId.toLowerCase(),
    geography: findRegion(location)?.geography ?? location,
  };
}
