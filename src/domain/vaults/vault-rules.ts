// What of a Recovery Services vault can still be changed, and why not where it cannot. Each rule names the
// page of Azure's documentation that it comes from.

import type { VaultEncryption, VaultSoftDelete, VaultStorage } from './vault-settings.js';

/** Settings of a vault that are settled by what it protects, or for good once made. */
type VaultSetting =
  | 'location'
  | 'redundancy'
  | 'cross-region-restore'
  | 'soft-delete'
  | 'immutability'
  | 'encryption';

/** What the rules depend on. */
export interface VaultState {
  readonly location: string;
  readonly storage: VaultStorage;
  readonly softDelete: VaultSoftDelete;
  readonly immutability: string;
  readonly encryption: VaultEncryption['kind'];
  /** True once anything was ever protected, soft-deleted items included. */
  readonly hasItems: boolean;
}

/** Whether a setting can be changed now, in words. */
export interface SettingRule {
  readonly setting: VaultSetting;
  readonly changeable: boolean;
  /** A sentence without a full stop. */
  readonly reason: string;
  /** Title of the documentation page. */
  readonly source: string;
}

const CREATE_PAGE = 'Create and configure a Recovery Services vault';
const SOFT_DELETE_PAGE = 'About enhanced soft delete for Azure Backup';
const IMMUTABLE_PAGE = 'Immutable vault for Azure Backup';

/** Days for which soft delete can keep deleted backups ("About enhanced soft delete for Azure Backup"). */
export const SOFT_DELETE_DAYS = { least: 14, most: 180 } as const;

/** The rules of a vault as it is, one for each setting. */
export function vaultRules(vault: VaultState): readonly SettingRule[] {
  return [
    {
      setting: 'location',
      changeable: false,
      reason: 'the region of a vault cannot be changed',
      source: CREATE_PAGE,
    },
    redundancyRule(vault),
    crossRegionRule(vault),
    softDeleteRule(vault),
    immutabilityRule(vault),
    encryptionRule(vault),
  ];
}

function redundancyRule({ storage, hasItems }: VaultState): SettingRule {
  const rule = { setting: 'redundancy', source: `${CREATE_PAGE}, Set storage redundancy` } as const;
  if (storage.locked || hasItems) {
    const reason = 'it cannot be changed after the first item is protected';
    return { ...rule, changeable: false, reason };
  }
  return storage.crossRegionRestore
    ? {
        ...rule,
        changeable: false,
        reason: 'a vault with cross-region restore must be geo-redundant',
      }
    : {
        ...rule,
        changeable: true,
        reason: 'it can be changed until the first item is protected',
      };
}

function crossRegionRule({ storage }: VaultState): SettingRule {
  const source = `${CREATE_PAGE}, Set Cross Region Restore`;
  const rule = { setting: 'cross-region-restore', source } as const;
  if (storage.crossRegionRestore) {
    return { ...rule, changeable: false, reason: 'it cannot be disabled' };
  }
  return storage.redundancy === 'GeoRedundant'
    ? {
        ...rule,
        changeable: true,
        reason: 'it can be enabled at any time, but not disabled',
      }
    : { ...rule, changeable: false, reason: 'only geo-redundant vaults support it' };
}

function softDeleteRule({ softDelete }: VaultState): SettingRule {
  const days = `${SOFT_DELETE_DAYS.least} to ${SOFT_DELETE_DAYS.most} days`;
  return {
    setting: 'soft-delete',
    changeable: softDelete.state !== 'AlwaysON',
    reason:
      softDelete.state === 'AlwaysON'
        ? `it is always on and cannot be disabled; only its period can be changed, ${days}`
        : `it can be enabled and disabled, with a period of ${days}; always-on cannot be undone`,
    source: SOFT_DELETE_PAGE,
  };
}

function immutabilityRule({ immutability }: VaultState): SettingRule {
  const locked = immutability === 'Locked';
  return {
    setting: 'immutability',
    changeable: !locked,
    reason: locked
      ? 'it is locked, which cannot be undone'
      : 'it can be enabled and disabled until it is locked',
    source: `${IMMUTABLE_PAGE}, Making immutability irreversible`,
  };
}

