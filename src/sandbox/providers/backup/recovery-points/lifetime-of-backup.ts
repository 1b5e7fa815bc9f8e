// What life the policy of an item gives to the recovery point of a backup.

import type { EventContext } from '../event-context.js';
import { lifeWithoutPolicy, newLife, type RecoveryPointLife } from './lifetime.js';
import { rulesOfDay } from '../policies/retention-rules.js';
import type { BackupJob } from '../jobs/state.js';
import type { BackupEvent } from '../pending-event.js';
import type { ProtectedItem } from '../protected-items/state.js';
import { BACKUP_STEPS } from '../timings.js';

type SnapshotEnds = Extract<BackupEvent, { kind: 'snapshot-ends' }>;

/**
 * The time and the life of the point that a backup makes. It stays a snapshot when its data is not
 * to be moved to the vault, or will not get there. A backup without policy keeps its point for good.
 */
export function lifeOfBackup(
  { vault, readPolicy }: EventContext,
  item: ProtectedItem,
  { job, event }: { readonly job: BackupJob; readonly event: SnapshotEnds },
): RecoveryPointLife & { readonly timeMilliseconds: number } {
  const timeMilliseconds = job.startedMilliseconds + BACKUP_STEPS.recoveryPoint;
  const { expiryMilliseconds, schedule } = event;
  const vaulted =
    schedule?.vaulted !== false && job.plannedOutcome?.outcome !== 'CompletedWithWarnings';
  const birth = {
    timeMilliseconds,
    expiryMilliseconds,
    ...(vaulted ? { inVaultMilliseconds: job.endsMilliseconds } : {}),
  };
  const stored = vault.policies[(schedule?.policyName ?? item.policyName).toLowerCase()];
  const policy = stored === undefined ? undefined : readPolicy(stored);
  if (policy === undefined) {
    return { timeMilliseconds, ...lifeWithoutPolicy(birth) };
  }
  if (schedule === undefined) {
    return { timeMilliseconds, ...newLife(policy, birth) };
  }
  const rules = vaulted ? rulesOfDay(policy.retentionPolicy, schedule.dayNumber) : [];
  return { timeMilliseconds, ...newLife(policy, { ...birth, rules }) };
}
