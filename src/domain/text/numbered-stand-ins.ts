// Words that stand in a text in the place of ids, the same one for the same id: who reads it can follow an id, and not
// use it.

/** GUIDs, as Azure writes ids of subscriptions, tenants, principals and jobs. */
export const GUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/giu;
/** The same, and those without hyphens, as versions of keys are; `%2F` in a URL ends in a digit of none. */
const GUID_OR_VERSION = new RegExp(
  `${GUID.source}|(?:(?<![\\da-f])|(?<=%2f))[\\da-f]{32}(?![\\da-f])`,
  'giu',
);

/** Gives out stand-ins: for each kind of thing a function from what was found to the word for it. */
export function numberedStandIns(): (kind: string) => (found: string) => string {
  const known = new Map<string, string>();
  return (kind) => (found) => {
    const key = found.toLowerCase();
    const word = known.get(key) ?? `${kind}-${known.size + 1}`;
    known.set(key, word);
    return word;
  };
}

/** True of a text that `withoutIds` changes. */
export function hasIds(text: string): boolean {
  return withoutIds(text) !== text;
}

/** The text with a stand-in such as `id-1` for each GUID and each version of a key. */
export function withoutIds(text: string): string {
  const standIn = numberedStandIns()('id');
  return text.replaceAll(GUID_OR_VERSION, (id) => standIn(id.replaceAll('-', '')));
}
