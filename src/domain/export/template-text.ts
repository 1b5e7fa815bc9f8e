// Templates of Azure Resource Manager. In them a text in square brackets is an expression; the language of policies, which
// stands inside, has the same brackets and is to be taken as it is.

/** An expression that Azure Resource Manager evaluates when the template is deployed. */
export class TemplateExpression {
  readonly expression: string;

  /** @param expression without brackets */
  constructor(expression: string) {
    this.expression = expression;
  }
}

/** What a template is deployed to. */
export type DeploymentScope = 'resource-group' | 'subscription' | 'management-group';

const SCHEMAS: Readonly<Record<DeploymentScope, string>> = {
  'resource-group': '2019-04-01/deploymentTemplate.json#',
  subscription: '2018-05-01/subscriptionDeploymentTemplate.json#',
  'management-group': '2019-08-01/managementGroupDeploymentTemplate.json#',
};

/** A template, with expressions as text and all other text safe from being one. */
export function template(
  scope: DeploymentScope,
  parameters: object,
  resources: readonly object[],
): unknown {
  return {
    $schema: `https://schema.management.azure.com/schemas/${SCHEMAS[scope]}`,
    contentVersion: '1.0.0.0',
    ...withExpressions({ parameters, resources }),
  };
}

function withExpressions(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withExpression(member)]),
  );
}

function withExpression(value: unknown): unknown {
  if (value instanceof TemplateExpression) {
    return `[${value.expression}]`;
  }
  if (typeof value === 'string') {
    return /^\[[\s\S]*\]$/u.test(value) ? `[${value}` : value;
  }
  if (Array.isArray(value)) {
    return value.map((element) => withExpression(element));
  }
  return typeof value === 'object' && value !== null ? withExpressions(value) : value;
}
