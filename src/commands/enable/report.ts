// The result of `enable`: reads protected machines back, and says of each what is true now.

import { valueOf } from '../../domain/fact.js';
import { instantOf } from '../../domain/time/instant.js';
import type { ProtectedItem } from '../../domain/vaults/recovery-services.js';
import { nameOf, parseResourceId, sameId } from '../../domain/resource-id.js';
import type { AppliedPlan, StepResult } from '../../steps/apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { EnableDocument, EnableItem } from './result.js';
import type { Plan } from '../../steps/plan.js';
import { protectionFamily } from '../../steps/protection/describe.js';
import { enableFamily, type EnableStep } from './steps.js';
import { changeDocument } from '../results/changes.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { Decision, KnownMachine } from './decide.js';
import { DECLINED_EXIT, endingOfSteps, exitOfItems, exitOfRunning } from '../results/outcome.js';
import { refusalExit } from '../grant-access/refusal.js';
import type { EvaluatedMachine } from '../evaluated-machines.js';
import {
  countOutcomes,
  itemError,
  machineDocument,
  resourceDocument,
} from '../results/machines.js';
import { nextBackup } from '../policy/next-backup.js';
import { ianaZone } from '../policy/time-zone.js';

/** Everything that the command did. */
export interface EnableRun {
  readonly decisions: readonly Decision[];
  readonly plan: Plan<EnableStep>;
  /** The plan under way; absent for a dry run. */
  readonly applied: AppliedPlan | undefined;
}

/** One machine's end. */
interface Ending {
  readonly item: EnableItem;
  readonly exit: ExitKind;
}

/** The document and the exit of the whole command. */
export async function enableDocument(
  context: CommandContext,
  run: EnableRun,
  detailedExitcode: boolean,
): Promise<CommandResult<EnableDocument>> {
  const endings = await Promise.all(
    run.decisions.map(async (decision) => {
      const ending = await endingOf(context, run, decision);
      context.itemFinished(ending.item, ending.exit);
      return ending;
    }),
  );
  const items = endings.map(({ item }) => item);
  const results = await Promise.all(
    run.plan.steps.map(async (step) => run.applied?.settled(step.id)),
  );
  const document: EnableDocument = {
    kind: 'enable',
    schemaVersion: 1,
    dryRun: run.applied === undefined,
    items,
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      changes: results.filter((result) => result?.status === 'done').length,
    },
    run: context.run.document(),
  };
  const exit = exitOfItems(endings.map((ending) => ending.exit));
  const pending = exit === 'done' && detailedExitcode && run.plan.steps.length > 0;
  return { document, exit: pending ? 'changes-pending' : exit };
}

function endingOf(context: CommandContext, run: EnableRun, decision: Decision): Promise<Ending> {
  switch (decision.kind) {
    case 'failed': {
      return Promise.resolve(failedEnding(decision.machine));
    }
    case 'blocked': {
      const item = { ...blockedItem(decision.machine), outcome: 'blocked' as const };
      return Promise.resolve({ item, exit: blockedExit(decision.machine) });
    }
    case 'declined': {
      const item = { ...baseItem(decision.machine), outcome: 'declined' as const };
      return Promise.resolve({ item, exit: DECLINED_EXIT });
    }
    case 'elsewhere': {
      return Promise.resolve(elsewhereEnding(decision.machine, decision.vaultId));
    }
    case 'proceed': {
      return proceededEnding(context, run, decision.machine);
    }
  }
}

/** With `--grant` the caller's own missing rights are the reason, and have a code of their own. */
function blockedExit(machine: KnownMachine): ExitKind {
  return machine.facts.intent.grant ? refusalExit(machine) : 'blocked';
}

function failedEnding(machine: Extract<Decision, { kind: 'failed' }>['machine']): Ending {
  return {
    item: { ...baseItem(machine), error: itemError(machine.error) },
    exit: machine.error.fields.kind,
  };
}

function elsewhereEnding(machine: KnownMachine, vaultId: string): Ending {
  const { vm, vault } = machine.facts;
  const group = parseResourceId(vaultId)?.resourceGroup ?? '';
  const error = new AzbackupError({
    code: 'AZB_PROTECTED_ELSEWHERE',
    kind: 'azure-failed',
    message: `${vm.name} is already protected by ${nameOf(vaultId)} (${group})`,
    target: vm.id,
    causes: [
      'Azure protects a virtual machine in one Recovery Services vault at a time',
      ...(valueOf(vault) === undefined ? [] : [`requested: ${valueOf(vault)?.id ?? ''}`]),
    ],
    fix: [`azbackup enable --vm ${vm.name} --vault ${vaultId}`],
  });
  return {
    item: {
      ...baseItem(machine),
      outcome: 'elsewhere',
      vault: resourceDocument(vaultId),
      policy: valueOf(machine.facts.protection)?.policyName ?? null,
      error: itemError(error),
    },
    exit: 'azure-failed',
  };
}

