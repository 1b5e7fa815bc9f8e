// What it takes to have a vault that is as asked for: made, or changed where that is still possible.

import type { ResourceId } from '../../domain/resource-id.js';
import { SOFT_DELETE_DAYS, type VaultDifference } from '../../domain/vaults/vault-rules.js';
import type { VaultRedundancy } from '../../domain/vaults/vault-settings.js';
import type { VaultStep } from '../../steps/vault/step.js';

/** What is asked for. */
export interface VaultGoal {
  readonly id: ResourceId;
  readonly redundancy?: VaultRedundancy;
  readonly crossRegionRestore?: true;
  readonly softDeleteDays?: number;
}

/** The steps that make a new vault. Soft delete is set once it is there: only then it can be. */
export function planNewVault(goal: VaultGoal, location: string): readonly VaultStep[] {
  const creation: VaultStep = {
    kind: 'create-vault',
    ...base('create-vault', goal),
    location,
    ...keepingOf(goal),
  };
  const { softDeleteDays: days } = goal;
  return days === undefined || days === SOFT_DELETE_DAYS.least
    ? [creation]
    : [creation, softDeleteStep(goal, days, [creation.id])];
}

/** The steps that make up for the differences of a vault that is there; all of them must be possible. */
export function planVaultChanges(
  goal: VaultGoal,
  differences: readonly VaultDifference[],
  previousDays: number,
): readonly VaultStep[] {
  const differs = (setting: VaultDifference['setting']): boolean =>
    differences.some((each) => each.setting === setting);
  const storageSettings =
    differs('redundancy') || differs('cross-region-restore')
      ? [
          {
            kind: 'set-vault-redundancy' as const,
            ...base('set-vault-redundancy', goal),
            ...keepingOf(goal),
          },
        ]
      : [];
  const { softDeleteDays: days } = goal;
  return days === undefined || !differs('soft-delete')
    ? storageSettings
    : [
        ...storageSettings,
        softDeleteStep(
          goal,
          days,
          storageSettings.map(({ id }) => id),
          previousDays,
        ),
      ];
}

function softDeleteStep(
  goal: VaultGoal,
  days: number,
  after: readonly string[],
  previousDays?: number,
): VaultStep {
  return {
    kind: 'set-soft-delete-days',
    ...base('set-soft-delete-days', goal),
    after,
    days,
    ...(previousDays === undefined ? {} : { previousDays }),
  };
}

function keepingOf({
  redundancy,
  crossRegionRestore,
}: VaultGoal): Pick<VaultGoal, 'redundancy' | 'crossRegionRestore'> {
  return {
    ...(redundancy === undefined ? {} : { redundancy }),
    ...(crossRegionRestore === undefined ? {} : { crossRegionRestore }),
  };
}

function base(
  kind: string,
  { id }: VaultGoal,
): { id: string; target: ResourceId; after: readonly string[]; vmIds: readonly ResourceId[] } {
  return { id: `${kind}:${id.toLowerCase()}`, target: id, after: [], vmIds: [] };
}
