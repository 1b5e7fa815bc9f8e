// Repeats requests that failed in passing. Replaces the SDKs' own policy, which sleeps on real timers and
// in silence: Azure Backup has been seen to ask for 324 seconds.

import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Clock } from '../../../clock.js';
import { parseJson } from '../../../domain/parse-json.js';
import { errorBody, httpFailureOf, networkFailureOf } from '../azure-failure.js';
import { classesOf } from '../pacing/call-class.js';
import { createRequestPace, type Patience, type RequestPace } from '../pacing/request-pace.js';
import { GRACE_SECONDS } from './attempt-limit-policy.js';
import { retryAfterSeconds, type ReadHeader } from './retry-after.js';

/** A wait that is about to begin. */
export interface RetryNotice {
  readonly seconds: number;
  /** Throttled by the service, the service in trouble, or not reached at all. */
  readonly reason: 'throttled' | 'server-error' | 'network';
  readonly host: string;
  /** What waits, for people: all such requests where they are throttled. */
  readonly calls: string;
  /** 1 for the first repetition. */
  readonly attempt: number;
}

/** What the policy needs. */
export interface RetryOptions {
  readonly clock: Clock;
  readonly maxRetries: number;
  /** When the command's own time is over, by the clock; undefined means never. */
  readonly deadlineMilliseconds?: number | undefined;
  /** True for requests whose answers only add to a result: they take what is left, and wait for little. */
  readonly isExtra?: boolean;
  /** Shared by all requests of the process; absent for those that keep out of each other's way. */
  readonly pace?: RequestPace;
  /** Of throttling it is told once for each class of requests. */
  readonly onRetry?: (notice: RetryNotice) => void;
}

/** A longer Retry-After is not waited for: the error then names the seconds, and the user decides. */
const MAX_RETRY_WAIT_SECONDS = 600;

/** Throttling fails nobody: it is tried again so much more often than what is broken. */
const THROTTLED_RETRIES = 4;

/** How long what only adds to a result is waited for. */
const EXTRA_WAIT_SECONDS = 60;

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
 * POSTs that only read: BackupStatus_Get, Operation_Validate, StorageAccounts_ListKeys, queries of Resource Graph,
 * those of restores in the secondary region, and the tokens of the sign-in service and of Azure Pipelines.
 */
const READING_POSTS =
  /\/(?:backupStatus|backupValidateOperation|listKeys|getMemberGroups|accessToken|backupCrrJobs?|Microsoft\.ResourceGraph\/resources|oauth2\/v2\.0\/token|oidctoken)$/iu;

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
 * into an error and others have not, so it reads both. A repetition keeps its client request id, and is signed anew.
 */
export function clockRetryPolicy(options: RetryOptions): PipelinePolicy {
  const { clock, pace = createRequestPace({ clock }) } = options;
  return {
    name: 'azbackupClockRetryPolicy',
    sendRequest: async (request, next) => {
      const call = classesOf(request.method, request.url);
      const signal = nativeSignal(request);
      const end = lastRepetition(options);
      const tries = { throttled: 0, failed: 0 };
      for (;;) {
        const patience = { ...waitsOf(options), end, signal };
        const ended = await pace.send(call, patience, () => attemptOnce(() => next(request)));
        pace.answered(call, headersOf(ended));
        const problem = problemOf(ended);
        if (problem === undefined) {
          return result(ended);
        }
        const isThrottled = problem.reason === 'throttled';
        tries[isThrottled ? 'throttled' : 'failed'] += 1;
        const seconds = secondsAfter(problem, tries, clock.now());
        const refused = isThrottled
          ? await pace.refused(call, { code: codeOf(ended), seconds })
          : undefined;
        if (!repeats(problem, { request, tries, seconds, end }, options)) {
          return result(ended);
        }
        if (refused?.isNews !== false) {
          const attempt = tries.throttled + tries.failed;
          const { host } = new URL(request.url);
          const calls = refused?.calls ?? call.own.name;
          options.onRetry?.({ seconds, reason: problem.reason, host, calls, attempt });
        }
        // What is throttled waits with all others of its class.
        if (!isThrottled) {
          await clock.sleep(seconds, signal);
        }
      }
    },
  };
}

function waitsOf({
  isExtra = false,
}: RetryOptions): Pick<Patience, 'mostSeconds' | 'mostSpreadSeconds'> {
  return isExtra
    ? { mostSeconds: EXTRA_WAIT_SECONDS, mostSpreadSeconds: EXTRA_WAIT_SECONDS }
    : { mostSeconds: MAX_RETRY_WAIT_SECONDS, mostSpreadSeconds: Number.POSITIVE_INFINITY };
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

/** What went wrong in passing. */
interface Problem {
  readonly reason: RetryNotice['reason'];
  readonly header: ReadHeader;
}

/** Attempts that were throttled, and those that failed. */
interface Tries {
  readonly throttled: number;
  readonly failed: number;
}

function secondsAfter({ reason, header }: Problem, tries: Tries, now: number): number {
  const attempt = reason === 'throttled' ? tries.throttled : tries.failed;
  return retryAfterSeconds(header, now) ?? backoffSeconds(attempt);
}

/** False when an attempt's end stands. */
function repeats(
  { reason }: Problem,
  {
    request,
    tries,
    seconds,
    end,
  }: {
    readonly request: PipelineRequest;
    readonly tries: Tries;
    readonly seconds: number;
    readonly end: number;
  },
  options: RetryOptions,
): boolean {
  const { clock, maxRetries } = options;
  if (seconds > waitsOf(options).mostSeconds || clock.now() + seconds * 1000 > end) {
    return false;
  }
  return reason === 'throttled'
    ? tries.throttled <= maxRetries * THROTTLED_RETRIES
    : tries.failed <= maxRetries && mayRepeat(request);
}

function problemOf(ended: Attempt): Problem | undefined {
  if (ended.kind === 'answer') {
    const { status } = ended.response;
    return statusFailure(status, headersOf(ended));
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

function headersOf(ended: Attempt): ReadHeader {
  if (ended.kind === 'answer') {
    const { headers } = ended.response;
    return (name) => headers.get(name);
  }
  return httpFailureOf(ended.error)?.header ?? (() => undefined);
}

/** Azure's code for a refusal. */
function codeOf(ended: Attempt): string | undefined {
  return ended.kind === 'answer'
    ? errorBody(parseJson(ended.response.bodyAsText ?? '')).code
    : httpFailureOf(ended.error)?.code;
}

function statusFailure(status: number, header: ReadHeader): Problem | undefined {
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
