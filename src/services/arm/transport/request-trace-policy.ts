// Tells of each exchange for `--debug`: what was asked of whom, how it ended, how long it took.

import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Clock } from '../../../clock.js';
import { httpFailureOf } from '../azure-failure.js';
import { redactUrl } from './redaction.js';
import type { ReadHeader } from './retry-after.js';

/** One exchange, without bodies, tokens and signatures. */
export interface RequestTrace {
  readonly method: string;
  /** Of the query only `api-version`, `$filter` and `$expand`. */
  readonly url: string;
  /** HTTP status; absent when no answer came. */
  readonly status?: number;
  readonly milliseconds: number;
  /** Our id of the request. */
  readonly clientRequestId?: string;
  /** Azure's id of the request. */
  readonly requestId?: string;
  readonly correlationId?: string;
}

/** What the policy needs. */
export interface RequestTraceOptions {
  readonly clock: Clock;
  readonly onRequest?: (trace: RequestTrace) => void;
}

/** The policy; goes around each attempt (`perRetry`), so that repetitions are seen. */
export function requestTracePolicy({ clock, onRequest }: RequestTraceOptions): PipelinePolicy {
  return {
    name: 'azbackupRequestTracePolicy',
    sendRequest: (request, next) => {
      const started = clock.now();
      const report = (status: number | undefined, header: ReadHeader): void => {
        onRequest?.(traceOf({ request, status, header, milliseconds: clock.now() - started }));
      };
      return watched(() => next(request), report);
    },
  };
}

async function watched(
  send: () => Promise<PipelineResponse>,
  report: (status: number | undefined, header: ReadHeader) => void,
): Promise<PipelineResponse> {
  try {
    const response = await send();
    report(response.status, (name) => response.headers.get(name));
    return response;
  } catch (error) {
    const failure = httpFailureOf(error);
    report(failure?.status, failure?.header ?? (() => undefined));
    throw error;
  }
}

function traceOf(exchange: {
  readonly request: PipelineRequest;
  readonly status: number | undefined;
  readonly header: ReadHeader;
  readonly milliseconds: number;
}): RequestTrace {
  const { request, status, header, milliseconds } = exchange;
  const clientRequestId = request.headers.get('x-ms-client-request-id');
  const requestId = header('x-ms-request-id') ?? header('request-id');
  const correlationId =
    header('x-ms-correlation-request-id') ?? request.headers.get('x-ms-correlation-request-id');
  return {
    method: request.method,
    url: redactUrl(request.url),
    milliseconds,
    ...(status === undefined ? {} : { status }),
    ...(clientRequestId === undefined ? {} : { clientRequestId }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}
