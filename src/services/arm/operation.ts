// The one wait for an operation that Azure has accepted (Resource Manager: Track asynchronous operations).

import { z } from 'zod';
import type { Clock } from '../../clock.js';
import { afterChange } from '../../errors/after-change.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { Operation, OperationOutcome, OperationPlace, WaitOptions } from '../services.js';
import { azureError, callAzure } from './errors.js';
import type { RawResponse, RawClient } from './transport/raw-client.js';
import { redact } from './transport/redaction.js';
import { retryAfterSeconds, type ReadHeader } from './transport/retry-after.js';
import { unexpectedResponse } from './unexpected-response.js';

/** The answer that accepted an operation. */
export interface Acceptance {
  readonly header: ReadHeader;
}

/** Where an operation reports: a status document, or the mere status of a result. */
interface Place {
  readonly kind: 'status' | 'result';
  readonly url: string;
}

/**
 * Polls that may fail in a row, each after the pipeline's own repetitions, before the wait gives up:
 * one failed read says nothing about the operation.
 */
const MAX_FAILED_POLLS = 5;

/**
 * Without a Retry-After the pause grows with the wait, from 5 to 30 seconds. Azure Backup's status
 * documents carry none, and az polls them every 5 to 6 seconds; the 60 on the accepting 202 belongs to
 * the result, and most operations are over before it (recorded: 12 to 49 seconds).
 */
const MIN_PAUSE_SECONDS = 5;
const MAX_PAUSE_SECONDS = 30;
const PAUSE_PER_SECOND_WAITED = 0.1;

/**
 * Where polls of many operations count against one limit each comes as late as the accepting answer asks for (60, in all
 * recordings), when most operations are over.
 */
const SPARING_PAUSE_SECONDS = 60;

/** A longer Retry-After is a mistake: Azure Backup has been seen to ask for 324 seconds. */
const MAX_ASKED_PAUSE_SECONDS = 600;

/** Polls are counted by the hour: one that was refused for want of any waits that long at most. */
const MAX_THROTTLED_PAUSE_SECONDS = 3600;

/**
 * The operation that an answer announces: `Azure-AsyncOperation` rather than `Location`, polled verbatim.
 * An answer that announces none is of an operation that is done.
 * @param what completes "could not follow …", such as `the protection of VM001`
 */
export function operationOf(accepted: Acceptance, client: RawClient, what: string): Operation {
  const place = placeOf(accepted.header);
  if (place === undefined) {
    return { id: '', wait: () => Promise.resolve({ status: 'succeeded' }) };
  }
  return {
    id: idOf(place.url),
    place: { url: unsigned(place.url), reports: place.kind },
    wait: (options) => waitFor(place, client, what, options),
  };
}

/** An operation of which only the place is known. */
export function operationAt(
  { url, reports }: OperationPlace,
  client: RawClient,
  what: string,
): Operation {
  const name = reports === 'status' ? 'azure-asyncoperation' : 'location';
  return operationOf({ header: (wanted) => (wanted === name ? url : undefined) }, client, what);
}

/** A query may sign an address, so that whoever has it may read there: of it only the version is kept. */
function unsigned(url: string): string {
  const [path = '', query = ''] = url.split('?', 2);
  const version = query.split('&').find((part) => /^api-version=/iu.test(part));
  return version === undefined ? path : `${path}?${version}`;
}

function placeOf(header: ReadHeader): Place | undefined {
  const status = header('azure-asyncoperation');
  if (status !== undefined) {
    return { kind: 'status', url: status };
  }
  const location = header('location');
  return location === undefined ? undefined : { kind: 'result', url: location };
}

