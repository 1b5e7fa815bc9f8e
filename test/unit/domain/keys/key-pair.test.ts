// What a recovery point needs of key vaults: objects by their addresses, and the pair of secret and key.
import { describe, expect, it } from 'vitest';
import {
  movedTo,
  objectUrl,
  wantedObject,
  type WantedObject,
} from '../../../../src/domain/keys/key-copies.js';
import { pairKey, pairOf, type KeyPair } from '../../../../src/domain/keys/key-pair.js';
import type {
  RecoveryPoint,
  RecoveryPointEncryption,
  RecoveryPointKey,
} from '../../../../src/domain/recovery/recovery-point.js';

const VAULT_ID = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv';
const KV = 'https://kv.vault.azure.net';

const SECRET: RecoveryPointKey = {
  url: `${KV}/secrets/bek/v1`,
  keyVaultId: VAULT_ID,
  name: 'bek',
  version: 'v1',
  backedUp: true,
};
const KEY: RecoveryPointKey = { ...SECRET, url: `${KV}/keys/kek/k1`, name: 'kek', version: 'k1' };

function point(encryption?: Omit<RecoveryPointEncryption, 'mechanism'>): RecoveryPoint {
  return {
    name: '7',
    time: '2026-11-23T18:00:00Z',
    consistency: 'AppConsistent',
    tiers: [],
    softDeleted: false,
    encrypted: true,
    zones: [],
    ...(encryption === undefined ? {} : { encryption: { mechanism: 'SinglePass', ...encryption } }),
  };
}

const secretObject: WantedObject = {
  kind: 'secret',
  url: SECRET.url,
  vaultUrl: KV,
  keyVaultId: VAULT_ID,
  name: 'bek',
  version: 'v1',
};
const keyObject: WantedObject = {
  ...secretObject,
  kind: 'key',
  url: KEY.url,
  name: 'kek',
  version: 'k1',
};

describe('an object by its address', () => {
  it('is known with the key vault and the version that are given, and without', () => {
    expect(wantedObject('secret', SECRET)).toStrictEqual(secretObject);
    const url = `${KV}/keys/kek`;
    expect(wantedObject('key', { url })).toStrictEqual({
      kind: 'key',
      url,
      vaultUrl: KV,
      name: 'kek',
    });
  });

  it.each([
    ['key', SECRET.url],
    ['secret', KEY.url],
    ['key', 'no address'],
    ['secret', `${KV}/certificates/tls`],
  ] as const)('is no %s at %s', (kind, url) => {
    expect(wantedObject(kind, { url })).toBeUndefined();
  });

  it('keeps name and version in another key vault', () => {
    const other = { id: `${VAULT_ID}-new`, vaultUrl: 'https://kv-new.vault.azure.net' };
    expect(movedTo(keyObject, other)).toStrictEqual({
      ...keyObject,
      url: `${other.vaultUrl}/keys/kek/k1`,
      vaultUrl: other.vaultUrl,
      keyVaultId: other.id,
    });
    const { version: _, ...newest } = keyObject;
    expect(movedTo(newest, other)).not.toHaveProperty('version');
    expect(movedTo(newest, other).url).toBe(`${other.vaultUrl}/keys/kek`);
  });

  it('has an address for each of its versions', () => {
    expect(objectUrl(keyObject)).toBe(KEY.url);
    expect(objectUrl(keyObject, 'k2')).toBe(`${KV}/keys/kek/k2`);
  });
});

describe('the key and secret of a recovery point', () => {
  it.each<[string, RecoveryPoint, KeyPair | undefined]>([
    [
      'the secret of a BEK-only machine, whose backup is in the file',
      point({ secret: SECRET }),
      pair(),
    ],
    [
      'both with a KEK',
      point({ secret: SECRET, key: KEY }),
      { ...pair({ secret: 'point', key: 'point' }), key: keyObject },
    ],
    [
      'whether a copy of each is kept',
      point({ secret: { ...SECRET, backedUp: false }, key: KEY }),
      { ...pair({ key: 'point' }), key: keyObject },
    ],
    ['nothing where Azure names none', point(), undefined],
    ['nothing where the list says less', point({}), undefined],
    ['nothing without the secret', point({ key: KEY }), undefined],
    [
      'nothing where the secret is no secret',
      point({ secret: { ...SECRET, url: KEY.url } }),
      undefined,
    ],
    [
      'nothing where the KEK makes no sense: without it the secret opens no disk',
      point({ secret: SECRET, key: { ...KEY, url: 'x' } }),
      undefined,
    ],
  ])('%s', (_, read, expected) => {
    expect(pairOf(read)).toStrictEqual(expected);
  });

  it.each([
    ['of all tiers that Azure says are deleted', ['Deleted', 'Deleted'], 'none'],
    ['of a tier that is left', ['Deleted', 'Valid'], 'info-file'],
    ['of a tier in a state that nobody knows', ['Vanished'], 'info-file'],
    ['of no tier that Azure names', [], 'info-file'],
  ])('without a copy in the point, %s', (_, states, copy) => {
    const tiers = states.map((status) => ({ tier: 'vault', status }) as const);
    const held = { ...SECRET, backedUp: false };
    const read = { ...point({ secret: held, key: { ...KEY, backedUp: false } }), tiers };
    expect(pairOf(read)?.copies).toEqual({ secret: copy, key: copy });
    const bekOnly = pairOf({ ...point({ secret: SECRET }), tiers });
    expect(bekOnly?.copies.secret).toBe(copy);
  });

  it('are the same pair whatever the casing, and another where one part differs', () => {
    const both: KeyPair = { ...pair({ secret: 'point' }), key: keyObject };
    const upper = { ...both, key: { ...keyObject, url: keyObject.url.toUpperCase() } };
    expect(pairKey(upper)).toBe(pairKey(both));
    const others: readonly KeyPair[] = [
      pair({ secret: 'point' }),
      { ...both, secret: { ...secretObject, url: `${secretObject.url}2` } },
      { ...both, key: { ...keyObject, url: `${keyObject.url}2` } },
      { ...both, copies: { secret: 'info-file', key: 'info-file' } },
      { ...both, copies: { secret: 'point', key: 'point' } },
      { ...both, copies: { secret: 'none', key: 'none' } },
    ];
    expect(new Set([both, ...others].map((each) => pairKey(each))).size).toBe(others.length + 1);
  });
});

function pair({
  secret = 'info-file',
  key = 'info-file',
}: Partial<KeyPair['copies']> = {}): KeyPair {
  return { secret: secretObject, copies: { secret, key } };
}
