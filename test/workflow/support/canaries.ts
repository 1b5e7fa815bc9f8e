// Everything in a world that no output may show, in every form in which it might be shown.

import { unwrapWithKey } from '../../../src/sandbox/providers/key-vault-data/keys/unwrap.js';
import type { KeyVersion } from '../../../src/sandbox/providers/key-vault-data/state.js';
import { KEY_ALGORITHMS } from '../../../src/sandbox/providers/key-vault-data/keys/material.js';
import { accountKeys } from '../../../src/sandbox/providers/storage/storage-account.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';

/** What must not be seen. */
export interface Canary {
  /** Where it lies. */
  readonly of: string;
  readonly value: string | Buffer;
}

/** Long enough to be no accident: a leak of twice as many characters is always seen. */
const PIECE_LENGTH = 16;

/** Gives every application of a world a client secret that occurs nowhere else. */
export function plantClientSecrets(state: WorldState): void {
  for (const [index, principal] of state.directory.principals.entries()) {
    if (principal.clientSecret !== undefined) {
      principal.clientSecret = `canary-client-secret-${index}-kEy7Qz4WmX2rT9vB`;
    }
  }
}

/**
 * The secrets of a world: of key vaults, applications, recovery points, and its own.
 * @param known canaries that need not be found again
 */
export function canariesOf(state: WorldState, known: readonly Canary[] = []): Canary[] {
  const values = new Set(known.map(({ value }) => value));
  return allCanaries(state, (value) => values.has(value)).filter(({ value }) => !values.has(value));
}

type IsKnown = (value: string) => boolean;

function allCanaries(state: WorldState, isKnown: IsKnown): Canary[] {
  return [
    { of: 'the sealing secret', value: state.sealingSecret },
    ...state.directory.principals.flatMap(({ displayName, clientSecret }) =>
      clientSecret === undefined
        ? []
        : [{ of: `client secret of ${displayName}`, value: clientSecret }],
    ),
    ...keyVaultCanaries(state, isKnown),
    ...recoveryPointCanaries(state),
    ...storageCanaries(state),
  ];
}

function keyVaultCanaries(state: WorldState, isKnown: IsKnown): Canary[] {
  return Object.entries(state.keyVaultData).flatMap(([vault, { keys, secrets }]) => [
    ...Object.values(keys).flatMap(({ name, versions }) =>
      versions.flatMap((version) => privateKeyOf(`${vault}/keys/${name}`, version)),
    ),
    ...Object.values(secrets).flatMap(({ name, versions }) =>
      versions.flatMap(({ value, tags }) => [
        { of: `${vault}/secrets/${name}`, value },
        ...(isKnown(value) ? [] : plainKeys(state, `${vault}/secrets/${name}`, value, tags)),
      ]),
    ),
  ]);
}

/** The body of the PEM; its frame is no secret. */
function privateKeyOf(of: string, { privateKeyPem }: KeyVersion): Canary[] {
  const body = privateKeyPem?.replaceAll(/-----[^-]+-----|\s/gu, '');
  // The first bytes of every RSA key say only that it is one.
  return body === undefined ? [] : [{ of, value: body.slice(48) }];
}

/** The bytes of a disk key: as they lie in the secret, or unwrapped. */
function plainKeys(
  state: WorldState,
  of: string,
  value: string,
  tags: Readonly<Record<string, string>>,
): Canary[] {
  const kek = /^https:\/\/(?<vault>[^.]+)[^/]*\/keys\/(?<name>[^/]+)\/(?<version>\w+)/u.exec(
    tags['DiskEncryptionKeyEncryptionKeyURL'] ?? '',
  )?.groups;
  if (kek === undefined) {
    return [{ of: `${of}, decoded`, value: Buffer.from(value, 'base64') }];
  }
  const { vault = '', name = '', version = '' } = kek;
  const plain = KEY_ALGORITHMS.map((algorithm) =>
    unwrapWithKey(state, { vaultName: vault, name, version }, { algorithm, value }),
  ).find((found) => found !== undefined);
  return plain === undefined ? [] : [{ of: `${of}, unwrapped`, value: plain }];
}

function recoveryPointCanaries(state: WorldState): Canary[] {
  const copies = Object.values(state.backup)
    .flatMap(({ items }) => Object.values(items))
    .flatMap(({ recoveryPoints }) => recoveryPoints)
    .map(({ name, keyAndSecret }) => ({ of: `recovery point ${name}`, keyAndSecret }));
  return copies.flatMap(({ of, keyAndSecret }) =>
    [
      keyAndSecret?.bekDetails.secretData,
      keyAndSecret?.kekDetails?.keyBackupData,
      keyAndSecret?.secretBackupData,
    ].flatMap((value) => (value === undefined ? [] : [{ of, value }])),
  );
}

/** Keys of storage accounts, each of which signs whatever its holder likes. */
function storageCanaries(state: WorldState): Canary[] {
  return Object.values(state.resources)
    .filter(({ type }) => type.toLowerCase() === 'microsoft.storage/storageaccounts')
    .flatMap((account) =>
      accountKeys(state, account).map(({ value }) => ({ of: `key of ${account.name}`, value })),
    );
}

/** Knows what must not be seen, and looks for it. */
export class CanaryWatch {
  private readonly ownerOfPiece = new Map<string, string>();

  /** Looks for these too. */
  add(canaries: readonly Canary[]): void {
    for (const { of, value } of canaries) {
      for (const piece of formsOf(value).flatMap((form) => cut(form))) {
        this.ownerOfPiece.set(piece, of);
      }
    }
  }

  /** The canaries that a text shows, whole or in part, however encoded. */
  leaks(text: string): string[] {
    const found = new Set<string>();
    for (let at = 0; at + PIECE_LENGTH <= text.length; at += 1) {
      const owner = this.ownerOfPiece.get(text.slice(at, at + PIECE_LENGTH));
      if (owner !== undefined) {
        found.add(owner);
      }
    }
    return [...found];
  }
}

/** As it is, base64 at each of the three ways to fall into a longer text, hexadecimal, percent-encoded. */
function formsOf(value: string | Buffer): string[] {
  const bytes = Buffer.from(value);
  const shifted = [0, 1, 2].map((skip) => bytes.subarray(skip).toString('base64'));
  const hex = bytes.toString('hex');
  return [
    ...(typeof value === 'string' ? [value, encodeURIComponent(value)] : []),
    ...shifted,
    ...shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    hex,
    hex.toUpperCase(),
    hex.replaceAll(/../gu, (byte) => `%${byte}`),
    hex.toUpperCase().replaceAll(/../gu, (byte) => `%${byte}`),
  ];
}

/** Neighbouring pieces; what is left over at the end is too short to mean anything. */
function cut(form: string): string[] {
  if (form.length < PIECE_LENGTH) {
    throw new Error('a canary must be long enough not to occur by accident');
  }
  return Array.from({ length: Math.floor(form.length / PIECE_LENGTH) }, (_, index) =>
    form.slice(index * PIECE_LENGTH, (index + 1) * PIECE_LENGTH),
  );
}
