// What `policy create`, `update` and `delete` have in common once it is decided what is to happen: one step
// at most, carried out, and a document that says what is true afterwards.

import type { PolicyDifference } from '../../../domain/backup-policy/differences.js';
import type { PolicyTerms } from '../../../domain/backup-policy/policy.js';
import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../../domain/vaults/recovery-services.js';
import type { WaitPolicy } from '../../../domain/time/wait-policy.js';
import { applyPlan, type StepResult } from '../../../steps/apply.js';
import type { ExitKind } from '../../../errors/exit-code.js';
import type { PolicyChangeDocument, PolicyChangeItem } from '../result.js';
import { policyFamily } from '../../../steps/policy/describe.js';
import { executePolicyStep } from '../../../steps/policy/execute.js';
import type { PolicyStep } from '../../../steps/policy/step.js';
import { policyIdOf } from './plan.js';
import { changeDocument } from '../../results/changes.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { countOutcomes, resourceDocument } from '../../results/machines.js';
import { termsMembers } from '../report.js';
import { createFactReader } from '../../../facts/fact-reader.js';
import { refuseLocked } from '../../../facts/locks.js';
import { untilAborted } from '../../../facts/until-aborted.js';
import { DECLINED_EXIT, endingOfSteps, exitOfRunning } from '../../results/outcome.js';

/** A decided change. */
export interface PolicyChange {
  readonly vault: RecoveryServicesVault;
  readonly policyName: string;
  /** As they are to be; undefined where the policy is to go. */
  readonly terms: PolicyTerms | undefined;
  readonly differences: readonly PolicyDifference[];
  /** Items that have the policy. */
  readonly items: readonly ProtectedItem[];
  /** Undefined where everything is as wanted. */
  readonly step: PolicyStep | undefined;
  /** What is asked first, and what a yes brings about; undefined where nothing is lost. */
  readonly question?:
    | {
        readonly text: string;
        readonly consequence: string;
        /** What says yes on the command line; `--yes` when absent. */
        readonly instead?: string;
      }
    | undefined;
}

/** How it is to be carried out. */
export interface PolicyChangeOptions {
  readonly dryRun: boolean;
  readonly detailedExitcode: boolean;
  /** For what Azure does in an operation of its own. */
  readonly choice: WaitPolicy;
}

interface Ending {
  readonly item: PolicyChangeItem;
  readonly exit: ExitKind;
}

/** Shows the plan, asks, carries it out, and reports. */
export async function carryOutChange(
  context: CommandContext,
  change: PolicyChange,
  options: PolicyChangeOptions,
): Promise<CommandResult<PolicyChangeDocument>> {
  const { item, exit } = await endingOf(context, change, options);
  const document: PolicyChangeDocument = {
    kind: 'policy-change',
    schemaVersion: 1,
    dryRun: options.dryRun,
    items: [item],
    summary: {
      total: 1,
      outcomes: countOutcomes([item]),
      changes: item.changes.filter(({ status }) => status === 'done').length,
    },
  };
  context.itemFinished(item);
  return { document, exit };
}

async function endingOf(
  context: CommandContext,
  change: PolicyChange,
  { dryRun, detailedExitcode, choice }: PolicyChangeOptions,
): Promise<Ending> {
  const { step, question, vault } = change;
  const item = itemOf(context, change);
  if (step === undefined) {
    return { item, exit: 'done' };
  }
  const verb = step.kind === 'delete-policy' ? 'delete' : 'write';
  const reader = createFactReader(context.services);
  await untilAborted(context.signal, refuseLocked(context, reader, [{ scope: vault.id, verb }]));
  if (dryRun) {
    const planned: PolicyChangeItem = {
      ...item,
      outcome: 'planned',
      changes: [changeDocument(policyFamily, step)],
    };
    return { item: planned, exit: detailedExitcode ? 'changes-pending' : 'done' };
  }
  await context.showPlan({ steps: [step] }, policyFamily);
  if (question !== undefined && !(await isConfirmed(context, question))) {
    return { item: { ...item, outcome: 'declined' }, exit: DECLINED_EXIT };
  }
  return finished(item, step, await runStep(context, step, choice));
}

function isConfirmed(
  context: CommandContext,
  { text, consequence, instead }: NonNullable<PolicyChange['question']>,
): Promise<boolean> {
  return context.confirm(text, consequence, instead);
}

function itemOf(
  context: CommandContext,
  { vault, policyName, terms, differences, items }: PolicyChange,
): PolicyChangeItem {
  const members = terms === undefined ? undefined : termsMembers(context, terms);
  return {
    policy: resourceDocument(policyIdOf({ vaultId: vault.id, policyName }), policyName),
    vault: resourceDocument(vault.id, vault.name),
    outcome: 'unchanged',
    terms: members?.terms ?? null,
    zone: members?.zone ?? null,
    nextBackup: members?.nextBackup ?? null,
    differences: [...differences],
    machines: items.map(({ sourceResourceId, friendlyName }) =>
      resourceDocument(sourceResourceId, friendlyName),
    ),
    operationId: null,
    seconds: null,
    changes: [],
    error: null,
  };
}

async function runStep(
  context: CommandContext,
  step: PolicyStep,
  choice: WaitPolicy,
): Promise<StepResult | undefined> {
  const applied = applyPlan(
    { steps: [step] },
    {
      clock: context.clock,
      startedMilliseconds: context.clock.now(),
      emit: context.emit,
      signal: context.signal,
      concurrency: 1,
      family: policyFamily,
      execute: (each, reporter) => executePolicyStep(context, each, reporter, choice),
    },
  );
  return applied.settled(step.id);
}

function finished(
  item: PolicyChangeItem,
  step: PolicyStep,
  result: StepResult | undefined,
): Ending {
  const changes = [changeDocument(policyFamily, step, result)];
  const ending = endingOfSteps([result]);
  switch (ending.status) {
    case 'done': {
      const operationId = ending.last?.operationId ?? null;
      const seconds = ending.last?.seconds ?? null;
      const outcome = outcomeOf(step);
      return { item: { ...item, outcome, changes, operationId, seconds }, exit: 'done' };
    }
    case 'failed':
      return {
        item: { ...item, outcome: 'failed', changes, error: ending.error },
        exit: ending.exit,
      };
    case 'running': {
      const { reason, operationId = null, seconds } = ending.result;
      const outcome = reason === 'interrupted' ? 'interrupted' : 'accepted';
      return {
        item: { ...item, outcome, changes, operationId, seconds },
        exit: exitOfRunning(reason),
      };
    }
    case 'skipped':
      return { item: { ...item, outcome: 'interrupted', changes }, exit: 'interrupted' };
  }
}

function outcomeOf(step: PolicyStep): PolicyChangeItem['outcome'] {
  if (step.kind === 'put-policy') {
    return step.change === 'create' ? 'created' : 'updated';
  }
  return 'deleted';
}