/** The last part of the path; the query may hold kilobytes of signature. */
function idOf(url: string): string {
  const path = url.split('?', 1)[0] ?? url;
  const last = path.replace(/\/+$/u, '').split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** One poll's finding. */
type Poll =
  | { readonly kind: 'over'; readonly outcome: OperationOutcome }
  | { readonly kind: 'running' | 'unread' | 'throttled'; readonly retryAfter?: number };

async function waitFor(
  place: Place,
  client: RawClient,
  what: string,
  { clock, signal, onWaiting }: WaitOptions,
): Promise<OperationOutcome> {
  const started = clock.now();
  let failedPolls = 0;
  const isSparing = (): boolean => client.isSparing?.(place.url) === true;
  for (let pause = isSparing() ? SPARING_PAUSE_SECONDS : MIN_PAUSE_SECONDS; ;) {
    await clock.sleep(pause, signal);
    const poll = await pollOnce(place, { client, what, clock, signal, failedPolls });
    if (poll.kind === 'over') {
      return poll.outcome;
    }
    failedPolls = poll.kind === 'unread' ? failedPolls + 1 : 0;
    pause = nextPause(poll, { waited: (clock.now() - started) / 1000, isSparing: isSparing() });
    onWaiting?.({ nextPollSeconds: pause });
  }
}

function nextPause(
  { kind, retryAfter }: Exclude<Poll, { readonly kind: 'over' }>,
  { waited, isSparing }: { readonly waited: number; readonly isSparing: boolean },
): number {
  if (kind === 'throttled') {
    return Math.min(retryAfter ?? SPARING_PAUSE_SECONDS, MAX_THROTTLED_PAUSE_SECONDS);
  }
  const own = isSparing ? SPARING_PAUSE_SECONDS : pauseAfter(waited);
  return Math.min(retryAfter ?? own, MAX_ASKED_PAUSE_SECONDS);
}

function pauseAfter(secondsWaited: number): number {
  const pause = Math.round(secondsWaited * PAUSE_PER_SECOND_WAITED);
  return Math.min(MAX_PAUSE_SECONDS, Math.max(MIN_PAUSE_SECONDS, pause));
}

interface PollOptions {
  readonly client: RawClient;
  readonly what: string;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Polls that have failed in a row before this one. */
  readonly failedPolls: number;
}

async function pollOnce(place: Place, options: PollOptions): Promise<Poll> {
  const { client, what, clock, signal, failedPolls } = options;
  const call = { doing: `follow ${what}` };
  try {
    const answer = await callAzure(call, () =>
      client.send({
        method: 'GET',
        url: place.url,
        ...(place.kind === 'result' ? { mayBeEmpty: true } : {}),
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    return place.kind === 'status' ? statusPoll(answer, what, clock) : resultPoll(answer, clock);
  } catch (error) {
    const asked = secondsOfThrottling(error);
    if (asked !== undefined) {
      return { kind: 'throttled', retryAfter: asked };
    }
    if (isPassing(error) && failedPolls + 1 < MAX_FAILED_POLLS) {
      return { kind: 'unread' };
    }
    throw lostOperation(azureError(error, call));
  }
}

/** What cannot be found is the operation, which Azure had accepted; not what it is about. */
function lostOperation(error: unknown): unknown {
  return error instanceof AzbackupError && error.fields.kind === 'not-found'
    ? afterChange(error)
    : error;
}

/** Says nothing about the operation, however often it happens; undefined for any other error. */
function secondsOfThrottling(error: unknown): number | undefined {
  const { code, retryAfterSeconds: seconds } = error instanceof AzbackupError ? error.fields : {};
  return code === 'AZB_THROTTLED' ? seconds : undefined;
}

function isPassing(error: unknown): boolean {
  const { code, kind } = error instanceof AzbackupError ? error.fields : {};
  return kind === 'unavailable' && code !== 'AZB_FOREIGN_HOST';
}

/** Location: 202 while it runs, any other success when it is over. */
function resultPoll(answer: RawResponse, clock: Clock): Poll {
  return answer.status === 202
    ? running(answer, clock)
    : { kind: 'over', outcome: { status: 'succeeded' } };
}

const statusSchema = z.object({
  status: z.string(),
  error: z.object({ code: z.string().optional(), message: z.string().optional() }).nullish(),
  properties: z.object({ jobId: z.string().nullish() }).nullish(),
});

/**
 * Azure-AsyncOperation: only Succeeded, Failed and Canceled are ends; any other word means running.
 * Times are not looked at: Azure Backup's `endTime` is year 1 or the start.
 */
function statusPoll(answer: RawResponse, what: string, clock: Clock): Poll {
  const parsed = statusSchema.safeParse(answer.body);
  if (!parsed.success) {
    throw unexpectedResponse('it has no status', what);
  }
  const outcome = outcomeOf(parsed.data);
  return outcome === undefined ? running(answer, clock) : { kind: 'over', outcome };
}

function outcomeOf(document: z.infer<typeof statusSchema>): OperationOutcome | undefined {
  const { status, error, properties } = document;
  const jobId = properties?.jobId ?? '';
  switch (status.toLowerCase()) {
    case 'succeeded':
      return { status: 'succeeded', ...(jobId === '' ? {} : { jobId }) };
    case 'failed':
      return {
        status: 'failed',
        code: error?.code ?? 'Failed',
        message: redact(error?.message ?? 'Azure gives no reason'),
      };
    case 'canceled':
    case 'cancelled':
      return { status: 'canceled' };
    default:
      return undefined;
  }
}

function running(answer: RawResponse, clock: Clock): Poll {
  const retryAfter = retryAfterSeconds(answer.header, clock.now());
  return { kind: 'running', ...(retryAfter === undefined ? {} : { retryAfter }) };
}
