// `-o json`: the document, indented.

/** The value as JSON text, ending in a line break. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value ?? null, null, 2)}\n`;
}
