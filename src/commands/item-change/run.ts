// What `disable`, `resume` and `undelete` have in common once it is decided what becomes of each item: one
// plan, carried out, and a document that says what is true afterwards.

import { applyPlan, type AppliedPlan } from '../../steps/apply.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { ItemChangeDocument, ItemChangeDocumentOf, ItemChangeItem } from './result.js';
import { plannedMachines } from '../../steps/runs/run-state.js';
import type { MaxErrors } from '../../domain/fleet/max-errors.js';
import { createErrorLimit } from '../../steps/error-limit.js';
import type { Plan } from '../../steps/plan.js';
import { protectionFamily } from '../../steps/protection/describe.js';
import { executeProtectionStep } from '../../steps/protection/execute.js';
import type { ProtectionStep } from '../../steps/protection/step.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { WaitPolicy } from '../../domain/time/wait-policy.js';
import { waitChoice, type WaitValues } from '../options/wait-options.js';
import { exitOfItems } from '../results/outcome.js';
import { endingOfItem } from './report.js';
import type { ItemDecision } from './decide.js';
import { countOutcomes } from '../results/machines.js';
import { untilAborted } from '../../facts/until-aborted.js';

/** How the changes are to be carried out. */
export interface ItemChangeOptions extends WaitValues {
  readonly dryRun: boolean;
  readonly detailedExitcode: boolean;
  readonly maxErrors?: MaxErrors | undefined;
}

/** Azure takes changes of several items at once; more than this only meets throttling. */
const STEPS_AT_ONCE = 8;

/** A command on items. */
export interface ItemChangeCommand<Kind extends ItemChangeDocument['kind']> {
  readonly kind: Kind;
  /** Reads, and decides on each item; nothing is changed yet. */
  readonly decide: () => Promise<readonly ItemDecision[]>;
  /** Asks for what must be confirmed, once the plan has been shown; not in a dry run. */
  readonly confirm?: (decisions: readonly ItemDecision[]) => Promise<readonly ItemDecision[]>;
}

/** Decides, shows the plan, carries it out, and reports. */
export async function changeItems<Kind extends ItemChangeDocument['kind']>(
  context: CommandContext,
  command: ItemChangeCommand<Kind>,
  options: ItemChangeOptions,
): Promise<CommandResult<ItemChangeDocumentOf<Kind>>> {
  const { kind, confirm } = command;
  const started = context.clock.now();
  const decided = await untilAborted(context.signal, command.decide());
  if (!options.dryRun && planOf(decided).steps.length > 0) {
    await context.showPlan(planOf(decided), protectionFamily);
  }
  const decisions = options.dryRun || confirm === undefined ? decided : await confirm(decided);
  const plan = planOf(decisions);
  if (!options.dryRun) {
    const vmIds = decisions.map(({ facts }) => facts.vmId);
    await context.run.start(plannedMachines(vmIds, plan));
  }
  const applied = options.dryRun
    ? undefined
    : carryOut(context, { plan, decisions }, options, started);
  const endings = await Promise.all(
    decisions.map(async (decision) => {
      const ending = await endingOfItem(context, decision, applied);
      context.itemFinished(ending.item, ending.exit);
      return ending;
    }),
  );
  const items = endings.map(({ item }) => item);
  const exit = exitOfItems(endings.map((ending) => ending.exit));
  return {
    document: {
      kind,
      schemaVersion: 1,
      dryRun: options.dryRun,
      items,
      summary: {
        total: items.length,
        outcomes: countOutcomes(items),
        changes: doneChanges(items),
      },
      run: context.run.document(),
    },
    exit: pendingExit(exit, plan, options),
  };
}

function planOf(decisions: readonly ItemDecision[]): Plan<ProtectionStep> {
  return {
    steps: decisions.flatMap((decision) => (decision.kind === 'proceed' ? decision.steps : [])),
  };
}

function doneChanges(items: readonly ItemChangeItem[]): number {
  return items.flatMap(({ changes }) => changes).filter(({ status }) => status === 'done').length;
}

function pendingExit(exit: ExitKind, plan: Plan, options: ItemChangeOptions): ExitKind {
  const pending = exit === 'done' && options.detailedExitcode && plan.steps.length > 0;
  return pending ? 'changes-pending' : exit;
}

interface Decided {
  readonly plan: Plan<ProtectionStep>;
  readonly decisions: readonly ItemDecision[];
}

function carryOut(
  context: CommandContext,
  { plan, decisions }: Decided,
  options: ItemChangeOptions,
  startedMilliseconds: number,
): AppliedPlan {
  const limit = createErrorLimit(options.maxErrors, decisions.length);
  const refused = decisions.filter(({ kind }) => kind === 'refused');
  limit.failed(refused.map(({ facts }) => facts.vmId));
  // A step that another builds on is waited for even under --no-wait: nobody would take that up later.
  const choice = waitChoice(options, startedMilliseconds);
  const choiceFor = (step: ProtectionStep): WaitPolicy => ({
    ...choice,
    wait: choice.wait || plan.steps.some(({ after }) => after.includes(step.id)),
  });
  return applyPlan(plan, {
    clock: context.clock,
    startedMilliseconds,
    emit: context.emit,
    signal: context.signal,
    concurrency: context.maxConcurrency ?? STEPS_AT_ONCE,
    limit,
    family: protectionFamily,
    execute: (step, reporter) => executeProtectionStep(context, step, reporter, choiceFor(step)),
  });
}
