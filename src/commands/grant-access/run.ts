// `azbackup grant-access`: gives the backup service the least it needs at a machine's key vaults, checks
// that it is there, and takes it back with `--revoke`.

import type { IntendedWrite } from '../../domain/locks.js';
import { sameId, type ResourceId } from '../../domain/resource-id.js';
import { applyPlan, type StepResult } from '../../steps/apply.js';
import { planRevocations } from './plan-revoke.js';
import { plannedMachines } from '../../steps/runs/run-state.js';
import type { MaxErrors } from '../../domain/fleet/max-errors.js';
import { createErrorLimit } from '../../steps/error-limit.js';
import type { Plan } from '../../steps/plan.js';
import { roleFamily } from '../../steps/roles/describe.js';
import { REPLICATION_SECONDS } from '../../steps/roles/end-state.js';
import { executeRoleStep } from '../../steps/roles/execute.js';
import type { RoleStep } from '../../steps/roles/step.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { PreflightFacts } from '../../preflight/facts.js';
import type { CommandContext, CommandResult } from '../context.js';
import { isRefused } from './refusal.js';
import { grantDocument, type SecondLook } from './report.js';
import { grantSteps, namesOf, needsOf, principalOf } from './grant-steps.js';
import {
  evaluateMachines,
  type EvaluatedMachine,
  type EvaluationRequest,
} from '../evaluated-machines.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { refuseLocked, warnOfUnknownLocks } from '../../facts/locks.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { deadlineWithin, repeatUntil } from '../../steps/waiting/repeat-until.js';
import { isVerified } from './verification.js';
import type { OptionRule } from '../options/option.js';
import { namesOrAll, somethingSelects } from '../options/selection-options.js';
import { settleSelection } from '../agree-to-selection.js';
import { detailedExitcodeNeedsDryRun } from '../options/machine-options.js';
import type { GrantAccessOptions } from './command.js';
import type { GrantAccessDocument } from './result.js';

/** How the options go together. */
export const rules: readonly OptionRule<GrantAccessOptions>[] = [
  detailedExitcodeNeedsDryRun,
  somethingSelects,
  namesOrAll,
];

/** Role assignments are written one after the other at most so many at once; Azure allows 200 in a burst. */
const STEPS_AT_ONCE = 4;

/** Between two looks at what was changed. */
const LOOK_INTERVAL_SECONDS = 10;

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: GrantAccessOptions,
): Promise<CommandResult<GrantAccessDocument>> {
  const started = context.clock.now();
  const { guidOf } = context;
  // A grant to a principal or at a key vault that cannot be read cannot be made.
  const request = { ...options, grant: !options.revoke, strict: true, vaultMayBeOpen: true };
  const { machines, reader } = await evaluateMachines(context, {
    ...request,
    selected: (targets) => settleSelection(context, targets, options, started),
  });
  // The second look is at the same machines, whatever a rule would select by then.
  const again = { ...request, targets: machines.map(({ target }) => target) };
  const plan = await planFor(context, reader, machines, options);
  warnOfLocks(context, machines, plan);
  if (options.revoke) {
    await untilAborted(context.signal, refuseLocked(context, reader, revocationsOf(plan)));
  }
  if (options.scope === 'object' && plan.steps.length > 0 && !options.revoke) {
    context.warn(
      'Azure does not document access to single keys and secrets as enough for backups; --scope vault is documented',
    );
  }
  const mayGo = options.dryRun || (await confirmPlan(context, machines, plan, options));
  if (!mayGo) {
    const declined = { look: unchangedLook(machines), results: new Map(), declined: true };
    return grantDocument(context, { machines, plan, options, guidOf, ...declined }, options);
  }
  if (!options.dryRun) {
    const vmIds = machines.map(({ target }) => target.id);
    await context.run.start(plannedMachines(vmIds, plan));
  }
  const results = options.dryRun
    ? new Map<string, StepResult>()
    : await carryOut(context, { plan, machines, maxErrors: options.maxErrors }, started);
  const isDone = ({ id }: RoleStep): boolean => results.get(id)?.status === 'done';
  const failedFor = plan.steps.filter((step) => !isDone(step)).flatMap(({ vmIds }) => vmIds);
  const awaited = plan.steps
    .flatMap(({ vmIds }) => vmIds)
    .filter((id) => !failedFor.some((failed) => sameId(failed, id)));
  const look = plan.steps.some((step) => isDone(step))
    ? await evaluateAgain(context, again, options.revoke, awaited)
    : unchangedLook(machines);
  return grantDocument(context, { machines, look, plan, results, options, guidOf }, options);
}

function unchangedLook(machines: readonly EvaluatedMachine[]): SecondLook {
  return { status: 'done', machines };
}

/**
 * The machines after the changes. What was changed shows only after a while, so the look is repeated until it
 * does, or has had its time. Why nothing could be seen is told, not thrown: what was done has to be reported.
 */
