// Which columns a query has at each of its steps, and what columns are called that nobody named.

import { functionNamed } from './functions.js';
import { QueryError } from './query-error.js';
import type { Expression, NamedExpression } from './syntax.js';

/** Throws QueryError for an expression about a column that there is not; that Azure says it so is assumed. */
export function requireColumns(
  columns: readonly string[],
  ...expressions: readonly (Expression | undefined)[]
): void {
  const missing = expressions
    .flatMap((expression) => (expression === undefined ? [] : columnsOf(expression)))
    .find((name) => !columns.includes(name));
  if (missing !== undefined) {
    throw new QueryError('InvalidQueryLanguage', missing, undefined);
  }
}

function columnsOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'column':
      return [expression.name];
    case 'member':
    case 'element':
      return columnsOf(expression.of);
    case 'call':
      return expression.arguments.flatMap((argument) => columnsOf(argument));
    case 'all':
    case 'any':
      return expression.of.flatMap((part) => columnsOf(part));
    case 'compare':
      return [...columnsOf(expression.left), ...columnsOf(expression.right)];
    case 'among':
      return [expression.value, ...expression.list].flatMap((part) => columnsOf(part));
  }
}

/** The expressions with names: that of a path is its parts, that of anything else `Column` and a number. */
export function withNames(
  columns: readonly NamedExpression[],
): { readonly name: string; readonly expression: Expression }[] {
  let unnamed = 0;
  return columns.map(({ name, expression }) => {
    const found = name ?? ownName(expression);
    unnamed += found === undefined ? 1 : 0;
    return { name: found ?? `Column${unnamed}`, expression };
  });
}

/** REST API reference, Resources: `properties_storageProfile_osDisk_osType`. */
function ownName(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'column':
      return expression.name;
    case 'member': {
      const of = ownName(expression.of);
      return of === undefined ? undefined : `${of}_${expression.name}`;
    }
    case 'call': {
      const [argument] = expression.arguments;
      return functionNamed(expression.name)?.keepsName === true && argument !== undefined
        ? ownName(argument)
        : undefined;
    }
    case 'element':
    case 'literal':
    case 'all':
    case 'any':
    case 'compare':
    case 'among':
      return undefined;
  }
}
