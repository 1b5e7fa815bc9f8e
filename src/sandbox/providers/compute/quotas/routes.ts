// The operation that lists quotas and what is used of them.

import { resourceNotFound } from '../../../http/arm-error.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { findRegion } from '../../../kernel/regions.js';
import { MACHINE_API_VERSIONS, SUBSCRIPTION_PATH } from '../request.js';
import { usagesOf } from './quotas.js';

function listUsages({ state, params, url }: OperationRequest): OperationResponse {
  const { subscriptionId = '', location = '' } = params;
  if (findRegion(location) === undefined) {
    return resourceNotFound(url.pathname);
  }
  const value = usagesOf(state, { subscriptionId, location }).map(
    ({ name, title, currentValue, limit }) => ({
      limit,
      unit: 'Count',
      currentValue,
      name: { value: name, localizedValue: title },
    }),
  );
  return { status: 200, body: { value } };
}

/** The operation that lists quotas. */
export const usageRoutes: readonly SandboxOperation[] = [
  defineOperation({
    provider: 'compute',
    host: 'arm',
    apiVersions: MACHINE_API_VERSIONS,
    id: 'Usage_List',
    method: 'GET',
    path: `${SUBSCRIPTION_PATH}/providers/Microsoft.Compute/locations/{location}/usages`,
    action: 'Microsoft.Compute/locations/usages/read',
    evidence: [
      { kind: 'openapi', operationId: 'Usage_List' },
      { kind: 'documentation', page: 'Check vCPU quotas' },
      { kind: 'assumption', note: 'limits of a world that sets none; an unknown region is 404' },
    ],
    fidelity: 'simplified',
    simplification: 'vCPUs in total and by family, and machines',
    handle: listUsages,
  }),
];
