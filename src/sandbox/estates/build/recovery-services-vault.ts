// Recovery Services vaults of the worlds, and the policies that Contoso made in them.

import { findBackupVault } from '../../providers/backup/backup-vault.js';
import {
  seedRecoveryVault,
  type RecoveryVaultSeed,
} from '../../providers/recovery-services/vaults/seed.js';
import { day, startOfDay } from '../../kernel/time/durations.js';
import { isoInstant } from '../../kernel/time/instant.js';
import type { WorldState } from '../../kernel/state.js';
import { region, resourceId } from './contoso.js';

const age = 180 * day;

/** Makes a vault with Azure's own policies; returns its ARM id. */
export function addRecoveryServicesVault(
  state: WorldState,
  options: {
    readonly name: string;
    readonly resourceGroup: string;
    /** Contoso's region unless another is named. */
    readonly location?: string;
  } & Pick<
    RecoveryVaultSeed,
    'redundancy' | 'crossRegionRestore' | 'softDelete' | 'immutability' | 'resourceGuardId'
  >,
): string {
  const { name, resourceGroup, ...settings } = options;
  const id = resourceId(resourceGroup, 'Microsoft.RecoveryServices/vaults', name);
  seedRecoveryVault(state, {
    location: region,
    ...settings,
    id,
    createdMilliseconds: state.nowMilliseconds - age,
  });
  return id;
}

/**
 * Adds a standard policy that backs up daily at 18:00 UTC (03:00 in Japan). Shape: recording
 * policy-create.simple. Throws RangeError when there is no such vault.
 */
export function addDailyPolicy(
  state: WorldState,
  vaultId: string,
  policy: { readonly name: string; readonly retentionDays: number },
): void {
  const vault = findBackupVault(state, vaultId);
  if (vault === undefined) {
    throw new RangeError(`there is no vault ${vaultId}`);
  }
  const firstDay = isoInstant(startOfDay(state.nowMilliseconds - age)).slice(0, 10);
  const times = [`${firstDay}T18:00:00Z`];
  vault.policies[policy.name.toLowerCase()] = {
    name: policy.name,
    properties: {
      backupManagementType: 'AzureIaasVM',
      instantRPDetails: {},
      schedulePolicy: {
        schedulePolicyType: 'SimpleSchedulePolicy',
        scheduleRunFrequency: 'Daily',
        scheduleRunTimes: times,
        scheduleWeeklyFrequency: 0,
      },
      retentionPolicy: {
        retentionPolicyType: 'LongTermRetentionPolicy',
        dailySchedule: {
          retentionTimes: times,
          retentionDuration: { count: policy.retentionDays, durationType: 'Days' },
        },
      },
      instantRpRetentionRangeInDays: 2,
      timeZone: 'UTC',
    },
  };
}
