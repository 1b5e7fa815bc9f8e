// Where in a YAML text a value stands, so that what is wrong with it is shown by line and column.

import type { Document, LineCounter } from 'yaml';

/** A place in a text; both from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Steps from the root of a document to a value: keys and positions. */
export type ValuePath = readonly PropertyKey[];

/** Finds the place of a value, of its key, or of the nearest thing around it that is there. */
export interface YamlPlaces {
  ofValue(path: ValuePath): TextPlace;
  ofKey(path: ValuePath): TextPlace;
}

/** A node as far as a place needs it. */
interface Placed {
  readonly range?: readonly [number, number, number] | null | undefined;
}

/** The places of a parsed document. */
export function yamlPlaces(document: Document, lines: LineCounter): YamlPlaces {
  const placeOf = (offset: number): TextPlace => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const ofValue = (path: ValuePath): TextPlace => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isPlaced(node)) {
        return placeOf(node.range?.[0] ?? 0);
      }
    }
    return { line: 1, column: 1 };
  };
  return {
    ofValue,
    ofKey: (path) => {
      const pairs: unknown = document.getIn(path.slice(0, -1), true);
      const pair = itemsOf(pairs).find(({ key }) => valueOfKey(key) === String(path.at(-1)));
      const key = pair?.key;
      return isPlaced(key) ? placeOf(key.range?.[0] ?? 0) : ofValue(path);
    },
  };
}

function isPlaced(node: unknown): node is Placed {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function itemsOf(node: unknown): readonly { readonly key: unknown }[] {
  if (typeof node !== 'object' || node === null || !('items' in node)) {
    return [];
  }
  const items: unknown = node.items;
  return Array.isArray(items)
    ? items.filter((item): item is { key: unknown } => typeof item === 'object' && 'key' in item)
    : [];
}

function valueOfKey(key: unknown): string {
  return typeof key === 'object' && key !== null && 'value' in key ? String(key.value) : '';
}
