// The value that an expression has in a row.

import { functionNamed, textOf, truthOf } from './functions.js';
import type { Comparison, Expression, KqlValue } from './syntax.js';

/** A row: reads a column; undefined where there is no such column. */
export interface Row {
  get(column: string): KqlValue | undefined;
}

/** The value of an expression. */
export function valueIn(row: Row, expression: Expression): KqlValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'column':
      return row.get(expression.name) ?? null;
    case 'member':
      return memberOf(valueIn(row, expression.of), expression.name);
    case 'element':
      return elementOf(valueIn(row, expression.of), expression.at);
    case 'call':
      return (
        functionNamed(expression.name)?.valueOf(
          ...expression.arguments.map((argument) => valueIn(row, argument)),
        ) ?? null
      );
    case 'all':
      return expression.of.every((part) => holdsIn(row, part));
    case 'any':
      return expression.of.some((part) => holdsIn(row, part));
    case 'compare': {
      const { operator, negated, left, right } = expression;
      return compares(operator, valueIn(row, left), valueIn(row, right)) !== negated;
    }
    case 'among': {
      const operator = expression.ignoringCase ? '=~' : '==';
      const value = valueIn(row, expression.value);
      const found = expression.list.some((item) => compares(operator, value, valueIn(row, item)));
      return found !== expression.negated;
    }
  }
}

/** Whether a condition holds; what is neither true nor false does not. */
export function holdsIn(row: Row, condition: Expression): boolean {
  return truthOf(valueIn(row, condition)) === true;
}

/** Names of members compare with case, as they do in dynamic values. */
function memberOf(value: KqlValue, name: string): KqlValue {
  return value !== null && typeof value === 'object' && !isList(value) && Object.hasOwn(value, name)
    ? (value[name] ?? null)
    : null;
}

function elementOf(value: KqlValue, at: number): KqlValue {
  return isList(value) ? (value.at(at) ?? null) : null;
}

/** Whether a value is a list. */
export function isList(value: KqlValue): value is readonly KqlValue[] {
  return Array.isArray(value);
}

/** Null is neither smaller nor larger than anything. Documentation: Kusto Query Language, null values. */
const ORDERS = {
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '>': (order: number) => order > 0,
  '>=': (order: number) => order >= 0,
} as const;

function compares(operator: Comparison, left: KqlValue, right: KqlValue): boolean {
  switch (operator) {
    case '==':
      return sameValue(left, right);
    case '!=':
      return !sameValue(left, right);
    case '=~':
      return lower(left) === lower(right);
    case '!~':
      return lower(left) !== lower(right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return left !== null && right !== null && ORDERS[operator](orderOf(left, right));
    case 'contains':
      return lower(left).includes(lower(right));
    case 'startswith':
      return lower(left).startsWith(lower(right));
    case 'endswith':
      return lower(left).endsWith(lower(right));
    case 'has':
      return hasTerm(lower(left), lower(right));
  }
}

function sameValue(left: KqlValue, right: KqlValue): boolean {
  return typeof left === 'number' || typeof right === 'number'
    ? textOf(left) === textOf(right)
    : textOf(left) === textOf(right) && (left === null) === (right === null);
}

function lower(value: KqlValue): string {
  return textOf(value).toLowerCase();
}

/** Terms are letters and digits; what is looked for has to begin and end where one does. */
function hasTerm(text: string, term: string): boolean {
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) {
    const before = text.charAt(at - 1);
    const after = text.charAt(at + term.length);
    if (!isTermCharacter(before) && !isTermCharacter(after)) {
      return true;
    }
  }
  return false;
}

function isTermCharacter(character: string): boolean {
  return /^[\p{L}\p{N}]$/u.test(character);
}

/** Below zero, zero or above; numbers by size, all else as text. Nothing comes first. */
export function orderOf(left: KqlValue, right: KqlValue): number {
  if (typeof left === 'number' && typeof right === 'number') {
    return left - right;
  }
  const [first, second] = [textOf(left), textOf(right)];
  return first < second ? -1 : first > second ? 1 : 0;
}
