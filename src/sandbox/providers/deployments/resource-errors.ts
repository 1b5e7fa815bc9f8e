// How a deployment tells of resources that were not made. Documentation: troubleshooting ARM template
// deployments; Resolve common Azure deployment errors (the nesting is that of its examples).

import { z } from 'zod';
import type { OperationResponse } from '../../http/operation.js';
import type { DeploymentError, DeploymentStep } from './state.js';

const bodySchema = z.looseObject({
  error: z.looseObject({
    code: z.string(),
    message: z.string(),
    target: z.string().optional(),
    details: z.array(z.unknown()).optional(),
  }),
});

/** What a provider said when it refused the resource outright. */
export function refusedResource(
  { resourceId }: DeploymentStep,
  { status, body }: OperationResponse,
): DeploymentError {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    throw new TypeError(`the answer ${status} to the PUT of ${resourceId} carries no error`);
  }
  const { code, message, target, details } = parsed.data.error;
  return {
    code,
    message,
    ...(target === undefined ? {} : { target }),
    ...(details === undefined ? {} : { details }),
  };
}

/** What is said of a resource that was accepted and failed later. */
export function terminalFailure(
  { resourceId }: DeploymentStep,
  { code, message }: { readonly code: string; readonly message: string },
): DeploymentError {
  return {
    code: 'ResourceDeploymentFailure',
    target: resourceId,
    message:
      "The resource write operation failed to complete successfully, because it reached terminal provisioning state 'Failed'.",
    details: [{ code, message }],
  };
}

/** The error of the deployment as a whole. */
export function deploymentFailed(
  deploymentId: string,
  details: readonly DeploymentError[],
): DeploymentError {
  return {
    code: 'DeploymentFailed',
    target: deploymentId,
    message:
      'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.',
    details: [...details],
  };
}
