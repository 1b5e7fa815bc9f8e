// The tools at work: a call becomes a command line, the program runs it, and what it came to becomes an answer.

import { instantOf } from '../../domain/time/instant.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import { describeError } from '../../errors/error-envelope.js';
import type { ExitKind } from '../../errors/exit-code.js';
import { answerOf, MAX_PLAN_LINES, visible, type Answer, type PageRequest } from './answer.js';
import { plannedItems, planFingerprint } from './plan-content.js';
import { createPlanStore, type PlanStore, type ShownPlan } from './plans.js';
import type { CallOptions, CallOutcome, CallPerson, ProgramCalls } from './program-calls.js';
import { argumentsOf, pastedCommand, type NamedCommand } from './tool-input.js';

/** What a call has besides its arguments. */
export interface CallSurroundings {
  readonly signal: AbortSignal;
  /** Progress, for people. */
  readonly progress: (message: string) => void;
  /** Left out where the client cannot ask anybody. */
  readonly person?: CallPerson | undefined;
}

/** The tools of one server. */
export interface Session {
  /** Runs a command that changes nothing. */
  read(command: NamedCommand, page: PageRequest, surroundings: CallSurroundings): Promise<Answer>;
  /** Plans a command, and keeps the plan. */
  plan(command: NamedCommand, surroundings: CallSurroundings): Promise<Answer>;
  /** Applies a plan that was shown. */
  apply(planId: string, surroundings: CallSurroundings): Promise<Answer>;
  /** An answer in the place of a call that could not begin. */
  refused(error: unknown): Answer;
  readonly applied: () => number;
}

/** Findings, which a tool that looks is asked for. */
const FINDINGS: readonly ExitKind[] = ['blocked', 'partial', 'unmet'];
const WARNING = 'warning: ';
const DEBUG = 'debug: ';

/** Starts a session. */
export function createSession(calls: ProgramCalls, allowChanges: boolean): Session {
  const plans = createPlanStore(calls);
  const session: Working = { calls, plans, allowChanges };
  return {
    read: async (command, page, surroundings) => {
      const run = await runCommand(session, command, surroundings, { keepsState: false });
      return answerOf({ ...run, page, expected: FINDINGS });
    },
    plan: (command, surroundings) => planCommand(session, command, surroundings),
    apply: (planId, surroundings) => applyPlan(session, planId, surroundings),
    refused: (error) => refusedAnswer(error),
    applied: () => plans.applied(),
  };
}

interface Working {
  readonly calls: ProgramCalls;
  readonly plans: PlanStore;
  readonly allowChanges: boolean;
}

interface RunOfCommand {
  readonly outcome: CallOutcome;
  readonly command: string;
  readonly warnings: readonly string[];
}

async function runCommand(
  { calls }: Working,
  command: NamedCommand,
  { signal, progress }: CallSurroundings,
  options: Pick<CallOptions, 'keepsState' | 'person'>,
): Promise<RunOfCommand> {
  const words = argumentsOf(command, calls.startOptions);
  const warnings: string[] = [];
  const onLine = (line: string): void => {
    if (line.startsWith(DEBUG)) {
      calls.log(line);
    } else if (line.startsWith(WARNING)) {
      calls.log(line);
      warnings.push(line);
    } else {
      progress(visible(line).replaceAll(/ {2,}/gu, '  '));
    }
  };
  const outcome = await calls.call(words, { signal, onLine, ...options });
  return { outcome, command: pastedCommand(words), warnings };
}

const DRY_RUN = '--dry-run';

async function planCommand(
  session: Working,
  command: NamedCommand,
  surroundings: CallSurroundings,
): Promise<Answer> {
  const run = await runCommand(session, dry(command), surroundings, { keepsState: false });
  const { document, lines } = run.outcome;
  const planned = document === undefined ? 0 : plannedItems(document);
  const reason = reasonForNoPlan(run.outcome, planned);
  if (document === undefined || reason !== undefined) {
    return answerOf({ ...run, page: null, expected: [], preface: reason });
  }
  const commandLine = pastedCommand(argumentsOf(command, session.calls.startOptions));
  const fingerprint = planFingerprint(commandLine, document);
  const { id, expiresMilliseconds } = session.plans.keep({
    command,
    commandLine,
    fingerprint,
    // At once: later nobody knows any more what was secret.
    lines: lines.map(visible),
    planned,
  });
  return answerOf({
    ...run,
    page: null,
    expected: [],
    plan: { id, expires: instantOf(expiresMilliseconds), planned },
    preface: session.allowChanges
      ? 'nothing was changed; show this plan to a person before apply_plan'
      : `nothing was changed, and this server cannot: a person can run  ${commandLine}`,
  });
}

