// `azbackup enable`: protects machines, converging from whatever state they are in.

import {
  applyPlan,
  type AppliedPlan,
  type StepExecution,
  type StepReporter,
} from '../../steps/apply.js';
import { plannedMachines } from '../../steps/runs/run-state.js';
import { createErrorLimit, type ErrorLimit } from '../../steps/error-limit.js';
import { idKey, type ResourceId } from '../../domain/resource-id.js';
import type { Plan } from '../../steps/plan.js';
import type { CommandContext, CommandResult } from '../context.js';
import { enableDocument } from './report.js';
import { withApprovals } from './approvals.js';
import { decide, type Decision } from './decide.js';
import { confirmLosses, readLosses, type Losses } from './losses.js';
import { executeProtectionStep } from '../../steps/protection/execute.js';
import { roleFamily } from '../../steps/roles/describe.js';
import { confirmEndState } from '../../steps/end-state.js';
import { roleEndState } from '../../steps/roles/end-state.js';
import { executeRoleStep } from '../../steps/roles/execute.js';
import type { RoleStep } from '../../steps/roles/step.js';
import { vaultFamily } from '../../steps/vault/describe.js';
import { executeVaultStep } from '../../steps/vault/execute.js';
import { enableFamily, type EnableStep } from './steps.js';
import type { WaitPolicy } from '../../domain/time/wait-policy.js';
import { grantSteps, namesOf } from '../grant-access/grant-steps.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { PreflightFacts } from '../../preflight/facts.js';
import { evaluateMachines, warnOfExcludedDisks, warnOfUnknown } from '../evaluated-machines.js';
import { retryWhilePropagating } from './propagation.js';
import { rule, type OptionRule } from '../options/option.js';
import { namesOrAll, somethingSelects } from '../options/selection-options.js';
import { settleSelection } from '../agree-to-selection.js';
import { detailedExitcodeNeedsDryRun } from '../options/machine-options.js';
import { waitChoice, waitHasOneEnd } from '../options/wait-options.js';
import type { EnableOptions } from './command.js';
import type { EnableDocument } from './result.js';

/** How the options go together. */
export const rules: readonly OptionRule<EnableOptions>[] = [
  waitHasOneEnd,
  rule(
    (options) => options.vault === undefined || options.createVault === undefined,
    '--vault and --create-vault cannot be used together',
  ),
  detailedExitcodeNeedsDryRun,
  somethingSelects,
  namesOrAll,
];

/** Azure takes protection requests of several machines at once; more than this only meets throttling. */
const STEPS_AT_ONCE = 8;

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: EnableOptions,
): Promise<CommandResult<EnableDocument>> {
  const started = context.clock.now();
  const { machines, reader } = await evaluateMachines(context, {
    ...options,
    selected: (targets) => settleSelection(context, targets, options, started),
  });
  const decisions = machines.map((machine) => decide(machine, options));
  for (const decision of decisions) {
    if (decision.kind === 'proceed') {
      warnOfUnknown(context, decision.machine.facts.vm.name, decision.machine.evaluation);
      warnOfExcludedDisks(context, decision.machine.facts);
    }
  }
  const granting = decisions.flatMap((decision) =>
    decision.kind === 'proceed' ? [decision.machine.facts] : [],
  );
  const grants = options.grant ? await grantSteps(context, reader, granting, options) : [];
  const losses = await untilAborted(context.signal, readLosses(context, reader, decisions));
  const assembled = (chosen: readonly Decision[]): Promise<Plan<EnableStep>> =>
    withApprovals(reader, assemble(chosen, grants, losses), options.resourceGuardRequest);
  const planned = {
    decisions,
    plan: await untilAborted(context.signal, assembled(decisions)),
  };
  if (options.dryRun) {
    return enableDocument(context, { ...planned, applied: undefined }, options.detailedExitcode);
  }
  if (planned.plan.steps.length > 0) {
    await context.showPlan(planned.plan, enableFamily, namesOf(granting));
  }
  const confirmed = await confirmLosses(context, decisions, losses, options.acceptRetentionLoss);
  const plan = confirmed === decisions ? planned.plan : await assembled(confirmed);
  const limit = createErrorLimit(options.maxErrors, confirmed.length);
  limit.failed(refusedMachines(confirmed));
  await context.run.start(plannedMachines(machinesOf(confirmed), plan));
  const applied = carryOut(context, { plan, facts: granting, limit }, options, started);
  return enableDocument(context, { decisions: confirmed, plan, applied }, options.detailedExitcode);
}

