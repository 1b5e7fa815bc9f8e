import { describe, expect, it } from 'vitest';
import {
  vaultDifferences,
  vaultRules,
  type VaultState,
  type WantedVault,
} from '../../../../src/domain/vaults/vault-rules.js';

const FRESH: VaultState = {
  location: 'japaneast',
  storage: { redundancy: 'GeoRedundant', crossRegionRestore: false, locked: false },
  softDelete: { state: 'Enabled', retentionDays: 14 },
  immutability: 'Disabled',
  encryption: 'platform',
  hasItems: false,
};
const USED: VaultState = {
  ...FRESH,
  storage: { ...FRESH.storage, locked: true },
  hasItems: true,
};

function settled(vault: VaultState): readonly string[] {
  return vaultRules(vault)
    .filter(({ changeable }) => !changeable)
    .map(({ setting }) => setting);
}

describe('what of a vault can no longer be changed', () => {
  it.each<readonly [string, VaultState, readonly string[]]>([
    ['a new one', FRESH, ['location']],
    ['one that protects something', USED, ['location', 'redundancy', 'encryption']],
    [
      'a locally redundant one',
      { ...FRESH, storage: { ...FRESH.storage, redundancy: 'LocallyRedundant' } },
      ['location', 'cross-region-restore'],
    ],
    [
      'one with cross-region restore',
      { ...FRESH, storage: { ...FRESH.storage, crossRegionRestore: true } },
      ['location', 'redundancy', 'cross-region-restore'],
    ],
    [
      'one whose soft delete is always on',
      { ...FRESH, softDelete: { state: 'AlwaysON', retentionDays: 30 } },
      ['location', 'soft-delete'],
    ],
    ['a locked immutable one', { ...FRESH, immutability: 'Locked' }, ['location', 'immutability']],
    [
      "one with a customer's own key",
      { ...FRESH, encryption: 'customer' },
      ['location', 'encryption'],
    ],
  ])('%s', (_, vault, expected) => {
    expect(settled(vault)).toEqual(expected);
  });

  it('names a page and a reason for every rule', () => {
    for (const vault of [FRESH, USED]) {
      for (const { reason, source } of vaultRules(vault)) {
        expect(reason).not.toMatch(/^$|\.$/u);
        expect(source).not.toBe('');
      }
    }
  });
});

describe('what an existing vault lacks', () => {
  it.each<readonly [string, VaultState, WantedVault, readonly string[]]>([
    ['nothing asked for', USED, {}, []],
    ['all as asked for', USED, { location: 'JapanEast', redundancy: 'GeoRedundant' }, []],
    [
      'redundancy before the first item',
      FRESH,
      { redundancy: 'ZoneRedundant' },
      ['redundancy yes'],
    ],
    ['redundancy after it', USED, { redundancy: 'ZoneRedundant' }, ['redundancy no']],
    ['another region', FRESH, { location: 'westeurope' }, ['location no']],
    [
      'cross-region restore, late',
      USED,
      { crossRegionRestore: true },
      ['cross-region-restore yes'],
    ],
    [
      'cross-region restore together with geo-redundancy',
      { ...FRESH, storage: { ...FRESH.storage, redundancy: 'LocallyRedundant' } },
      { redundancy: 'GeoRedundant', crossRegionRestore: true },
      ['redundancy yes', 'cross-region-restore yes'],
    ],
    ['a longer soft delete', USED, { softDeleteDays: 60 }, ['soft-delete yes']],
    [
      'a longer soft delete where it is always on',
      { ...USED, softDelete: { state: 'AlwaysON', retentionDays: 14 } },
      { softDeleteDays: 60 },
      ['soft-delete yes'],
    ],
    [
      'a shorter one',
      { ...USED, softDelete: { state: 'Enabled', retentionDays: 60 } },
      { softDeleteDays: 14 },
      ['soft-delete no'],
    ],
    [
      'soft delete where it is off',
      { ...USED, softDelete: { state: 'Disabled', retentionDays: 14 } },
      { softDeleteDays: 14 },
      ['soft-delete yes'],
    ],
  ])('%s', (_, vault, wanted, expected) => {
    const found = vaultDifferences(vault, wanted);
    expect(found.map(({ setting, possible }) => `${setting} ${possible ? 'yes' : 'no'}`)).toEqual(
      expected,
    );
  });
});
