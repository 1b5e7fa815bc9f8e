// Evaluates what a template computes. Documentation: ARM template functions. A function that is not here is
// refused by name.

import { notModelled } from '../../../http/not-modelled.js';
import { Refusal } from '../../../http/refusal.js';
import { idOfTemplateResource } from './resource-id.js';
import { invalidExpression } from './errors.js';
import { expressionIn, ExpressionSyntaxError, plainText, type Expression } from './expression.js';

/** What expressions may ask for. */
export interface TemplateScope {
  readonly subscription: Readonly<Record<string, unknown>> & { readonly subscriptionId: string };
  readonly resourceGroup: Readonly<Record<string, unknown>> & { readonly name: string };
  /** Values by lower-cased name; what is absent is not declared. */
  readonly parameters: ReadonlyMap<string, unknown>;
  /** By lower-cased name, not yet evaluated. */
  readonly variables: ReadonlyMap<string, unknown>;
}

/** A value with all expressions in it evaluated, to any depth. Throws a Refusal. */
export function evaluateValue(scope: TemplateScope, value: unknown): unknown {
  if (typeof value === 'string') {
    return evaluateText(scope, value);
  }
  if (Array.isArray(value)) {
    return value.map((each) => evaluateValue(scope, each));
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, evaluateValue(scope, each)]),
    );
  }
  return value;
}

/** The text that a text evaluates to. Throws a Refusal when it is something else. */
export function evaluateToText(scope: TemplateScope, text: string): string {
  const value = evaluateText(scope, text);
  if (typeof value !== 'string') {
    throw invalidExpression(text, 'The expression does not evaluate to a string');
  }
  return value;
}

function evaluateText(scope: TemplateScope, text: string): unknown {
  try {
    const expression = expressionIn(text);
    return expression === undefined ? plainText(text) : evaluate(scope, expression);
  } catch (error) {
    if (error instanceof ExpressionSyntaxError || error instanceof EvaluationError) {
      throw invalidExpression(text, error.message);
    }
    throw error;
  }
}

/** What is wrong with a call; the expression around it is named by whoever began to evaluate. */
class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

function evaluate(scope: TemplateScope, expression: Expression): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'member':
      return memberOf(evaluate(scope, expression.of), evaluate(scope, expression.key));
    case 'call': {
      const known = FUNCTIONS.get(expression.name.toLowerCase());
      if (known === undefined) {
        throw new Refusal(notModelled(`the template function '${expression.name}'`));
      }
      const operands = expression.operands.map((each) => evaluate(scope, each));
      return known(scope, operands, expression.name);
    }
  }
}

function memberOf(value: unknown, key: unknown): unknown {
  if (Array.isArray(value) && typeof key === 'number' && key >= 0 && key < value.length) {
    return value[key];
  }
  if (isObject(value) && typeof key === 'string') {
    const name = Object.keys(value).find((each) => each.toLowerCase() === key.toLowerCase());
    if (name !== undefined) {
      return value[name];
    }
  }
  throw new EvaluationError(`The language expression property '${String(key)}' doesn't exist`);
}

type TemplateFunction = (
  scope: TemplateScope,
  operands: readonly unknown[],
  name: string,
) => unknown;

/** By lower-cased name: function names have no case. */
const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['parameters', (scope, operands, name) => named(scope.parameters, operands, name)],
  [
    'variables',
    (scope, operands, name) => evaluateValue(scope, named(scope.variables, operands, name)),
  ],
  ['concat', (_scope, operands) => concatenated(operands)],
  ['format', (_scope, [pattern, ...values]) => formatted(pattern, values)],
  ['tolower', (_scope, operands, name) => textOperand(operands, name).toLowerCase()],
  ['toupper', (_scope, operands, name) => textOperand(operands, name).toUpperCase()],
  ['resourcegroup', (scope) => scope.resourceGroup],
  ['subscription', (scope) => scope.subscription],
  ['resourceid', (scope, operands) => resourceId(scope, operands)],
]);

function named(
  values: ReadonlyMap<string, unknown>,
  operands: readonly unknown[],
  functionName: string,
): unknown {
  const name = textOperand(operands, functionName);
  if (!values.has(name.toLowerCase())) {
    const what = functionName.toLowerCase() === 'variables' ? 'variable' : 'parameter';
    throw new EvaluationError(`The template ${what} '${name}' is not found`);
  }
  return values.get(name.toLowerCase());
}

function textOperand(operands: readonly unknown[], functionName: string): string {
  const [text] = operands;
  if (typeof text !== 'string' || operands.length > 1) {
    throw new EvaluationError(
      `The template language function '${functionName}' expects one parameter, a string`,
    );
  }
  return text;
}

function concatenated(operands: readonly unknown[]): unknown {
  if (operands.length > 0 && operands.every((each) => Array.isArray(each))) {
    return operands.flat();
  }
  return operands.map((each) => scalarText(each, 'concat')).join('');
}

function formatted(pattern: unknown, values: readonly unknown[]): string {
  if (typeof pattern !== 'string') {
    throw new EvaluationError("The template language function 'format' expects a string first");
  }
  return pattern.replaceAll(/\{(?<index>\d+)\}/gu, (_match, index: string) => {
    const position = Number(index);
    if (position >= values.length) {
      throw new EvaluationError(`The template language function 'format' has no value {${index}}`);
    }
    return scalarText(values[position], 'format');
  });
}

function scalarText(value: unknown, functionName: string): string {
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value);
  }
  throw new EvaluationError(
    `The template language function '${functionName}' expects strings, integers or arrays`,
  );
}

/** Subscription and group may come first; the type is the first operand with a slash. Documentation: Resource functions, resourceId. */
function resourceId(scope: TemplateScope, operands: readonly unknown[]): string {
  const texts = operands.map((each) => scalarText(each, 'resourceId'));
  const position = texts.findIndex((each) => each.includes('/'));
  const type = texts[position];
  if (type === undefined || position > 2) {
    throw new EvaluationError(
      "The template language function 'resourceId' expects a resource type",
    );
  }
  const before = texts.slice(0, position);
  const group = before.at(-1) ?? scope.resourceGroup.name;
  const [subscriptionId] = before.length === 2 ? before : [scope.subscription.subscriptionId];
  const id = idOfTemplateResource(
    `/subscriptions/${subscriptionId}/resourceGroups/${group}`,
    type,
    texts.slice(position + 1),
  );
  if (id === undefined) {
    throw new EvaluationError(
      `Unable to evaluate template language function 'resourceId': the type '${type}' requires '${type.split('/').length - 1}' resource name argument(s)`,
    );
  }
  return id;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
