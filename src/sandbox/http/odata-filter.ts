// The part of OData filters that the modelled APIs are asked with: equalities and calls, joined by `and`.

/** One term of a filter: `field eq 'value'` or `name('argument')`. */
export type FilterTerm =
  | { readonly kind: 'equals'; readonly field: string; readonly value: string }
  | { readonly kind: 'call'; readonly name: string; readonly argument: string | undefined };

const TERM =
  /^\s*(?:(?<field>[\w/.]+)\s+eq\s+(?:'(?<text>(?:[^']|'')*)'|(?<bare>[\w.:-]+))|(?<name>\w+)\(\s*(?:'(?<argument>(?:[^']|'')*)')?\s*\))\s*(?<rest>.*)$/isu;

/** The terms of a filter; undefined when it says more than equalities and calls joined by `and`. */
export function parseFilter(filter: string): FilterTerm[] | undefined {
  const terms: FilterTerm[] = [];
  let rest = filter;
  for (;;) {
    const groups = TERM.exec(rest)?.groups;
    if (groups === undefined) {
      return undefined;
    }
    terms.push(termOf(groups));
    const following = groups['rest'] ?? '';
    if (following === '') {
      return terms;
    }
    const joined = /^and\s+(?<next>.+)$/isu.exec(following)?.groups?.['next'];
    if (joined === undefined) {
      return undefined;
    }
    rest = joined;
  }
}

function termOf(groups: Readonly<Record<string, string | undefined>>): FilterTerm {
  const { field, text, bare, name, argument } = groups;
  if (field !== undefined) {
    return { kind: 'equals', field, value: unquote(text) ?? bare ?? '' };
  }
  return { kind: 'call', name: name ?? '', argument: unquote(argument) };
}

function unquote(text: string | undefined): string | undefined {
  return text?.replaceAll("''", "'");
}
