// Repeats requests that failed in passing. Replaces the SDKs' own policy, which sleeps on real timers and
// in silence: Azure Backup has been seen to ask for 324 seconds.

import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Clock } from '../../../clock.js';
import { httpFailureOf, networkFailureOf } from '../azure-failure.js';
import { GRACE_SECONDS } from './attempt-limit-policy.js';
import { retryAfterSeconds, type ReadHeader } from './retry-after.js';

/** A wait that is about to begin. */
export interface RetryNotice {
  readonly seconds: number;
  /** Throttled by the service, the service in trouble, or not reached at all. */
  readonly reason: 'throttled' | 'server-error' | 'network';
  readonly host: string;
  /** 1 for the first repetition. */
  readonly attempt: number;
}

/** What the policy needs. */
export interface RetryOptions {
  readonly clock: Clock;
  readonly maxRetries: number;
  /** When the command's own time is over, by the clock; undefined means never. */
  readonly deadlineMilliseconds?: number | undefined;
  readonly onRetry?: (notice: RetryNotice) => void;
}

/** A longer Retry-After is not waited for: the error then names the seconds, and the user decides. */
const MAX_RETRY_WAIT_SECONDS = 600;

/** Longest wait of our own choosing. */
const MAX_BACKOFF_SECONDS = 64;

const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
]);

/**
 * POSTs that only read: BackupStatus_Get, Operation_Validate, StorageAccounts_ListKeys, those of restores in
 * the secondary region, and the tokens of the sign-in service and of Azure Pipelines.
 */
const READING_POSTS =
  /\/(?:backupStatus|backupValidateOperation|listKeys|getMemberGroups|accessToken|backupCrrJobs?|oauth2\/v2\.0\/token|oidctoken)$/iu;

/** A PUT of Key Vault's that makes a new version each time it is carried out: SetSecret. */
const NEW_VERSION_PUTS = /^\/secrets\/[^/]+\/?$/iu;

/** ARM: Resource Manager best practices. 429 means the request was not carried out, whatever its method. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);

/** Definite answers of the network: the name does not exist, or the certificate is not trusted. */
const LASTING_NETWORK_CODES = /^ENOTFOUND$|CERT|SIGNATURE/u;

/** One attempt's end: an answer, or what was thrown. */
type Attempt =
  | { readonly kind: 'answer'; readonly response: PipelineResponse }
  | { readonly kind: 'thrown'; readonly error: unknown };

/**
 * The policy. It goes around the whole call (`perCall`), where some SDKs have already turned an answer
 * into an error and others have not, so it reads both. A repetition keeps its client request id.
 */
export function clockRetryPolicy(options: RetryOptions): PipelinePolicy {
  return {
    name: 'azbackupClockRetryPolicy',
    sendRequest: async (request, next) => {
      const end = lastRepetition(options);
      for (let attempt = 1; ; attempt += 1) {
        const ended = await attemptOnce(() => next(request));
        const wait = waitBefore(attempt, ended, request, options);
        if (wait === undefined || options.clock.now() + wait.seconds * 1000 > end) {
          return result(ended);
        }
        options.onRetry?.(wait);
        await options.clock.sleep(wait.seconds, nativeSignal(request));
      }
    },
  };
}

/** After this no repetition begins: what is read once the time is over has a little of its own. */
function lastRepetition({ clock, deadlineMilliseconds }: RetryOptions): number {
  return deadlineMilliseconds === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(deadlineMilliseconds, clock.now()) + GRACE_SECONDS * 1000;
}

async function attemptOnce(send: () => Promise<PipelineResponse>): Promise<Attempt> {
  try {
    return { kind: 'answer', response: await send() };
  } catch (error) {
    return { kind: 'thrown', error };
  }
}

function result(ended: Attempt): PipelineResponse {
  if (ended.kind === 'thrown') {
    throw ended.error;
  }
  return ended.response;
}

/** The wait before the next attempt; undefined when this one's end stands. */
function waitBefore(
  attempt: number,
  ended: Attempt,
  request: PipelineRequest,
  { clock, maxRetries }: RetryOptions,
): RetryNotice | undefined {
  const problem = problemOf(ended);
  if (problem === undefined || attempt > maxRetries) {
    return undefined;
  }
  if (problem.reason !== 'throttled' && !mayRepeat(request)) {
    return undefined;
  }
  const seconds = retryAfterSeconds(problem.header, clock.now()) ?? backoffSeconds(attempt);
  if (seconds > MAX_RETRY_WAIT_SECONDS) {
    return undefined;
  }
  return { seconds, reason: problem.reason, host: new URL(request.url).host, attempt };
}

function problemOf(
  ended: Attempt,
): { readonly reason: RetryNotice['reason']; readonly header: ReadHeader } | undefined {
  if (ended.kind === 'answer') {
    const { status, headers } = ended.response;
    return statusFailure(status, (name) => headers.get(name));
  }
  const failure = httpFailureOf(ended.error);
  if (failure !== undefined) {
    return statusFailure(failure.status, failure.header);
  }
  const code = networkFailureOf(ended.error)?.code;
  return code === undefined || LASTING_NETWORK_CODES.test(code)
    ? undefined
    : { reason: 'network', header: () => undefined };
}

function statusFailure(status: number, header: ReadHeader): ReturnType<typeof problemOf> {
  if (status === 429) {
    return { reason: 'throttled', header };
  }
  return PASSING_STATUSES.has(status) ? { reason: 'server-error', header } : undefined;
}

function mayRepeat(request: PipelineRequest): boolean {
  const { pathname } = new URL(request.url);
  return request.method === 'PUT'
    ? !NEW_VERSION_PUTS.test(pathname)
    : IDEMPOTENT_METHODS.has(request.method) || READING_POSTS.test(pathname);
}

/** 1, 2, 4, … seconds. */
function backoffSeconds(attempt: number): number {
  return Math.min(MAX_BACKOFF_SECONDS, 2 ** (attempt - 1));
}

/** The SDK's signal may be of a look-alike class, which the clock cannot listen to. */
function nativeSignal(request: PipelineRequest): AbortSignal | undefined {
  return request.abortSignal instanceof AbortSignal ? request.abortSignal : undefined;
}
