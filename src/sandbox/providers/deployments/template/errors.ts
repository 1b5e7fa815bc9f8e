// What Resource Manager refuses of a template. Codes and words are those of the documentation pages "Resolve
// errors for invalid template", "Resolve errors for linked templates" and "Resolve common deployment errors";
// the line and column that Azure adds are left out.

import { gatewayError } from '../../../http/arm-error.js';
import type { OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';

const PROCESSING = 'Unable to process template language expressions';
const VALIDATION = 'Deployment template validation failed';

/** 400 for a template that does not hold together. */
export function invalidTemplate(reason: string): Refusal {
  return new Refusal(gatewayError(400, 'InvalidTemplate', `${VALIDATION}: '${reason}'.`));
}

/** 400 for an expression that cannot be evaluated. */
export function invalidExpression(expression: string, reason: string): Refusal {
  return new Refusal(
    gatewayError(400, 'InvalidTemplate', `${PROCESSING} '${expression}': '${reason}'.`),
  );
}

/** 400 for a template that cannot be read at its address; a signature in the address is not repeated. */
export function invalidContentLink(uri: string, trackingId: string): OperationResponse {
  return gatewayError(
    400,
    'InvalidContentLink',
    `Unable to download deployment content from '${uri}'. The tracking Id is '${trackingId}'. Please see https://aka.ms/arm-deploy for usage details.`,
  );
}

/** 409 for a deployment of the same name that has not ended. Documentation: Resolve common Azure deployment errors. */
export function deploymentActive(name: string, startedAt: string): OperationResponse {
  return gatewayError(
    409,
    'DeploymentActive',
    `Unable to edit or replace deployment '${name}': previous deployment from '${startedAt}' is still active. Please see https://aka.ms/arm-deploy for usage details.`,
  );
}

/** 404 for a deployment that is not there. Documentation: Resolve common Azure deployment errors. */
export function deploymentNotFound(name: string): OperationResponse {
  return gatewayError(404, 'DeploymentNotFound', `Deployment '${name}' could not be found.`);
}

/** 403 when the caller may not make what the template describes. Status and words after public reports. */
export function unauthorizedTemplate(
  caller: { readonly appId: string; readonly objectId: string },
  refused: readonly {
    readonly name: string;
    readonly type: string;
    readonly action: string;
    readonly scope: string;
  }[],
): OperationResponse {
  const reasons = refused.map(
    ({ name, type, action, scope }) =>
      `Authorization failed for template resource '${name}' of type '${type}'. The client '${caller.appId}' with object id '${caller.objectId}' does not have permission to perform action '${action}' at scope '${scope}'.`,
  );
  const errors = reasons.length === 1 ? 'error' : 'multiple errors';
  return gatewayError(
    403,
    'InvalidTemplateDeployment',
    `Deployment failed with ${errors}: '${reasons.join(':')}'.`,
  );
}
