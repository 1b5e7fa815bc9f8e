// Carries out a plan: each step once its predecessors have succeeded, independent steps side by side.
// Knows nothing of Azure; how a step is executed is given to it.

import type { Clock } from '../clock.js';
import type { ProtectedItem } from '../domain/vaults/recovery-services.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import { MAX_ERRORS_REACHED, type ErrorLimit } from './error-limit.js';
import type { Emit, StepReference } from './events.js';
import type { StepName } from './family.js';
import type { Plan, Step } from './plan.js';
import { idKey } from '../domain/resource-id.js';

/** A protected item as a change of it has left it; undefined when the vault lists none. */
export interface ReadBack {
  readonly item: ProtectedItem | undefined;
}

/** What became of a step. */
export type StepResult =
  | {
      readonly status: 'done';
      readonly operationId?: string;
      readonly jobId?: string;
      /** True when what the step wanted was under way already. */
      readonly joined?: true;
      readonly readBack?: ReadBack;
      readonly seconds: number;
    }
  | {
      /** Accepted by Azure and still going on when the wait ended. */
      readonly status: 'running';
      /** Absent where Azure gives none, and where the wait was for the request itself. */
      readonly operationId?: string;
      readonly reason: 'no-wait' | 'timeout' | 'interrupted';
      readonly seconds: number;
    }
  | { readonly status: 'failed'; readonly error: unknown; readonly seconds: number }
  | { readonly status: 'skipped'; readonly because: string };

/** What executing one step may report while it goes on. */
export interface StepReporter {
  accepted(operationId: string): void;
  waiting(nextPollSeconds: number): void;
}

/** What executing one step yields; a throw means that it failed. */
export type StepExecution =
  | {
      readonly status: 'done';
      readonly operationId?: string;
      readonly jobId?: string;
      readonly joined?: true;
      readonly readBack?: ReadBack;
    }
  | {
      readonly status: 'running';
      readonly operationId?: string;
      readonly reason: 'no-wait' | 'timeout' | 'interrupted';
    };

/** Everything that apply needs besides the plan. */
export interface ApplyOptions<S extends Step> {
  readonly clock: Clock;
  readonly startedMilliseconds: number;
  readonly emit: Emit;
  /** Stops new steps from starting. */
  readonly signal: AbortSignal;
  /** Steps under way at once. */
  readonly concurrency: number;
  /** Stops machines from being started once too many have failed; absent where nothing does. */
  readonly limit?: ErrorLimit;
  /** What the steps are called. */
  readonly family: { name(step: S): StepName };
  execute(step: S, reporter: StepReporter): Promise<StepExecution>;
}

/** A plan under way. */
export interface AppliedPlan {
  /** What became of a step, as soon as that is known; undefined for a step of another plan. */
  settled(stepId: string): Promise<StepResult | undefined>;
}

/** Starts a plan. What becomes of each step is told one by one; no step ever makes it throw. */
export function applyPlan<S extends Step>(
  plan: Plan<S>,
  options: ApplyOptions<NoInfer<S>>,
): AppliedPlan {
  const endings = new Map(plan.steps.map((step) => [step.id, new Ending()]));
  const results = new Map<string, StepResult>();
  const finished = runSteps(plan, options, results, (id, result) => {
    results.set(id, result);
    endings.get(id)?.resolve(result);
  });
  return {
    settled: async (stepId) => {
      // A defect in here must not leave anybody waiting: whichever comes first.
      await Promise.race([endings.get(stepId)?.promise, finished]);
      return results.get(stepId);
    },
  };
}

/** A result that is not there yet. */
class Ending {
  readonly promise: Promise<StepResult>;
  #settle: ((result: StepResult) => void) | undefined;

  constructor() {
    this.promise = new Promise((settle) => {
      this.#settle = settle;
    });
  }

  resolve(result: StepResult): void {
    this.#settle?.(result);
  }
}

