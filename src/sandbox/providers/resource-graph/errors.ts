// How Resource Graph refuses, as public reports show it (grafana, issue 35225; azure-powershell, issue 13762;
// azure-cli-extensions, issue 3325; azure-sdk-for-java, issue 29924).

import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { ticksInstant } from '../../kernel/time/instant.js';
import type { QueryError } from './kql/query-error.js';

type Detail = Readonly<Record<string, string | number>>;

function graphError(
  { clock, ids }: Pick<OperationRequest, 'clock' | 'ids'>,
  status: number,
  code: string,
  details: readonly Detail[],
): OperationResponse {
  const timestamp = ticksInstant(clock.now());
  const message = `Please provide below info when asking for support: timestamp = ${timestamp}, correlationId = ${ids.guid()}.`;
  return { status, body: { error: { code, message, details } } };
}

/** 400 for a query that Resource Graph does not understand; a place that is not known is -1. */
export function invalidQuery(request: OperationRequest, error: QueryError): OperationResponse {
  const { line = -1, column = -1 } = error.place ?? {};
  return graphError(request, 400, 'BadRequest', [
    {
      code: 'InvalidQuery',
      message:
        'Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.',
    },
    {
      code: error.code,
      message: error.code,
      line,
      characterPositionInLine: column,
      token: error.token,
    },
  ]);
}

/** 400 for options that cannot be. The wording is assumed. */
export function invalidOption(request: OperationRequest, what: string): OperationResponse {
  return graphError(request, 400, 'BadRequest', [{ code: 'InvalidQueryRequest', message: what }]);
}

/** 403 for a scope of which the caller sees nothing. */
export function accessDenied(request: OperationRequest): OperationResponse {
  return graphError(request, 403, 'AccessDenied', [
    {
      code: 'AccessDenied',
      message:
        'Access is denied to the requested resource. The user might not have enough permission.',
    },
  ]);
}

/** 429 for one query too many. */
export function rateLimited(request: OperationRequest): OperationResponse {
  return graphError(request, 429, 'RateLimiting', [
    {
      code: 'RateLimiting',
      message:
        'Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.',
    },
  ]);
}
