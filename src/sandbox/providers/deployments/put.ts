// Checking and starting deployments.

import { isActionAllowed } from '../authorization/evaluate.js';
import type { Caller, OperationRequest, OperationResponse } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { isoInstant } from '../../kernel/time/instant.js';
import { resourceKey } from '../../kernel/resource.js';
import { resourceGroupBody } from '../resources/resource-groups.js';
import { findSubscription, subscriptionBody } from '../resources/subscriptions.js';
import type { DeploymentBody } from './body.js';
import type { TemplateScope } from './template/evaluate.js';
import { fetchTemplate } from './template/fetch.js';
import { planDeployment } from './plan.js';
import { DEPLOYMENT_TYPE, renderDeployment } from './render.js';
import type { Deployment, DeploymentStep } from './state.js';
import { deploymentActive, unauthorizedTemplate } from './template/errors.js';
import { parameterValues, templateHash, type ParameterValue } from './template/template.js';

type DeploymentRequest = OperationRequest<DeploymentBody>;

/** 201 for a new deployment, 200 for one in the place of an ended one; its resources are made afterwards. */
export async function putDeployment(request: DeploymentRequest): Promise<OperationResponse> {
  const { state, clock, url, apiVersion } = request;
  const key = resourceKey(deploymentIdOf(request));
  const known = state.deployments?.[key];
  if (known !== undefined && known.end === undefined) {
    throw new Refusal(deploymentActive(known.name, isoInstant(known.startedMilliseconds)));
  }
  const deployment = await checkedDeployment(request);
  (state.deployments ??= {})[key] = deployment;
  const status = `${url.origin}${deployment.id}/operationStatuses/${deployment.statusId}`;
  return {
    status: known === undefined ? 201 : 200,
    headers: { 'azure-asyncoperation': `${status}?api-version=${apiVersion}` },
    body: renderDeployment(deployment, clock.now()),
  };
}

/** 200 for a deployment that could be started, with what it would make; starts nothing. */
export async function validateDeployment(request: DeploymentRequest): Promise<OperationResponse> {
  const deployment = await checkedDeployment(request);
  const { id, name, type, properties } = renderDeployment(deployment, request.clock.now());
  const { dependencies, ...others } = properties;
  return {
    status: 200,
    body: {
      id,
      name,
      type,
      properties: {
        ...others,
        provisioningState: 'Succeeded',
        dependencies,
        validatedResources: deployment.steps.map(({ resourceId }) => ({ id: resourceId })),
      },
    },
  };
}

/** The id of the deployment in the path. */
export function deploymentIdOf(request: OperationRequest): string {
  return `${groupIdOf(request)}/providers/${DEPLOYMENT_TYPE}/${request.params['deploymentName']}`;
}

/** The id of the resource group in the path. */
export function groupIdOf({ params }: OperationRequest): string {
  return `/subscriptions/${params['subscriptionId']}/resourceGroups/${params['resourceGroupName']}`;
}

async function checkedDeployment(request: DeploymentRequest): Promise<Deployment> {
  const { body, clock, ids, params, caller } = request;
  if (caller === undefined) {
    throw new Error('a deployment without a caller reached its handler');
  }
  const { template, templateLink } = await fetchTemplate(request);
  const parameters = parameterValues(template, body.properties.parameters ?? {});
  const scope = scopeOf(request, parameters, template.variables ?? {});
  const steps = planDeployment(template, scope, ids);
  refuseUnauthorized(request, caller, steps);
  return {
    id: deploymentIdOf(request),
    name: params['deploymentName'] ?? '',
    caller: { objectId: caller.objectId, appId: caller.appId, tenantId: caller.tenantId },
    correlationId: ids.guid(),
    statusId: ids.decimal(STATUS_ID_LENGTH),
    templateHash: templateHash(template),
    ...(templateLink === undefined ? {} : { templateLink }),
    parameters: Object.fromEntries(
      parameters.map(({ name, type, value }) => [
        name,
        type.startsWith('Secure') ? { type } : { type, value },
      ]),
    ),
    startedMilliseconds: clock.now(),
    steps,
  };
}

const STATUS_ID_LENGTH = 20;

function scopeOf(
  request: DeploymentRequest,
  parameters: readonly ParameterValue[],
  variables: Readonly<Record<string, unknown>>,
): TemplateScope & { readonly groupId: string } {
  const { state, params } = request;
  const subscription = findSubscription(state, params['subscriptionId'] ?? '');
  const group = state.resourceGroups[resourceKey(groupIdOf(request))];
  if (subscription === undefined || group === undefined) {
    throw new Error('the gateway lets no deployment pass into a group that is not there');
  }
  return {
    groupId: groupIdOf(request),
    subscription: {
      ...subscriptionBody(subscription),
      subscriptionId: subscription.subscriptionId,
    },
    resourceGroup: { ...resourceGroupBody(group), name: group.name },
    parameters: new Map(parameters.map(({ name, value }) => [name.toLowerCase(), value])),
    variables: new Map(
      Object.entries(variables).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
}

/** Before anything is made, the caller must be allowed to write all of it. */
function refuseUnauthorized(
  { state }: DeploymentRequest,
  caller: Caller,
  steps: readonly DeploymentStep[],
): void {
  const refused = steps
    .map(({ name, type, resourceId }) => ({
      name,
      type,
      action: `${type}/write`,
      scope: resourceId,
    }))
    .filter(({ action, scope }) => !isActionAllowed(state, caller.objectId, action, scope));
  if (refused.length > 0) {
    throw new Refusal(unauthorizedTemplate(caller, refused));
  }
}
