// From a template and its parameters to the requests that make it real, and in what order.

import { resourceKey } from '../../kernel/resource.js';
import type { SandboxIds } from '../../http/operation.js';
import { evaluateToText, evaluateValue, type TemplateScope } from './template/evaluate.js';
import type { DeploymentStep } from './state.js';
import { idOfTemplateResource } from './template/resource-id.js';
import { invalidTemplate } from './template/errors.js';
import type { Template, TemplateResource } from './template/template.js';

/** Members of a resource that are the template's and not the resource's. */
const TEMPLATE_MEMBERS = ['type', 'apiVersion', 'name', 'dependsOn', 'comments', 'metadata'];

/** The steps of a deployment, none of them taken. Throws a Refusal when the template does not hold together. */
export function planDeployment(
  template: Template,
  scope: TemplateScope & { readonly groupId: string },
  ids: SandboxIds,
): DeploymentStep[] {
  const steps = template.resources.map((resource) => stepFor(resource, scope, ids));
  const repeated = steps.find(
    ({ resourceId }, index) =>
      steps.findIndex((each) => resourceKey(each.resourceId) === resourceKey(resourceId)) < index,
  );
  if (repeated !== undefined) {
    throw invalidTemplate(
      `The resource '${repeated.name}' is defined multiple times in a template. Please see https://aka.ms/arm-syntax-resources for usage details.`,
    );
  }
  const ordered = steps.map((step) => ({
    ...step,
    dependsOn: step.dependsOn.map((wanted) => dependency(steps, wanted)),
  }));
  refuseCircles(ordered);
  return ordered;
}

function stepFor(
  resource: TemplateResource,
  scope: TemplateScope & { readonly groupId: string },
  ids: SandboxIds,
): DeploymentStep {
  const { type } = resource;
  const name = evaluateToText(scope, resource.name);
  const resourceId = idOfTemplateResource(scope.groupId, type, name.split('/'));
  if (resourceId === undefined) {
    throw invalidTemplate(
      `The template resource '${name}' for type '${type}' has incorrect segment lengths. A nested resource type must have identical number of segments as its resource name. A root resource type must have segment length one greater than its resource name. Please see https://aka.ms/arm-syntax-resources for usage details.`,
    );
  }
  const own = Object.entries(resource).filter(([key]) => !TEMPLATE_MEMBERS.includes(key));
  return {
    resourceId,
    type,
    name,
    apiVersion: evaluateToText(scope, resource.apiVersion),
    body: Object.fromEntries(own.map(([key, value]) => [key, evaluateValue(scope, value)])),
    dependsOn: (resource.dependsOn ?? []).map((each) => evaluateToText(scope, each)),
    operationId: ids.hex(OPERATION_ID_LENGTH).toUpperCase(),
    progress: { state: 'waiting' },
  };
}

const OPERATION_ID_LENGTH = 16;

/** Named by id, by type and name, or only by name. Documentation: Define the order for deploying resources. */
function dependency(steps: readonly DeploymentStep[], wanted: string): string {
  const key = wanted.toLowerCase();
  const found = steps.find(
    ({ resourceId, type, name }) =>
      resourceKey(resourceId) === resourceKey(wanted) ||
      name.toLowerCase() === key ||
      `${type}/${name}`.toLowerCase() === key,
  );
  if (found === undefined) {
    throw invalidTemplate(
      `The resource '${wanted}' is not defined in the template. Please see https://aka.ms/arm-syntax for usage details.`,
    );
  }
  return found.resourceId;
}

function refuseCircles(steps: readonly DeploymentStep[]): void {
  let open = steps;
  for (;;) {
    const left = open.filter(({ dependsOn }) =>
      dependsOn.some((id) => open.some(({ resourceId }) => resourceId === id)),
    );
    const [first] = left;
    if (first === undefined) {
      return;
    }
    if (left.length === open.length) {
      throw invalidTemplate(
        `Circular dependency detected on resource: '${first.resourceId}'. Please see https://aka.ms/arm-syntax-resources for usage details.`,
      );
    }
    open = left;
  }
}
