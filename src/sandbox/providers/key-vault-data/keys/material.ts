// RSA keys: made when something first needs them, used to encrypt, decrypt, wrap and unwrap.

import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  type KeyObject,
} from 'node:crypto';
import type { KeyVersion } from '../state.js';

/** Algorithms of RSA keys (Documentation: Key types, algorithms, and operations). */
export const KEY_ALGORITHMS = ['RSA-OAEP', 'RSA-OAEP-256', 'RSA1_5'] as const;

/** A key encryption algorithm. */
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

/** Modulus and exponent of a key, base64url. */
export function publicParts(key: KeyVersion): { readonly n: string; readonly e: string } {
  const { n = '', e = '' } = createPublicKey(privateKeyOf(key)).export({ format: 'jwk' });
  return { n, e };
}

/** Encrypts a short value, or wraps a key, which is the same to RSA. Throws when it is too long. */
export function encryptWith(key: KeyVersion, algorithm: KeyAlgorithm, value: Buffer): Buffer {
  const publicKey = createPublicKey(privateKeyOf(key));
  return publicEncrypt({ key: publicKey, ...paddingOf(algorithm) }, value);
}

/** Decrypts or unwraps; undefined when this key did not encrypt the value. */
export function decryptWith(
  key: KeyVersion,
  algorithm: KeyAlgorithm,
  value: Buffer,
): Buffer | undefined {
  try {
    const privateKey = privateKeyOf(key);
    if (algorithm === 'RSA1_5') {
      // Node refuses this padding for decryption, so it is taken off here.
      const padding = constants.RSA_NO_PADDING;
      return withoutPadding(privateDecrypt({ key: privateKey, padding }, value));
    }
    return privateDecrypt({ key: privateKey, ...paddingOf(algorithm) }, value);
  } catch {
    // OpenSSL tells wrong key, wrong length and broken padding in many ways; the caller in one.
    return undefined;
  }
}

function paddingOf(algorithm: KeyAlgorithm): {
  readonly padding: number;
  readonly oaepHash?: string;
} {
  switch (algorithm) {
    case 'RSA-OAEP':
      return { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
    case 'RSA-OAEP-256':
      return { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    case 'RSA1_5':
      return { padding: constants.RSA_PKCS1_PADDING };
  }
}

/** The message of an EME-PKCS1-v1_5 block: 00 02, at least eight non-zero bytes, 00, message. */
function withoutPadding(block: Buffer): Buffer | undefined {
  const end = block.indexOf(0, 2);
  return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : undefined;
}

function privateKeyOf(key: KeyVersion): KeyObject {
  key.privateKeyPem ??= generateKeyPairSync('rsa', { modulusLength: key.sizeBits })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const known = parsed.get(key);
  if (known?.pem === key.privateKeyPem) {
    return known.key;
  }
  const made = createPrivateKey(key.privateKeyPem);
  parsed.set(key, { pem: key.privateKeyPem, key: made });
  return made;
}

/** Reading a key takes as long as using it, and one key wraps the secrets of many disks. */
const parsed = new WeakMap<KeyVersion, { readonly pem: string; readonly key: KeyObject }>();
