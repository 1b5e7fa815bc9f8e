// Requests that make a job: written down before they are sent, followed to the job that they make, and traced
// where Azure's answer does not tell it. A request that may have been carried out is not sent a second time.

import { millisecondsOf } from '../../domain/time/instant.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../../commands/context.js';
import type { Operation, OperationOutcome } from '../../services/services.js';
import type { StepReporter } from '../apply.js';
import { followOperation } from '../followed-operation.js';
import type { Intent, NewIntent } from '../intents/intent.js';
import { isLostResponse, sendSafely, traceRequest, type Trace } from '../waiting/send-safely.js';

/** A job, and how it came about. */
export interface StartedJob {
  readonly status: 'done';
  readonly jobId: string;
  readonly operationId?: string;
  /** True when it was under way already. */
  readonly joined?: true;
}

/** A request that makes a job. */
export interface JobRequest {
  readonly intent: NewIntent;
  /** One for the same that an earlier run has sent, and of which it is not known what came. */
  readonly earlier?: Intent | undefined;
  /** Completes "could not follow …". */
  readonly what: string;
  send(): Promise<Operation | StartedJob>;
  /** The job that came of a request that was written down: by the operation's id, or by time and subject. */
  find(intent: Intent): Promise<StartedJob | undefined>;
  /** Errors besides a lost response after which it is worth sending again. */
  readonly retryOn?: (error: unknown) => boolean;
  /** True for a failure that says that such a job goes on already, which is then joined. */
  readonly isUnderWay?: (error: unknown) => boolean;
  failure(outcome: Exclude<OperationOutcome, { readonly status: 'succeeded' }>): AzbackupError;
  /** Azure accepted it, and no job is to be found. */
  missing(): AzbackupError;
}

/** How long to wait, and whom to tell. */
export interface JobStarting {
  readonly reporter: StepReporter;
  readonly deadlineMilliseconds: number | undefined;
  /** Until when it is sent again; as above when left out. */
  readonly sendUntilMilliseconds?: number | undefined;
}

/** A request whose job is not known yet when the wait ends. */
export interface UnknownJob {
  readonly status: 'running';
  readonly operationId?: string;
  readonly reason: 'timeout' | 'interrupted';
}

/**
 * Starts a job, or finds the one that an earlier run has started.
 * @throws AzbackupError when Azure refuses, or fails the operation that makes the job
 */
export async function startJob(
  context: CommandContext,
  request: JobRequest,
  starting: JobStarting,
): Promise<StartedJob | UnknownJob> {
  const { earlier } = request;
  if (earlier !== undefined) {
    const found = await jobOfEarlier(context, request, earlier, starting);
    if (found !== undefined) {
      return found;
    }
    await context.journal.settle(earlier);
  }
  return sendAndFollow(context, request, starting);
}

/** The job of an earlier request; undefined when surely nothing came of it. */
async function jobOfEarlier(
  context: CommandContext,
  request: JobRequest,
  intent: Intent,
  starting: JobStarting,
): Promise<StartedJob | UnknownJob | undefined> {
  if (intent.accepted === undefined) {
    return traced(context, request, intent, starting);
  }
  const { url, reports } = intent.accepted;
  const backup = await context.services.backup();
  const operation = await backup.operation({ url, reports }, request.what);
  return follow(context, { request, intent, operation, starting });
}

async function sendAndFollow(
  context: CommandContext,
  request: JobRequest,
  starting: JobStarting,
): Promise<StartedJob | UnknownJob> {
  const { reporter, deadlineMilliseconds, sendUntilMilliseconds = deadlineMilliseconds } = starting;
  const { journal } = context;
  let intent = await journal.begin(request.intent);
  let sent: Operation | StartedJob;
  try {
    sent = await sendSafely<Operation | StartedJob>(context, {
      send: () => request.send(),
      find: () => request.find(intent),
      ...(request.retryOn === undefined ? {} : { retryOn: request.retryOn }),
      deadlineMilliseconds: sendUntilMilliseconds,
      onWaiting: (seconds) => reporter.waiting(seconds),
    });
  } catch (error) {
    if (error instanceof AzbackupError && !isLostResponse(error)) {
      await journal.settle(intent);
    }
    throw error;
  }
  if ('jobId' in sent) {
    await journal.inJob(intent, sent.jobId);
    return sent;
  }
  intent = await journal.accepted(intent, sent);
  const found = await follow(context, { request, intent, operation: sent, starting });
  if (found === undefined) {
    await journal.settle(intent);
    throw request.missing();
  }
  return found;
}

interface FollowedRequest {
  readonly request: JobRequest;
  readonly intent: Intent;
  readonly operation: Operation;
  readonly starting: JobStarting;
}

/** The job of an operation that Azure has accepted; undefined when surely there is none. */
async function follow(
  context: CommandContext,
  { request, intent, operation, starting }: FollowedRequest,
): Promise<StartedJob | UnknownJob | undefined> {
  const { reporter, deadlineMilliseconds } = starting;
  const { id: operationId } = operation;
  let failed = false;
  try {
    const end = await followOperation(context, operation, {
      reporter,
      deadlineMilliseconds,
      failure: (outcome) => {
        failed = true;
        return request.failure(outcome);
      },
    });
    if (end.status === 'running') {
      return end;
    }
    if (end.jobId !== undefined) {
      await context.journal.inJob(intent, end.jobId);
      return { status: 'done', operationId, jobId: end.jobId };
    }
  } catch (error) {
    const underWay = request.isUnderWay?.(error) === true;
    if (!(error instanceof AzbackupError) || (failed && !underWay)) {
      await (failed ? context.journal.settle(intent) : undefined);
      throw error;
    }
    // What cannot be followed may have been carried out all the same.
    const found = await traced(context, request, intent, starting);
    if (found === undefined) {
      throw error;
    }
    return underWay && found.status === 'done' ? { ...found, joined: true } : found;
  }
  return traced(context, request, intent, starting);
}

async function traced(
  context: CommandContext,
  request: JobRequest,
  intent: Intent,
  { reporter, deadlineMilliseconds }: JobStarting,
): Promise<StartedJob | UnknownJob | undefined> {
  const trace: Trace<StartedJob> = await traceRequest(context, millisecondsOf(intent.sentTime), {
    find: () => request.find(intent),
    deadlineMilliseconds,
    onWaiting: (seconds) => reporter.waiting(seconds),
  });
  switch (trace.status) {
    case 'found':
      await context.journal.inJob(intent, trace.result.jobId);
      return trace.result;
    case 'absent':
      return undefined;
    case 'timeout':
    case 'interrupted': {
      const operationId = intent.accepted?.id;
      return {
        status: 'running',
        reason: trace.status,
        ...(operationId === undefined ? {} : { operationId }),
      };
    }
  }
}
