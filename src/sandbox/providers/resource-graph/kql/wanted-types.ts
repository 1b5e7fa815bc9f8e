// Which types of resources a query can be about, so that no others are read.

import { textOf } from './functions.js';
import type { Expression, Query } from './syntax.js';

/** The types in lower case that its first conditions leave; undefined where they leave any. */
export function wantedTypes({ stages }: Query): readonly string[] | undefined {
  for (const stage of stages) {
    if (stage.kind !== 'where') {
      return undefined;
    }
    const types = typesIn(stage.condition);
    if (types !== undefined) {
      return types;
    }
  }
  return undefined;
}

function typesIn(condition: Expression): readonly string[] | undefined {
  switch (condition.kind) {
    case 'all':
      return condition.of.map((part) => typesIn(part)).find((types) => types !== undefined);
    case 'compare':
      return !condition.negated &&
        ['==', '=~'].includes(condition.operator) &&
        isType(condition.left)
        ? literals([condition.right])
        : undefined;
    case 'among':
      return !condition.negated && isType(condition.value) ? literals(condition.list) : undefined;
    case 'literal':
    case 'column':
    case 'member':
    case 'element':
    case 'call':
    case 'any':
      return undefined;
  }
}

function isType(expression: Expression): boolean {
  return expression.kind === 'column' && expression.name === 'type';
}

function literals(expressions: readonly Expression[]): readonly string[] | undefined {
  const types = expressions.map((each) =>
    each.kind === 'literal' ? textOf(each.value).toLowerCase() : undefined,
  );
  return types.every((type) => type !== undefined) ? types : undefined;
}
