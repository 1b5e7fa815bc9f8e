// Deployments of templates, in resource groups.

import {
  defineOperation,
  type Evidence,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { resourceKey } from '../../kernel/resource.js';
import { isoInstant } from '../../kernel/time/instant.js';
import { acceptedDeletion, managerJobId } from '../resources/group-deletion/job.js';
import { deploymentBodySchema } from './body.js';
import { deploymentIdOf, groupIdOf, putDeployment, validateDeployment } from './put.js';
import { provisioningState, renderDeployment, renderOperations } from './render.js';
import type { Deployment } from './state.js';
import { deploymentActive, deploymentNotFound } from './template/errors.js';

const deployments = {
  provider: 'resources',
  host: 'arm',
  apiVersions: ['2025-04-01', '2025-03-01', '2024-11-01', '2022-09-01', '2021-04-01', '2020-06-01'],
  fidelity: 'simplified',
} as const;

const GROUP_PATH = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}';
const LIST_PATH = `${GROUP_PATH}/providers/Microsoft.Resources/deployments`;
const PATH = `${LIST_PATH}/{deploymentName}`;
const ACTION = 'Microsoft.Resources/deployments';

const SIMPLIFICATION =
  "Incremental mode, resources of the sandbox's own types, a few template functions; no conditions, loops, nested templates or outputs.";

function documented(page: string, ...assumptions: readonly string[]): [Evidence, ...Evidence[]] {
  return [
    { kind: 'documentation', page: `Azure REST API reference: ${page}` },
    ...assumptions.map((note): Evidence => ({ kind: 'assumption', note })),
  ];
}

function deploymentOf(request: OperationRequest): Deployment {
  const found = request.state.deployments?.[resourceKey(deploymentIdOf(request))];
  if (found === undefined) {
    throw new Refusal(deploymentNotFound(request.params['deploymentName'] ?? ''));
  }
  return found;
}

function getDeployment(request: OperationRequest): OperationResponse {
  return { status: 200, body: renderDeployment(deploymentOf(request), request.clock.now()) };
}

function listDeployments(request: OperationRequest): OperationResponse {
  const prefix = `${resourceKey(groupIdOf(request))}/`;
  const value = Object.entries(request.state.deployments ?? {})
    .filter(([key]) => key.startsWith(prefix))
    .toSorted(([, left], [, right]) => right.startedMilliseconds - left.startedMilliseconds)
    .map(([, deployment]) => renderDeployment(deployment, request.clock.now()));
  return { status: 200, body: { value } };
}

function listOperations(request: OperationRequest): OperationResponse {
  return {
    status: 200,
    body: { value: renderOperations(deploymentOf(request), request.clock.now()) },
  };
}

function getStatus(request: OperationRequest): OperationResponse {
  const deployment = deploymentOf(request);
  if (deployment.statusId !== request.params['statusId']) {
    throw new Refusal(deploymentNotFound(deployment.name));
  }
  const { end } = deployment;
  return {
    status: 200,
    body: {
      status: provisioningState(deployment),
      ...(end?.state === 'Failed' ? { error: end.error } : {}),
    },
  };
}

/** 202 for one that has ended, of which nothing is kept but what it made; 204 for one that is not there. */
function deleteDeployment(request: OperationRequest): OperationResponse {
  const { state, clock } = request;
  const key = resourceKey(deploymentIdOf(request));
  const found = state.deployments?.[key];
  if (found === undefined) {
    return { status: 204 };
  }
  if (found.end === undefined) {
    return deploymentActive(found.name, isoInstant(found.startedMilliseconds));
  }
  delete state.deployments?.[key];
  const jobId = managerJobId('DEPLOYMENTDELETIONJOB', found.name, groupLocation(request));
  state.operations[jobId] = {
    id: jobId,
    kind: 'deployment-delete',
    resourceId: found.id,
    startedMilliseconds: clock.now(),
    endsMilliseconds: clock.now() + DELETE_MILLISECONDS,
    outcome: { status: 'Succeeded' },
  };
  return acceptedDeletion(request, jobId);
}

/** Not recorded; an assumption. */
const DELETE_MILLISECONDS = 10_000;

function groupLocation(request: OperationRequest): string {
  return request.state.resourceGroups[resourceKey(groupIdOf(request))]?.location ?? '';
}

/** Everything the sandbox knows of deployments. */
export const deploymentOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...deployments,
    id: 'Deployments_CreateOrUpdate',
    method: 'PUT',
    path: PATH,
    action: `${ACTION}/write`,
    body: deploymentBodySchema,
    evidence: documented(
      'Deployments - Create Or Update',
      'status of a refusal for lack of rights; no Retry-After; line and column left out of messages',
    ),
    simplification: SIMPLIFICATION,
    handle: putDeployment,
  }),
  defineOperation({
    ...deployments,
    id: 'Deployments_Validate',
    method: 'POST',
    path: `${PATH}/validate`,
    action: `${ACTION}/validate/action`,
    body: deploymentBodySchema,
    evidence: documented('Deployments - Validate', 'always answered at once'),
    simplification: `${SIMPLIFICATION} Providers are not asked for their own opinion.`,
    handle: validateDeployment,
  }),
  defineOperation({
    ...deployments,
    id: 'Deployments_Get',
    method: 'GET',
    path: PATH,
    action: `${ACTION}/read`,
    evidence: documented('Deployments - Get'),
    simplification: SIMPLIFICATION,
    handle: getDeployment,
  }),
  defineOperation({
    ...deployments,
    id: 'Deployments_ListByResourceGroup',
    method: 'GET',
    path: LIST_PATH,
    action: `${ACTION}/read`,
    evidence: documented('Deployments - List By Resource Group'),
    simplification: 'One page, without filters.',
    handle: listDeployments,
  }),
  defineOperation({
    ...deployments,
    id: 'Deployments_Delete',
    method: 'DELETE',
    path: PATH,
    action: `${ACTION}/delete`,
    evidence: documented('Deployments - Delete', 'how one that runs is refused'),
    simplification: 'Gone as soon as it is asked for.',
    handle: deleteDeployment,
  }),
  defineOperation({
    ...deployments,
    id: 'DeploymentOperations_List',
    method: 'GET',
    // Alone of all these it has no provider in its path.
    path: `${GROUP_PATH}/deployments/{deploymentName}/operations`,
    action: `${ACTION}/operations/read`,
    evidence: documented('Deployment Operations - List'),
    simplification: 'One page; without the operation that evaluates the outputs.',
    handle: listOperations,
  }),
  defineOperation({
    ...deployments,
    id: 'Deployments_GetStatus',
    method: 'GET',
    path: `${PATH}/operationStatuses/{statusId}`,
    action: `${ACTION}/operationstatuses/read`,
    evidence: [
      { kind: 'documentation', page: 'Track asynchronous Azure operations' },
      {
        kind: 'assumption',
        note: 'Accepted and Running are told apart as in the deployment itself',
      },
    ],
    fidelity: 'modelled',
    handle: getStatus,
  }),
];