async function evaluateAgain(
  context: CommandContext,
  request: EvaluationRequest,
  revoke: boolean,
  awaited: readonly ResourceId[],
): Promise<SecondLook> {
  const expectation = { revoke, guidOf: context.guidOf };
  const shows = (facts: PreflightFacts): boolean =>
    !awaited.some((id) => sameId(id, facts.vm.id)) || isVerified(facts, expectation);
  const look = async (): Promise<readonly EvaluatedMachine[]> =>
    (await evaluateMachines(context, request)).machines;
  try {
    const machines = await repeatUntil(context, look, {
      every: LOOK_INTERVAL_SECONDS,
      deadlineMilliseconds: deadlineWithin(context.clock.now(), REPLICATION_SECONDS),
      settles: (seen) =>
        seen.every((each) =>
          each.status === 'evaluated' ? shows(each.facts) : !isUnavailable(each.error),
        ),
      retryOn: isUnavailable,
    });
    return { status: 'done', machines };
  } catch (error) {
    if (context.signal.aborted) {
      return { status: 'interrupted' };
    }
    if (error instanceof AzbackupError) {
      return { status: 'failed', error };
    }
    throw error;
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof AzbackupError && error.fields.kind === 'unavailable';
}

async function planFor(
  context: CommandContext,
  reader: FactReader,
  machines: readonly EvaluatedMachine[],
  options: GrantAccessOptions,
): Promise<Plan<RoleStep>> {
  const facts = machines.flatMap((machine) =>
    machine.status === 'evaluated' && !isRefused(machine) ? [machine.facts] : [],
  );
  if (!options.revoke) {
    return { steps: await grantSteps(context, reader, facts, options) };
  }
  const principal = principalOf(facts);
  return {
    steps:
      principal === undefined ? [] : planRevocations(needsOf(facts), principal, context.guidOf),
  };
}

/** A lock that may be in the way of a grant: Azure refuses below one, and nothing is changed. */
function warnOfLocks(
  context: CommandContext,
  machines: readonly EvaluatedMachine[],
  { steps }: Plan<RoleStep>,
): void {
  const vmIds = steps.flatMap((step) => step.vmIds);
  const keyVaults = knownFacts(machines)
    .filter(({ vm }) => vmIds.some((id) => sameId(id, vm.id)))
    .flatMap((facts) => facts.keyVaults);
  const unread = new Map(keyVaults.map((each) => [each.vaultUrl, each]));
  for (const { vaultId, vaultUrl, locks } of unread.values()) {
    warnOfUnknownLocks(context, vaultId ?? vaultUrl, locks);
  }
}

/** What taking access away writes to. Whether it can be given, a check says of each machine. */
function revocationsOf({ steps }: Plan<RoleStep>): readonly IntendedWrite[] {
  return steps.map(({ kind, target }) => ({
    // Of keys and secrets Azure lists no locks: they are no resources.
    scope: target.replace(/(?<=\/vaults\/[^/]+)\/.*$/iu, ''),
    verb: kind === 'delete-role-assignment' ? 'delete' : 'write',
  }));
}

function knownFacts(machines: readonly EvaluatedMachine[]): PreflightFacts[] {
  return machines.flatMap((machine) => (machine.status === 'evaluated' ? [machine.facts] : []));
}

/** Shows the plan; false where a person turned it down. */
async function confirmPlan(
  context: CommandContext,
  machines: readonly EvaluatedMachine[],
  plan: Plan<RoleStep>,
  options: GrantAccessOptions,
): Promise<boolean> {
  if (plan.steps.length === 0) {
    return true;
  }
  await context.showPlan(plan, roleFamily, namesOf(knownFacts(machines)));
  if (!options.revoke) {
    const { displayName } = context.backupApplication;
    return context.confirmPlan(
      'Grant this access?',
      `${displayName} can then read and back up what the plan lists`,
    );
  }
  return context.confirm(
    `Revoke ${plan.steps.length === 1 ? 'this grant' : 'these grants'}?`,
    'backups of all encrypted VMs with keys in these key vaults will fail; access policy entries have no author, so grants by others to the service are removed too',
  );
}

interface Granting {
  readonly plan: Plan<RoleStep>;
  readonly machines: readonly EvaluatedMachine[];
  readonly maxErrors: MaxErrors | undefined;
}

async function carryOut(
  context: CommandContext,
  { plan, machines, maxErrors }: Granting,
  started: number,
): Promise<ReadonlyMap<string, StepResult>> {
  const limit = createErrorLimit(maxErrors, machines.length);
  const refused = machines.filter((each) => each.status === 'failed' || isRefused(each));
  limit.failed(refused.map(({ target }) => target.id));
  const applied = applyPlan(plan, {
    clock: context.clock,
    startedMilliseconds: started,
    emit: context.emit,
    signal: context.signal,
    concurrency: context.maxConcurrency ?? STEPS_AT_ONCE,
    limit,
    family: roleFamily,
    execute: (step, reporter) => executeRoleStep(context, step, reporter),
  });
  const results = new Map<string, StepResult>();
  for (const { id } of plan.steps) {
    const result = await applied.settled(id);
    if (result !== undefined) {
      results.set(id, result);
    }
  }
  return results;
}
