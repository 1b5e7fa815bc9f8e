// The columns of `-o tsv` without a query: what the schema of a result says an item always has, so that a
// column is the same value in every row and every run.

import { z } from 'zod';

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'enum', 'literal']);

/**
 * The paths of a document's columns, in the order of its keys: keys with a scalar, and the names of what has
 * one, such as `vm.name`. Lists and other objects have none.
 */
export function tsvColumns(document: z.ZodType): readonly string[] {
  const items = shapeOf(document)?.['items'];
  const item = items instanceof z.ZodArray ? shapeOf(items.element) : undefined;
  return Object.entries(item ?? {}).flatMap(([key, type]) => {
    if (isScalar(type)) {
      return [key];
    }
    const name = shapeOf(type)?.['name'];
    return name !== undefined && isScalar(name) ? [`${key}.name`] : [];
  });
}

function isScalar(type: unknown): boolean {
  const present = withoutNull(type);
  return present instanceof z.ZodType && SCALARS.has(present.def.type);
}

function shapeOf(type: unknown): Readonly<Record<string, unknown>> | undefined {
  const present = withoutNull(type);
  return present instanceof z.ZodObject ? present.shape : undefined;
}

function withoutNull(type: unknown): unknown {
  return type instanceof z.ZodNullable ? type.unwrap() : type;
}