function encryptionRule({ encryption, hasItems }: VaultState): SettingRule {
  const rule = {
    setting: 'encryption',
    source: `${CREATE_PAGE}, Set encryption settings`,
  } as const;
  if (encryption === 'customer') {
    return {
      ...rule,
      changeable: false,
      reason: 'the customer-managed key can be replaced, but not removed',
    };
  }
  return hasItems
    ? {
        ...rule,
        changeable: false,
        reason: 'a customer-managed key must be set before the first item is protected',
      }
    : {
        ...rule,
        changeable: true,
        reason: 'a customer-managed key can be set until the first item is protected',
      };
}

/** What a vault is asked to be. Days of soft delete are 14 to 180. */
export interface WantedVault {
  readonly location?: string;
  readonly redundancy?: string;
  readonly crossRegionRestore?: true;
  readonly softDeleteDays?: number;
}

/** A setting that is not as asked for. */
export interface VaultDifference {
  readonly setting: VaultSetting;
  readonly current: string;
  readonly wanted: string;
  /** True when azbackup may change it as asked. */
  readonly possible: boolean;
  readonly reason: string;
  readonly source: string;
}

/** Where an existing vault differs from what is asked for, with the verdict on each difference. */
export function vaultDifferences(
  vault: VaultState,
  wanted: WantedVault,
): readonly VaultDifference[] {
  const rules = new Map(vaultRules(vault).map((rule) => [rule.setting, rule]));
  const differences = [
    ...locationDifference(vault, wanted),
    ...redundancyDifference(vault, wanted),
    ...crossRegionDifference(vault, wanted),
    ...softDeleteDifference(vault, wanted),
  ];
  return differences.map((difference) => {
    const rule = rules.get(difference.setting);
    return {
      reason: rule?.reason ?? '',
      source: rule?.source ?? '',
      possible: rule?.changeable ?? false,
      ...difference,
    };
  });
}

type Found = Pick<VaultDifference, 'setting' | 'current' | 'wanted'> &
  Partial<Pick<VaultDifference, 'possible' | 'reason'>>;

function locationDifference({ location }: VaultState, wanted: WantedVault): readonly Found[] {
  return wanted.location === undefined || wanted.location.toLowerCase() === location.toLowerCase()
    ? []
    : [{ setting: 'location', current: location, wanted: wanted.location }];
}

function redundancyDifference({ storage }: VaultState, wanted: WantedVault): readonly Found[] {
  const { redundancy } = wanted;
  return redundancy === undefined || redundancy === storage.redundancy
    ? []
    : [{ setting: 'redundancy', current: storage.redundancy, wanted: redundancy }];
}

/** Judged by the redundancy that the vault will have, where that is changed with it. */
function crossRegionDifference(
  { storage, hasItems }: VaultState,
  wanted: WantedVault,
): readonly Found[] {
  if (wanted.crossRegionRestore === undefined || storage.crossRegionRestore) {
    return [];
  }
  const becomesGeo = wanted.redundancy === 'GeoRedundant' && !storage.locked && !hasItems;
  const found = { setting: 'cross-region-restore', current: 'off', wanted: 'on' } as const;
  return [becomesGeo ? { ...found, possible: true } : found];
}

/** More days are welcome; fewer would let go of deleted backups earlier than whoever set them wants. */
function softDeleteDifference({ softDelete }: VaultState, wanted: WantedVault): readonly Found[] {
  const days = wanted.softDeleteDays;
  const on = softDelete.state !== 'Disabled';
  if (days === undefined || (on && days === softDelete.retentionDays)) {
    return [];
  }
  const fewer = on && days < softDelete.retentionDays;
  return [
    {
      setting: 'soft-delete',
      current: on ? `${softDelete.retentionDays} days` : 'off',
      wanted: `${days} days`,
      possible: !fewer,
      ...(fewer
        ? {
            reason: 'azbackup does not shorten the period: deleted backups would be purged earlier',
          }
        : {}),
    },
  ];
}
