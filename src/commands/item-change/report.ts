// What became of one item that a change was asked of, with the item as the vault shows it afterwards.

import { instantOf } from '../../domain/time/instant.js';
import type { ProtectedItem } from '../../domain/vaults/recovery-services.js';
import { purgeTime } from '../../domain/vaults/soft-delete.js';
import type { AppliedPlan } from '../../steps/apply.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { ItemChangeItem } from './result.js';
import { protectionFamily } from '../../steps/protection/describe.js';
import type { ProtectionStep } from '../../steps/protection/step.js';
import { changeDocument } from '../results/changes.js';
import type { CommandContext } from '../context.js';
import type { ItemFacts } from './facts.js';
import type { ItemDecision } from './decide.js';
import { itemError, resourceDocument } from '../results/machines.js';
import { DECLINED_EXIT, endingOfSteps, exitOfRunning } from '../results/outcome.js';

/** One item's end. */
export interface ItemEnding {
  readonly item: ItemChangeItem;
  readonly exit: ExitKind;
}

/**
 * The end of one item, once its steps are settled.
 * @param applied the plan under way; undefined for a dry run
 */
export async function endingOfItem(
  context: CommandContext,
  decision: ItemDecision,
  applied: AppliedPlan | undefined,
): Promise<ItemEnding> {
  const base = baseItem(context, decision.facts);
  switch (decision.kind) {
    case 'nothing-to-do':
      return { item: { ...base, outcome: 'unchanged' }, exit: 'done' };
    case 'declined':
      return { item: { ...base, outcome: 'declined' }, exit: DECLINED_EXIT };
    case 'refused': {
      const error = itemError(decision.error);
      return { item: { ...base, outcome: 'refused', error }, exit: decision.error.fields.kind };
    }
    case 'proceed': {
      const { steps } = decision;
      if (applied === undefined) {
        const changes = steps.map((step) => changeDocument(protectionFamily, step));
        return { item: { ...base, outcome: 'planned', changes }, exit: 'done' };
      }
      return endingOfProceeded(context, { base, steps }, applied);
    }
  }
}

interface Proceeded {
  readonly base: ItemChangeItem;
  readonly steps: readonly ProtectionStep[];
}

async function endingOfProceeded(
  context: CommandContext,
  { base, steps }: Proceeded,
  applied: AppliedPlan,
): Promise<ItemEnding> {
  const results = await Promise.all(steps.map(({ id }) => applied.settled(id)));
  const changes = steps.map((step, index) =>
    changeDocument(protectionFamily, step, results[index]),
  );
  const item = { ...base, changes };
  const ending = endingOfSteps(results);
  switch (ending.status) {
    case 'failed':
      return { item: { ...item, outcome: 'failed', error: ending.error }, exit: ending.exit };
    case 'skipped':
      return { item: { ...item, outcome: ending.outcome }, exit: ending.exit };
    case 'running': {
      const { reason, operationId, seconds } = ending.result;
      const outcome = reason === 'interrupted' ? 'interrupted' : 'accepted';
      const rest = { outcome, operationId: operationId ?? null, seconds } as const;
      return { item: { ...item, ...rest }, exit: exitOfRunning(reason) };
    }
    case 'done': {
      const { operationId, jobId, seconds } = ending.last ?? {};
      const done = {
        ...item,
        operationId: operationId ?? null,
        jobId: jobId ?? null,
        seconds: seconds ?? null,
      };
      const seen = ending.last?.readBack?.item;
      return { item: finishedItem(context, done, steps.at(-1), seen), exit: 'done' };
    }
  }
}

/** Only what was deleted is gone once its step is done. */
function finishedItem(
  context: CommandContext,
  done: ItemChangeItem,
  last: ProtectionStep | undefined,
  item: ProtectedItem | undefined,
): ItemChangeItem {
  if (item === undefined) {
    const gone = { policy: null, protectionState: null, recoveryPoints: 0 };
    return { ...done, ...gone, lastRecoveryPoint: null, outcome: 'deleted' };
  }
  return { ...done, ...itemMembers(context, item), outcome: outcomeOf(last) };
}

function outcomeOf(last: ProtectionStep | undefined): ItemChangeItem['outcome'] {
  if (last?.kind === 'stop') {
    return last.retention === 'forever' ? 'stopped' : 'suspended';
  }
  if (last?.kind === 'delete-data') {
    return 'soft-deleted';
  }
  return last?.kind === 'resume' ? 'resumed' : 'undeleted';
}

function baseItem(context: CommandContext, facts: ItemFacts): ItemChangeItem {
  const { item, vault, vmId, circumstances, guards } = facts;
  return {
    vm: resourceDocument(vmId, item.friendlyName),
    outcome: 'unchanged',
    vault: resourceDocument(vault.id, vault.name),
    ...itemMembers(context, item),
    recoveryPoints: circumstances.recoveryPoints ?? null,
    resourceGuard: guards[0]?.guardId ?? null,
    operationId: null,
    jobId: null,
    seconds: null,
    changes: [],
    error: null,
  };
}

/** What the vault says of an item. */
function itemMembers(
  context: CommandContext,
  item: ProtectedItem,
): Pick<ItemChangeItem, 'policy' | 'protectionState' | 'lastRecoveryPoint' | 'softDelete'> {
  return {
    policy: item.policyName ?? null,
    protectionState: item.protectionState,
    lastRecoveryPoint: item.lastRecoveryPoint ?? null,
    softDelete:
      item.softDelete === undefined
        ? null
        : {
            ...item.softDelete,
            purgedAt: purgeTime(item.softDelete, instantOf(context.clock.now())),
          },
  };
}
