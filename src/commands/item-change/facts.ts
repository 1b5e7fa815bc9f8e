// Everything that a change of a protected item depends on, read side by side.

import { atOnce } from '../../facts/at-once.js';
import { valueOf, type Fact } from '../../domain/fact.js';
import type { Lock } from '../../domain/locks.js';
import {
  itemStateOf,
  type ChangeCircumstances,
  type ItemChange,
  type ItemState,
} from '../../domain/protection/protection-transitions.js';
import type {
  BackupJob,
  ProtectedItem,
  RecoveryServicesVault,
} from '../../domain/vaults/recovery-services.js';
import { isJobOf } from '../../domain/jobs/job-outcome.js';
import type { ResourceId } from '../../domain/resource-id.js';
import type { ResourceGuard, VaultSoftDelete } from '../../domain/vaults/vault-settings.js';
import type { CommandContext } from '../context.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { warnOfUnknownLocks } from '../../facts/locks.js';
import type { ItemTarget } from '../../facts/choose-items.js';

/** An item, and what decides on changes of it. */
export interface ItemFacts {
  readonly item: ProtectedItem;
  readonly vault: RecoveryServicesVault;
  readonly vmId: ResourceId;
  readonly state: ItemState;
  readonly circumstances: ChangeCircumstances;
  readonly softDelete: Fact<VaultSoftDelete>;
  readonly guards: readonly ResourceGuard[];
  /** At the vault and above it. */
  readonly locks: Fact<readonly Lock[]>;
}

/** Items looked at side by side. */
const ITEMS_AT_ONCE = 8;

/**
 * The facts of each item, in the order given. What cannot be read and only Azure's own refusal depends on
 * is left to Azure, with a warning.
 * @param changes that are under consideration; only what they depend on is read
 */
export function gatherItemFacts(
  context: CommandContext,
  reader: FactReader,
  targets: readonly ItemTarget[],
  changes: readonly ItemChange[],
): Promise<readonly ItemFacts[]> {
  const inTurn = atOnce(context, ITEMS_AT_ONCE);
  return Promise.all(
    targets.map((target) => inTurn(() => factsOf(context, reader, target, changes))),
  );
}

async function factsOf(
  context: CommandContext,
  reader: FactReader,
  { item, vault }: ItemTarget,
  changes: readonly ItemChange[],
): Promise<ItemFacts> {
  const vmId = item.sourceResourceId;
  const deleting = changes.includes('delete-data');
  const [guards, softDelete, locks, points, running, machine] = await Promise.all([
    reader.resourceGuards(vault.id),
    reader.vaultSoftDelete(vault.id),
    reader.locksAt(vault.id),
    reader.recoveryPointCount(vault.id, vmId),
    deleting ? reader.runningBackups(vault.id) : NOT_ASKED,
    changes.includes('resume') ? reader.machine(vmId) : NOT_ASKED,
  ]);
  if (guards.status === 'unreadable') {
    context.warn(`whether ${vault.name} has a Resource Guard could not be read`);
  }
  warnOfUnknownLocks(context, vault.id, locks);
  return {
    item,
    vault,
    vmId,
    state: itemStateOf(item),
    circumstances: {
      immutability: vault.immutability,
      recoveryPoints: valueOf(points),
      runningBackup: valueOf<readonly BackupJob[]>(running)?.find((job) => isJobOf(job, vmId))
        ?.jobId,
      machineExists: machine.status !== 'absent',
    },
    softDelete,
    guards: valueOf(guards) ?? [],
    locks,
  };
}

/** A fact that nothing depends on this time. */
const NOT_ASKED: Fact<never> = {
  status: 'unreadable',
  reason: 'unavailable',
  message: 'not requested',
};
