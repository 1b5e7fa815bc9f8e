// `-o json`: the document, indented.

/** The value as JSON text, ending in a line break. */
export function formatJson(value: unknown): string {
  return [...jsonParts(value)].join('');
}

/**
 * The same text in parts, an item of the document at a time: of ten thousand machines the whole of it is two hundred
 * megabytes.
 * @yields the beginning, each item, the end
 */
export function* jsonParts(value: unknown): Generator<string> {
  if (!isDocument(value) || value.items.length === 0) {
    yield `${indented(value)}\n`;
    return;
  }
  // Where the items stand in the text, among the other members, is where they are put in.
  const [before = '', after = ''] = indented({ ...value, items: MARK }).split(JSON.stringify(MARK));
  yield `${before}[`;
  let separator = '\n    ';
  for (const item of value.items) {
    yield separator + indented(item).replaceAll('\n', '\n    ');
    separator = ',\n    ';
  }
  yield `\n  ]${after}\n`;
}

/** No text of a document has a control character of this kind. */
const MARK = '\u0000items\u0000';

function isDocument(value: unknown): value is { readonly items: readonly unknown[] } {
  return (
    typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items)
  );
}

function indented(value: unknown): string {
  return JSON.stringify(value ?? null, null, 2);
}
