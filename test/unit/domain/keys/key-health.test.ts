import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../src/domain/fact.js';
import { known } from '../../../../src/domain/fact.js';
import { keyHealth, type KeyVaultInUse } from '../../../../src/domain/keys/key-health.js';
import type { VaultObject } from '../../../../src/domain/keys/key-vault.js';
import {
  ABSENT,
  aVersion,
  FORBIDDEN,
  KEY_URL,
  KEY_VAULT_URL,
  KEY_NAME,
  UNREACHABLE,
} from '../../../support/facts-builder.js';

function object(...versions: readonly ReturnType<typeof aVersion>[]): Fact<VaultObject> {
  return known({ kind: 'key', vaultUrl: KEY_VAULT_URL, name: KEY_NAME, versions });
}

function inUse(
  fact: Fact<VaultObject>,
  version: string | undefined = 'v1',
  vault: KeyVaultInUse['vault'] = FORBIDDEN,
): KeyVaultInUse {
  const ref = {
    url: KEY_URL,
    vaultUrl: KEY_VAULT_URL,
    name: KEY_NAME,
    ...(version === undefined ? {} : { version }),
  };
  return { vault, secrets: [], keys: [{ ref, object: fact }] };
}

const expired = aVersion('v1', { expires: '2020-01-01T00:00:00Z' });
const disabled = aVersion('v1', { enabled: false });
const good = inUse(object(aVersion('v1')));

describe('the keys of a machine', () => {
  const rows: readonly [
    title: string,
    keyVaults: readonly KeyVaultInUse[],
    health: string | undefined,
  ][] = [
    ['none', [], undefined],
    ['in place', [good], 'in-place'],
    ['expired, which Azure still uses', [inUse(object(expired))], 'in-place'],
    ['disabled', [inUse(object(disabled))], 'disabled'],
    [
      'another version disabled',
      [inUse(object(aVersion('v1'), aVersion('v2', { enabled: false })))],
      'in-place',
    ],
    ['deleted', [inUse(ABSENT)], 'gone'],
    ['there in another version alone', [inUse(object(aVersion('v2')))], 'gone'],
    ['versions compared without case', [inUse(object(aVersion('V1')))], 'in-place'],
    ['in a key vault that is gone', [inUse(FORBIDDEN, 'v1', ABSENT)], 'gone'],
    ['not readable', [inUse(FORBIDDEN)], 'unknown'],
    ['out of reach', [inUse(UNREACHABLE)], 'unknown'],
    ['one gone, the others not', [good, inUse(ABSENT), inUse(FORBIDDEN)], 'gone'],
    ['one disabled, one not readable', [inUse(FORBIDDEN), inUse(object(disabled))], 'disabled'],
    ['one not readable', [good, inUse(FORBIDDEN)], 'unknown'],
  ];
  it.each(rows)('%s', (_, keyVaults, health) => {
    expect(keyHealth(keyVaults, { unreadable: false })).toBe(health);
  });

  it('are the newest where the disks name no version', () => {
    const { vault, secrets, keys } = inUse(object(aVersion('v1'), disabled));
    const [used] = keys;
    const { version: _, ...ref } = used?.ref ?? { url: '', vaultUrl: '', name: '' };
    const unversioned = { vault, secrets, keys: used === undefined ? [] : [{ ...used, ref }] };
    expect(keyHealth([unversioned], { unreadable: false })).toBe('disabled');
  });

  it('are unknown where settings of a disk cannot be made out', () => {
    expect(keyHealth([good], { unreadable: true })).toBe('unknown');
  });
});
