// Microsoft Graph's error envelope and the errors that reading the directory meets.

import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { isoInstant } from '../../kernel/time/instant.js';

/** An error of Graph: with the inner error that repeats the request's ids. */
function graphError(
  status: number,
  code: string,
  message: string,
  request: Pick<OperationRequest, 'clock' | 'headers' | 'ids'>,
): OperationResponse {
  const requestId = request.headers.get('client-request-id') ?? request.ids.guid();
  const innerError = {
    date: isoInstant(request.clock.now()).slice(0, 19),
    'request-id': requestId,
    'client-request-id': requestId,
  };
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: { error: { code, message, innerError } },
  };
}

/** 404 for an object that is not there. Recording: graph-sp-get.200-and-404. */
export function resourceNotFound(id: string, request: OperationRequest): OperationResponse {
  return graphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    request,
  );
}

/** 403 for a caller without the permission. Documentation: Microsoft Graph error responses. */
export function requestDenied(request: OperationRequest): OperationResponse {
  return graphError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
    request,
  );
}

/** 400 for an application that asks who it is. Public reports: msgraph-sdk-php, issue 1163; pnpcore, pull request 905. */
export function meNeedsUser(request: OperationRequest): OperationResponse {
  return graphError(
    400,
    'BadRequest',
    '/me request is only valid with delegated authentication flow.',
    request,
  );
}
