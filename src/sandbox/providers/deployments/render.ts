// Deployments and their operations as Resource Manager shows them. Documentation: Deployments - Get;
// Deployment Operations - List.

import { hour, minute } from '../../kernel/time/durations.js';
import { ticksInstant } from '../../kernel/time/instant.js';
import type { Deployment, DeploymentStep } from './state.js';

/** Deployments are resources of this type. */
export const DEPLOYMENT_TYPE = 'Microsoft.Resources/deployments';

/** Where a deployment stands. */
export function provisioningState({ end, steps }: Deployment): string {
  if (end !== undefined) {
    return end.state;
  }
  return steps.every(({ progress }) => progress.state === 'waiting') ? 'Accepted' : 'Running';
}

/** The body of a deployment at an instant (milliseconds since the epoch). */
export function renderDeployment(deployment: Deployment, nowMilliseconds: number) {
  const { id, name, end, steps, startedMilliseconds } = deployment;
  const { templateHash, templateLink, parameters, correlationId } = deployment;
  const until = end?.endedMilliseconds ?? nowMilliseconds;
  return {
    id,
    name,
    type: DEPLOYMENT_TYPE,
    properties: {
      ...(templateLink === undefined ? {} : { templateLink }),
      templateHash,
      parameters,
      mode: 'Incremental',
      provisioningState: provisioningState(deployment),
      timestamp: ticksInstant(until),
      duration: isoDuration(until - startedMilliseconds),
      correlationId,
      providers: providersOf(steps),
      dependencies: steps
        .filter(({ dependsOn }) => dependsOn.length > 0)
        .map((step) => ({
          dependsOn: steps
            .filter(({ resourceId }) => step.dependsOn.includes(resourceId))
            .map((each) => reference(each)),
          ...reference(step),
        })),
      ...(end?.state === 'Succeeded'
        ? { outputResources: steps.map(({ resourceId }) => ({ id: resourceId })) }
        : {}),
      ...(end?.state === 'Failed' ? { error: end.error } : {}),
    },
  };
}

/** The operations of a deployment: one for each resource that was sent. */
export function renderOperations(deployment: Deployment, nowMilliseconds: number): unknown[] {
  return deployment.steps.flatMap((step) => {
    const { progress } = step;
    if (progress.state === 'waiting') {
      return [];
    }
    const ended = progress.state === 'running' ? nowMilliseconds : progress.endedMilliseconds;
    return [
      {
        id: `${deployment.id}/operations/${step.operationId}`,
        operationId: step.operationId,
        properties: {
          provisioningOperation: 'Create',
          provisioningState: STATES[progress.state],
          timestamp: ticksInstant(ended),
          duration: isoDuration(ended - progress.startedMilliseconds),
          statusCode: STATUS_NAMES[progress.statusCode] ?? String(progress.statusCode),
          ...(progress.state === 'failed' ? { statusMessage: { error: progress.error } } : {}),
          targetResource: reference(step),
        },
      },
    ];
  });
}

const STATES = { running: 'Running', succeeded: 'Succeeded', failed: 'Failed' } as const;

/** Names of .NET's HttpStatusCode. */
const STATUS_NAMES: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  400: 'BadRequest',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  501: 'NotImplemented',
};

function reference({ resourceId, type, name }: DeploymentStep) {
  return { id: resourceId, resourceType: type, resourceName: name };
}

function providersOf(steps: readonly DeploymentStep[]) {
  const namespaces = new Set(steps.map(({ type }) => type.split('/')[0] ?? ''));
  return [...namespaces].map((namespace) => ({
    namespace,
    resourceTypes: steps
      .filter(({ type }) => type.startsWith(`${namespace}/`))
      .map(({ type, body }) => ({
        resourceType: type.slice(namespace.length + 1),
        locations: [body['location'] ?? null],
      })),
  }));
}

/** ISO 8601, such as PT1M3.5S. */
function isoDuration(milliseconds: number): string {
  const hours = Math.floor(milliseconds / hour);
  const minutes = Math.floor((milliseconds % hour) / minute);
  const seconds = (milliseconds % minute) / 1000;
  return `PT${hours === 0 ? '' : `${hours}H`}${minutes === 0 ? '' : `${minutes}M`}${seconds}S`;
}