/** One plan for all machines: a vault or a grant that several need stands in it once. */
function assemble(
  decisions: readonly Decision[],
  grants: readonly RoleStep[],
  losses: Losses,
): Plan<EnableStep> {
  const proceeding = decisions.filter((decision) => decision.kind === 'proceed');
  const ids = new Set(proceeding.map(({ machine }) => idKey(machine.facts.vm.id)));
  const wanted = grants.filter(({ vmIds }) => vmIds.some((id) => ids.has(idKey(id))));
  const steps = new Map<string, EnableStep>(wanted.map((step) => [step.id, step]));
  for (const decision of proceeding) {
    for (const step of decision.steps(wanted, losses.get(decision))) {
      const earlier = steps.get(step.id);
      const vmIds = [...(earlier?.vmIds ?? []), ...step.vmIds];
      steps.set(step.id, earlier === undefined ? step : { ...earlier, vmIds });
    }
  }
  return { steps: [...steps.values()] };
}

function machinesOf(decisions: readonly Decision[]): readonly ResourceId[] {
  return decisions.map(({ machine }) => machine.target.id);
}

/** Machines that have failed before anything was sent. */
function refusedMachines(decisions: readonly Decision[]): readonly ResourceId[] {
  return machinesOf(
    decisions.filter(({ kind }) => kind === 'failed' || kind === 'blocked' || kind === 'elsewhere'),
  );
}

/** What is carried out, for whom, and when it is given up. */
interface Enabling {
  readonly plan: Plan<EnableStep>;
  readonly facts: readonly PreflightFacts[];
  readonly limit: ErrorLimit;
}

function carryOut(
  context: CommandContext,
  { plan, facts, limit }: Enabling,
  options: EnableOptions,
  started: number,
): AppliedPlan {
  // A step that others build on is waited for even under --no-wait: nobody would take those up later.
  const chosen = waitChoice(options, started);
  const choiceFor = (step: EnableStep): WaitPolicy => ({
    ...chosen,
    wait: chosen.wait || plan.steps.some(({ after }) => after.includes(step.id)),
  });
  return applyPlan(plan, {
    clock: context.clock,
    startedMilliseconds: started,
    emit: context.emit,
    signal: context.signal,
    concurrency: context.maxConcurrency ?? STEPS_AT_ONCE,
    limit,
    family: enableFamily,
    execute: (step, reporter) => {
      const choice = choiceFor(step);
      return retryWhilePropagating(
        context,
        { plan, step, choice, startedMilliseconds: started, facts },
        () => executeEnableStep(context, step, reporter, choice),
      );
    },
  });
}

/** Executes a step by its family. */
async function executeEnableStep(
  context: CommandContext,
  step: EnableStep,
  reporter: StepReporter,
  choice: WaitPolicy,
): Promise<StepExecution> {
  if (roleFamily.isStep(step)) {
    const { deadlineMilliseconds } = choice;
    const execution = await executeRoleStep(context, step, reporter, deadlineMilliseconds);
    const confirming = { reporter, deadlineMilliseconds };
    return confirmEndState(context, execution, roleEndState(context, step), confirming);
  }
  return vaultFamily.isStep(step)
    ? executeVaultStep(context, step, reporter, choice)
    : executeProtectionStep(context, step, reporter, choice);
}
