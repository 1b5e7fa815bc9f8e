// Pages are written by hand around parts that are generated: what stands between a pair of markers.

const PART = /<!-- generated: (?<name>[a-z-]+) -->[\s\S]*?<!-- end of generated -->/gu;

/** Makes the text of one generated part; it must be the same every time. */
export type Part = () => string | Promise<string>;

/** The generated parts of a page by the names in its markers. */
export type Parts = Readonly<Record<string, Part>>;

/**
 * The page with its generated parts made anew. Throws when the page has a marker that no part answers
 * to, or lacks the marker of a part.
 */
export async function fillParts(page: string, parts: Parts): Promise<string> {
  const found = [...page.matchAll(PART)].map(({ groups }) => groups?.['name'] ?? '');
  const missing = Object.keys(parts).filter((name) => !found.includes(name));
  if (missing.length > 0) {
    throw new Error(`no marker for the generated part ${missing.join(', ')}`);
  }
  const texts = new Map<string, string>();
  for (const name of found) {
    const part = parts[name];
    if (part === undefined) {
      throw new Error(`nothing generates the part ${name}`);
    }
    texts.set(name, await part());
  }
  return page.replaceAll(PART, (_, name: string) => marked(name, texts.get(name) ?? ''));
}

function marked(name: string, text: string): string {
  return `<!-- generated: ${name} -->\n\n${text.trim()}\n\n<!-- end of generated -->`;
}