async function proceededEnding(
  context: CommandContext,
  run: EnableRun,
  machine: KnownMachine,
): Promise<Ending> {
  const steps = run.plan.steps.filter(({ vmIds }) =>
    vmIds.some((id) => sameId(id, machine.facts.vm.id)),
  );
  const results = await resultsOf(run, steps);
  const changes = steps.map((step) => changeDocument(enableFamily, step, results.get(step.id)));
  const base = { ...baseItem(machine), changes };
  if (steps.length === 0) {
    return { item: { ...base, outcome: 'already-enabled' }, exit: 'done' };
  }
  if (run.applied === undefined) {
    return { item: { ...base, outcome: 'planned' }, exit: 'done' };
  }
  const unfinished = unfinishedEnding(base, steps, results);
  if (unfinished !== undefined) {
    return unfinished;
  }
  return { item: finishedItem(context, base, machine, { steps, results }), exit: 'done' };
}

/** What became of a machine's steps, once all of them are settled. */
async function resultsOf(
  run: EnableRun,
  steps: readonly EnableStep[],
): Promise<ReadonlyMap<string, StepResult>> {
  const entries = await Promise.all(
    steps.map(async (step) => [step.id, await run.applied?.settled(step.id)] as const),
  );
  return new Map(
    entries.flatMap(([id, result]) => (result === undefined ? [] : [[id, result] as const])),
  );
}

/** The ending of a machine of whose steps one did not come to its end; undefined when all did. */
function unfinishedEnding(
  base: EnableItem,
  steps: readonly EnableStep[],
  results: ReadonlyMap<string, StepResult>,
): Ending | undefined {
  const ending = endingOfSteps(steps.map((step) => results.get(step.id)));
  switch (ending.status) {
    case 'failed': {
      const { error, exit } = ending;
      const fix = error.fix.length > 0 ? error.fix : base.findings.flatMap((each) => each.fix);
      return { item: { ...base, outcome: 'failed', error: { ...error, fix } }, exit };
    }
    case 'running':
      return runningEnding(base, ending.result);
    case 'skipped':
      return { item: { ...base, outcome: ending.outcome }, exit: ending.exit };
    case 'done':
      return undefined;
  }
}

function runningEnding(
  base: EnableItem,
  running: Extract<StepResult, { status: 'running' }>,
): Ending {
  const { reason, seconds } = running;
  const outcome = reason === 'interrupted' ? 'interrupted' : 'accepted';
  const operationId = running.operationId ?? null;
  return { item: { ...base, outcome, operationId, seconds }, exit: exitOfRunning(reason) };
}

/** A machine's steps and what became of them. */
interface OwnSteps {
  readonly steps: readonly EnableStep[];
  readonly results: ReadonlyMap<string, StepResult>;
}

function finishedItem(
  context: CommandContext,
  base: EnableItem,
  machine: KnownMachine,
  { steps, results }: OwnSteps,
): EnableItem {
  const last = steps.filter((step) => protectionFamily.isStep(step)).at(-1);
  if (last === undefined) {
    return { ...base, outcome: 'granted' };
  }
  const result = results.get(last.id);
  const { policy } = machine.facts;
  const knownPolicy = valueOf(policy);
  const next =
    knownPolicy === undefined
      ? undefined
      : nextBackup(knownPolicy, instantOf(context.clock.now()), ianaZone(knownPolicy.timeZone));
  return {
    ...base,
    ...readBack(result?.status === 'done' ? result.readBack?.item : undefined),
    outcome: outcomeOf(last),
    nextBackup: next ?? null,
    operationId: result?.status === 'done' ? (result.operationId ?? null) : null,
    jobId: result?.status === 'done' ? (result.jobId ?? null) : null,
    seconds: result?.status === 'done' ? result.seconds : null,
  };
}

function outcomeOf(step: EnableStep): EnableItem['outcome'] {
  if (step.kind === 'resume') {
    return 'resumed';
  }
  return step.kind === 'change-policy' ? 'policy-changed' : 'enabled';
}

/** What the vault said of the item after the change. */
function readBack(
  item: ProtectedItem | undefined,
): Pick<EnableItem, 'protectionState' | 'policy' | 'lastRecoveryPoint'> {
  return {
    protectionState: item?.protectionState ?? null,
    policy: item?.policyName ?? null,
    lastRecoveryPoint: item?.lastRecoveryPoint ?? null,
  };
}

/** A machine before anything is said of its end. */
/** What `--grant` gives is not what keeps a machine from being protected. */
function blockedItem({ facts, evaluation, ...rest }: KnownMachine): EnableItem {
  const item = baseItem({ facts, evaluation, ...rest });
  const mayGrant = evaluation.findings.every(
    ({ checkId, status }) => checkId !== 'access.caller-can-grant' || status !== 'fail',
  );
  const isGiven = (index: number): boolean =>
    facts.intent.grant && mayGrant && evaluation.findings[index]?.grantMends === true;
  const findings = item.findings.map((finding, index): EnableItem['findings'][number] =>
    isGiven(index) && finding.severity === 'block'
      ? {
          ...finding,
          severity: 'warn',
          evidence: [...finding.evidence, '--grant gives this access'],
          fix: [],
        }
      : finding,
  );
  return { ...item, findings };
}

function baseItem(machine: EvaluatedMachine): EnableItem {
  const { vm, findings, ...members } = machineDocument(machine);
  const item = machine.status === 'failed' ? undefined : valueOf(machine.facts.item);
  return {
    vm,
    outcome: 'failed',
    ...members,
    protectionState: item?.protectionState ?? null,
    lastRecoveryPoint: item?.lastRecoveryPoint ?? null,
    nextBackup: null,
    operationId: null,
    jobId: null,
    seconds: null,
    changes: [],
    findings,
    error: null,
  };
}
