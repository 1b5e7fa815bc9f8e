// The result of `vault create`: the vault as it is now.

import { nameOf, parseResourceId } from '../../domain/resource-id.js';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import type { VaultDifference, VaultState } from '../../domain/vaults/vault-rules.js';
import type { AppliedPlan } from '../../steps/apply.js';
import { exitAfterChange } from '../../errors/after-change.js';
import type { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { VaultCreateDocument, VaultCreateItem } from './result.js';
import type { Plan } from '../../steps/plan.js';
import { vaultFamily } from '../../steps/vault/describe.js';
import type { VaultStep } from '../../steps/vault/step.js';
import type { VaultGoal } from './create.plan.js';
import { changeDocument } from '../results/changes.js';
import type { CommandContext, CommandResult } from '../context.js';
import { itemError, resourceDocument } from '../results/machines.js';
import { endingOfSteps, exitOfRunning, failureOf } from '../results/outcome.js';

/** What was decided. */
export interface VaultCreateRun {
  readonly goal: VaultGoal;
  readonly location: string;
  /** Absent for a vault that is to be made. */
  readonly existing?: { readonly vault: RecoveryServicesVault; readonly state: VaultState };
  readonly differences: readonly VaultDifference[];
  readonly plan: Plan<VaultStep>;
  /** Why the vault cannot become what is asked for. */
  readonly refusal?: AzbackupError;
}

/** The document and the exit, once the plan is settled. */
export async function vaultCreateResult(
  context: CommandContext,
  decided: VaultCreateRun,
  applied: AppliedPlan | undefined,
  options: { readonly dryRun: boolean; readonly detailedExitcode: boolean },
): Promise<CommandResult<VaultCreateDocument>> {
  const { item, exit } =
    applied === undefined ? unapplied(decided) : await ending(context, decided, applied);
  context.itemFinished(item);
  const pending = exit === 'done' && options.detailedExitcode && decided.plan.steps.length > 0;
  return {
    document: {
      kind: 'vault-create',
      schemaVersion: 1,
      dryRun: options.dryRun,
      items: [item],
      summary: { changes: item.changes.filter(({ status }) => status === 'done').length },
    },
    exit: pending ? 'changes-pending' : exit,
  };
}

interface Ending {
  readonly item: VaultCreateItem;
  readonly exit: ExitKind;
}

function unapplied(decided: VaultCreateRun): Ending {
  const base = baseItem(decided);
  const { refusal, plan } = decided;
  if (refusal !== undefined) {
    return {
      item: { ...base, outcome: 'refused', error: itemError(refusal) },
      exit: refusal.fields.kind,
    };
  }
  const changes = plan.steps.map((step) => changeDocument(vaultFamily, step));
  const outcome = changes.length === 0 ? 'unchanged' : 'planned';
  return { item: { ...base, outcome, changes }, exit: 'done' };
}

async function ending(
  context: CommandContext,
  decided: VaultCreateRun,
  applied: AppliedPlan,
): Promise<Ending> {
  const { steps } = decided.plan;
  const results = await Promise.all(steps.map(({ id }) => applied.settled(id)));
  const changes = steps.map((step, index) => changeDocument(vaultFamily, step, results[index]));
  const item = { ...baseItem(decided), changes, seconds: secondsOf(changes) };
  const end = endingOfSteps(results);
  switch (end.status) {
    case 'failed':
      return { item: { ...item, outcome: 'failed', error: end.error }, exit: end.exit };
    case 'skipped':
      return { item: { ...item, outcome: 'interrupted' }, exit: 'interrupted' };
    case 'running': {
      const outcome = end.result.reason === 'interrupted' ? 'interrupted' : 'accepted';
      return { item: { ...item, outcome }, exit: exitOfRunning(end.result.reason) };
    }
    case 'done':
      return finished(context, item, decided);
  }
}

function secondsOf(changes: VaultCreateItem['changes']): number {
  return changes.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
}

/** What was made stays made: where only the look at it fails, that alone is what failed. */
async function finished(
  context: CommandContext,
  item: VaultCreateItem,
  { goal, existing }: VaultCreateRun,
): Promise<Ending> {
  const outcome = existing === undefined ? 'created' : 'changed';
  try {
    const { settings } = await context.services.backup();
    const [storage, softDelete] = await Promise.all([
      settings.storage(goal.id),
      settings.softDelete(goal.id),
    ]);
    const { redundancy, crossRegionRestore } = storage;
    return {
      item: { ...item, outcome, redundancy, crossRegionRestore, softDelete: { ...softDelete } },
      exit: 'done',
    };
  } catch (error) {
    const failure = failureOf(error);
    return {
      item: { ...item, outcome: 'failed', error: failure.error },
      exit: exitAfterChange(failure.exit),
    };
  }
}

function baseItem({ goal, location, existing, differences }: VaultCreateRun): VaultCreateItem {
  const state = existing?.state;
  return {
    vault: resourceDocument(goal.id, nameOf(goal.id)),
    outcome: 'unchanged',
    resourceGroup: parseResourceId(goal.id)?.resourceGroup ?? '',
    location,
    redundancy: state?.storage.redundancy ?? goal.redundancy ?? null,
    crossRegionRestore: state?.storage.crossRegionRestore ?? goal.crossRegionRestore ?? null,
    softDelete: state === undefined ? null : { ...state.softDelete },
    differences: differences.map((difference) => ({ ...difference })),
    seconds: null,
    changes: [],
    error: null,
  };
}