async function runSteps<S extends Step>(
  plan: Plan<S>,
  options: ApplyOptions<S>,
  results: ReadonlyMap<string, StepResult>,
  settle: (stepId: string, result: StepResult) => void,
): Promise<void> {
  const waiting = new Set(plan.steps);
  const running = new Map<string, Promise<void>>();
  const begun = new Set<string>();
  while (waiting.size > 0 || running.size > 0) {
    const startable = nextSteps(waiting, results, running.size, options);
    if (startable.length === 0 && running.size === 0) {
      throw new RangeError('a plan step depends on a step that is not in the plan');
    }
    for (const step of startable) {
      waiting.delete(step);
      const obstacle = obstacleOf(step, results, options, begun);
      if (obstacle === undefined) {
        markBegun(step, begun);
        const run = async (): Promise<void> => {
          const result = await runStep(step, options);
          if (result.status === 'failed') {
            options.limit?.failed(step.vmIds);
          }
          settle(step.id, result);
          running.delete(step.id);
        };
        running.set(step.id, run());
      } else {
        settle(step.id, { status: 'skipped', because: obstacle });
        const skipped = { step: referenceTo(step, options), because: obstacle };
        options.emit({ type: 'step.skipped', ...skipped, atSeconds: since(options) });
      }
    }
    if (running.size > 0) {
      await Promise.race(running.values());
    }
  }
}

/** The steps that may be started or given up now. */
function nextSteps<S extends Step>(
  waiting: ReadonlySet<S>,
  results: ReadonlyMap<string, StepResult>,
  running: number,
  options: ApplyOptions<S>,
): S[] {
  const settled = [...waiting].filter((step) => step.after.every((id) => results.has(id)));
  return settled.slice(0, Math.max(0, options.concurrency - running));
}

function obstacleOf(
  step: Step,
  results: ReadonlyMap<string, StepResult>,
  { signal, limit }: Pick<ApplyOptions<never>, 'signal' | 'limit'>,
  begun: ReadonlySet<string>,
): string | undefined {
  const failed = step.after.find((id) => results.get(id)?.status !== 'done');
  if (failed !== undefined || signal.aborted) {
    return failed ?? 'interrupted';
  }
  const isBegun = step.vmIds.length > 0 && step.vmIds.every((id) => begun.has(idKey(id)));
  return limit?.isReached() === true && !isBegun ? MAX_ERRORS_REACHED : undefined;
}

/** What several machines share, such as a grant, begins none of them; a machine that is begun is finished. */
function markBegun({ vmIds }: Step, begun: Set<string>): void {
  const [only, ...others] = vmIds;
  if (only !== undefined && others.length === 0) {
    begun.add(idKey(only));
  }
}

async function runStep<S extends Step>(action: S, options: ApplyOptions<S>): Promise<StepResult> {
  const step = referenceTo(action, options);
  const started = options.clock.now();
  const elapsed = (): number => (options.clock.now() - started) / 1000;
  options.emit({ type: 'step.started', step, atSeconds: since(options) });
  try {
    const execution = await options.execute(action, {
      accepted: (operationId) =>
        options.emit({ type: 'operation.accepted', step, operationId, atSeconds: since(options) }),
      waiting: (nextPollSeconds) =>
        options.emit({
          type: 'step.waiting',
          step,
          elapsedSeconds: elapsed(),
          nextPollSeconds,
          atSeconds: since(options),
        }),
    });
    const result = { ...execution, seconds: elapsed() };
    if (result.status === 'done') {
      options.emit({
        type: 'step.done',
        step,
        elapsedSeconds: result.seconds,
        ...(result.jobId === undefined ? {} : { jobId: result.jobId }),
        ...(result.joined === undefined ? {} : { joined: result.joined }),
        atSeconds: since(options),
      });
    }
    return result;
  } catch (error) {
    if (options.signal.aborted && !(error instanceof AzbackupError)) {
      // A wait that was given up: how the step ends is up to Azure.
      return { status: 'running', reason: 'interrupted', seconds: elapsed() };
    }
    const { code, message } = describe(error);
    options.emit({
      type: 'step.failed',
      step,
      code,
      message,
      elapsedSeconds: elapsed(),
      atSeconds: since(options),
    });
    return { status: 'failed', error, seconds: elapsed() };
  }
}

function referenceTo<S extends Step>(step: S, { family }: ApplyOptions<S>): StepReference {
  const { id, kind, target, vmIds } = step;
  return { id, kind, target, vmIds, name: family.name(step) };
}

function since(options: Pick<ApplyOptions<never>, 'clock' | 'startedMilliseconds'>): number {
  return (options.clock.now() - options.startedMilliseconds) / 1000;
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof AzbackupError) {
    return { code: error.fields.azureCode ?? error.fields.code, message: error.message };
  }
  return { code: 'AZB_BUG', message: error instanceof Error ? error.message : String(error) };
}
