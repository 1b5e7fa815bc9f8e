// Many names in a sentence.

/** So many say whom a sentence is about. */
const USUAL = 5;

/** The first of them, and how many more there are: `VM001, VM002, and 3 more`. */
export function firstNames(names: readonly string[], most = USUAL): string {
  const more = names.length > most ? `, and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}
