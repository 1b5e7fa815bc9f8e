// JSON that may be none: what files, gateways and services hand out is often a page or a fragment.

/** What the text says; undefined where it is no JSON. The parser's own message would quote the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
