// Rules of a vault's settings, wherever they are set: at the backup configurations or at the vault itself.

import {
  CROSS_REGION_RESTORE_NEEDS_GRS,
  REDUNDANCY_LOCKED,
  SETTING_IRREVERSIBLE,
} from '../assumed-errors.js';
import type { BackupFailure } from '../response.js';
import { INVALID_INPUT } from '../errors.js';
import type { BackupVault } from '../state.js';

type SoftDelete = BackupVault['softDelete'];
type Storage = BackupVault['storage'];

/** Settings of soft delete that a request asks for; undefined ones stay as they are. */
export type WantedSoftDelete = {
  readonly [Setting in keyof SoftDelete]: SoftDelete[Setting] | undefined;
};

/** Documentation: Enhanced soft delete for Azure Backup, 14 to 180 days; always-on is irreversible. */
const MIN_DAYS = 14;
const MAX_DAYS = 180;

/** Changes soft delete, or says why not. */
export function changeSoftDelete(
  vault: BackupVault,
  wanted: WantedSoftDelete,
): BackupFailure | undefined {
  const before = vault.softDelete;
  const after = {
    state: wanted.state ?? before.state,
    enhancedSecurityState: wanted.enhancedSecurityState ?? before.enhancedSecurityState,
    retentionDays: wanted.retentionDays ?? before.retentionDays,
  };
  if (after.retentionDays < MIN_DAYS || after.retentionDays > MAX_DAYS) {
    return INVALID_INPUT;
  }
  if (isReversed(before.state, after.state)) {
    return SETTING_IRREVERSIBLE;
  }
  if (isReversed(before.enhancedSecurityState, after.enhancedSecurityState)) {
    return SETTING_IRREVERSIBLE;
  }
  vault.softDelete = after;
  vault.storage = { ...vault.storage, known: true };
  return undefined;
}

function isReversed(before: SoftDelete['state'], after: SoftDelete['state']): boolean {
  return before === 'AlwaysON' && after !== 'AlwaysON';
}

/** Whether a change switches soft delete or the security features off, which a Resource Guard watches over. */
export function weakensSoftDelete({ softDelete }: BackupVault, wanted: WantedSoftDelete): boolean {
  return (
    (wanted.state === 'Disabled' && softDelete.state !== 'Disabled') ||
    (wanted.enhancedSecurityState === 'Disabled' && softDelete.enhancedSecurityState !== 'Disabled')
  );
}

/** Redundancy that a request asks for; undefined settings stay as they are. */
export interface WantedRedundancy {
  readonly redundancy: Storage['redundancy'] | undefined;
  readonly crossRegionRestore: boolean | undefined;
}

/**
 * Changes the redundancy, or says why not. Documentation: Set storage redundancy; Set Cross Region
 * Restore. The redundancy is fixed once something is protected; restoring across regions needs
 * geo-redundancy and stays on.
 */
export function changeRedundancy(
  vault: BackupVault,
  wanted: WantedRedundancy,
): BackupFailure | undefined {
  const { storage } = vault;
  const redundancy = wanted.redundancy ?? storage.redundancy;
  const crossRegionRestore = wanted.crossRegionRestore ?? storage.crossRegionRestore;
  if (storage.locked && redundancy !== storage.redundancy) {
    return REDUNDANCY_LOCKED;
  }
  if (storage.crossRegionRestore && !crossRegionRestore) {
    return SETTING_IRREVERSIBLE;
  }
  if (crossRegionRestore && redundancy !== 'GeoRedundant') {
    return CROSS_REGION_RESTORE_NEEDS_GRS;
  }
  vault.storage = { ...storage, redundancy, crossRegionRestore, known: true };
  return undefined;
}