/** Why a plan cannot be applied, for whoever asked for it; undefined where it can. */
function reasonForNoPlan({ exitCode, lines }: CallOutcome, planned: number): string | undefined {
  if (exitCode !== 0) {
    return 'no plan id: settle what is in the way, or leave out the VMs that it concerns';
  }
  if (planned === 0) {
    return 'nothing to change: no plan id';
  }
  return lines.length > MAX_PLAN_LINES
    ? `no plan id: of ${lines.length} lines, nobody could read the whole plan here; plan fewer VMs at once`
    : undefined;
}

function dry(command: NamedCommand): NamedCommand {
  return { ...command, options: [...command.options, DRY_RUN] };
}

async function applyPlan(
  session: Working,
  planId: string,
  surroundings: CallSurroundings,
): Promise<Answer> {
  if (!session.allowChanges) {
    throw usageError('AZB_READ_ONLY', 'this server is read-only', {
      causes: ['nothing was changed'],
      fix: ['azbackup mcp --allow-changes', 'or run the command of the plan in a terminal'],
    });
  }
  const plan = session.plans.take(planId);
  await requireConsent(session, plan, surroundings);
  // After the consent, which may have taken minutes.
  const again = await runCommand(session, dry(plan.command), surroundings, { keepsState: false });
  const { document } = again.outcome;
  if (document === undefined) {
    session.plans.putBack(plan);
    return answerOf({ ...again, page: null, expected: [], preface: 'nothing was changed' });
  }
  if (planFingerprint(plan.commandLine, document) !== plan.fingerprint) {
    return changedAnswer(plan, again);
  }
  session.plans.begun();
  const run = await runCommand(session, plan.command, surroundings, {
    keepsState: true,
    person: surroundings.person,
  });
  if (surroundings.signal.aborted) {
    session.calls.log(`mcp: ${cancelledWords(planId, run.outcome)}`);
  }
  return answerOf({ ...run, page: null, expected: [], preface: appliedWords(planId, run.outcome) });
}

/** For the log: nobody waits for the answer any more. */
function cancelledWords(planId: string, { document, lines, error }: CallOutcome): string {
  if (document === undefined) {
    return `${planId} was cancelled: ${visible(error?.message ?? 'nothing was started')}`;
  }
  const begun = lines.slice(0, MAX_PLAN_LINES).map(visible).join('\n');
  return `${planId} was cancelled; what was started goes on in Azure:\n${begun}`;
}

/** Whoever started the server with AZBACKUP_DRY_RUN wants nothing to be changed. */
function appliedWords(planId: string, { document }: CallOutcome): string {
  if (document === undefined) {
    return `${planId} ended with an error`;
  }
  return 'dryRun' in document && document.dryRun === true
    ? `${planId}: the server was started for dry runs; nothing was changed`
    : `${planId} was applied`;
}

/** What is about to be done, in our words and not in the agent's, to whoever sits before the client. */
async function requireConsent(
  { calls }: Working,
  plan: ShownPlan,
  { person, signal }: CallSurroundings,
): Promise<void> {
  if (person === undefined) {
    return;
  }
  const { sandbox } = calls.place;
  const where = sandbox === undefined ? 'in Azure' : 'in the sandbox';
  const words = [plan.commandLine, '', ...plan.lines].join('\n');
  const agreed = await person.ask(`Apply this plan ${where}?`, words);
  if (!agreed || signal.aborted) {
    throw usageError('AZB_DECLINED', `${plan.id} was declined`, {
      target: plan.id,
      causes: ['nothing was changed'],
      fix: ['ask the person what they want instead, and plan that'],
    });
  }
}

function changedAnswer(plan: ShownPlan, again: RunOfCommand): Answer {
  const error = new AzbackupError({
    code: 'AZB_PLAN_CHANGED',
    kind: 'blocked',
    message: `not what was shown any more: plan ${plan.id}`,
    target: plan.id,
    causes: ['Azure is in another state than when it was planned', 'nothing was changed'],
    fix: ['call plan again, and show the new plan to a person'],
  });
  const { envelope } = describeError(error, { debug: false });
  const outcome = { ...again.outcome, exitCode: envelope.exitCode, error: envelope };
  return answerOf({ ...again, outcome, page: null, expected: [] });
}

function refusedAnswer(error: unknown): Answer {
  const { envelope } = describeError(error, { debug: false });
  return answerOf({
    outcome: { exitCode: envelope.exitCode, document: undefined, lines: [], error: envelope },
    command: null,
    warnings: [],
    page: null,
    expected: [],
  });
}
