// The jobs of Resource Manager that delete: their names, and what is answered to whoever asks after them.

import { gatewayError } from '../../../http/arm-error.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { entriesWith } from '../../../kernel/entry-index.js';
import { entryOf } from '../../../kernel/entry-of.js';
import { groupsByNextRound } from './state.js';

/** As the answers of Resource Manager show it; the same for every job of this kind on what has this name. */
export function managerJobId(
  kind: 'RESOURCEGROUPDELETIONJOB' | 'DEPLOYMENTDELETIONJOB',
  subject: string,
  location: string,
): string {
  const name = subject
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/gu, (sign) => `:${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const jobId = `${kind}-${name}-${location.toUpperCase()}`;
  return Buffer.from(JSON.stringify({ jobId, jobLocation: location })).toString('base64url');
}

/** 202 with the address that tells when it is over. */
export function acceptedDeletion(
  { url, params, apiVersion }: OperationRequest,
  jobId: string,
): OperationResponse {
  const place = `${url.origin}/subscriptions/${params['subscriptionId']}/operationresults/${jobId}`;
  return {
    status: 202,
    headers: { location: `${place}?api-version=${apiVersion}`, 'retry-after': '15' },
  };
}

/** 202 as long as it goes on, 200 when a group is gone and 204 when a deployment is, 409 with the reasons when a group is not. */
export function getDeletion(request: OperationRequest): OperationResponse {
  const { state, params, clock } = request;
  const { jobId = '', subscriptionId = '' } = params;
  const below = `/subscriptions/${subscriptionId}/`.toLowerCase();
  const runs = entriesWith(state.resourceGroups, groupsByNextRound, {
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
  }).some(({ id, deletion }) => deletion?.jobId === jobId && id.toLowerCase().startsWith(below));
  if (runs) {
    return acceptedDeletion(request, jobId);
  }
  const operation = entryOf(state.operations, jobId);
  if (operation === undefined) {
    return gatewayError(404, 'NotFound', `The operation result '${jobId}' could not be found.`);
  }
  const { outcome, kind, endsMilliseconds } = operation;
  if (clock.now() < endsMilliseconds) {
    return acceptedDeletion(request, jobId);
  }
  if (outcome.status === 'Succeeded') {
    return { status: kind === 'group-delete' ? 200 : 204 };
  }
  const { code, message, details = [] } = outcome;
  return gatewayError(409, code, message, { members: { details } });
}
