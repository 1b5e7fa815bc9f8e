// Cuts the text of a query into tokens.

import { QueryError, type QueryPlace } from './query-error.js';

/** A token with its place. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'timespan' | 'symbol' | 'end';
  /** As written; of a `text` what stands between the quotes. */
  readonly text: string;
  readonly place: QueryPlace;
}

const BLANK = /(?:\s+|\/\/[^\n]*)+/uy;
const NAME = /[A-Z_]\w*/iuy;
const TIMESPAN = /\d+(?:\.\d+)?(?:d|h|ms|m|s)(?!\w)/uy;
const NUMBER = /\d+(?:\.\d+)?/uy;
const QUOTED = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/uy;
const VERBATIM = /@'(?:[^']|'')*'|@"(?:[^"]|"")*"/uy;
const SYMBOL = /==|=~|!=|!~|>=|<=|[|,()[\]{}.<>=:;*+\-/$!~]/uy;

/** The tokens of a query, the last of kind `end`. Throws QueryError for a character that begins none. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let at = skipBlank(query, 0);
  while (at < query.length) {
    const { token, length } = tokenAt(query, at);
    tokens.push(token);
    at = skipBlank(query, at + length);
  }
  return [...tokens, { kind: 'end', text: '<EOF>', place: placeOf(query, query.length) }];
}

function skipBlank(query: string, at: number): number {
  return at + (matchAt(BLANK, query, at)?.length ?? 0);
}

function tokenAt(query: string, at: number): { readonly token: Token; readonly length: number } {
  const place = placeOf(query, at);
  const of = (kind: Token['kind'], raw: string, text = raw) => ({
    token: { kind, text, place },
    length: raw.length,
  });
  const name = matchAt(NAME, query, at);
  if (name !== undefined) {
    return of('name', name);
  }
  const quoted = matchAt(QUOTED, query, at);
  if (quoted !== undefined) {
    return of('text', quoted, unescaped(quoted.slice(1, -1)));
  }
  const verbatim = matchAt(VERBATIM, query, at);
  if (verbatim !== undefined) {
    const quote = verbatim.charAt(1);
    return of('text', verbatim, verbatim.slice(2, -1).replaceAll(quote + quote, quote));
  }
  const timespan = matchAt(TIMESPAN, query, at);
  if (timespan !== undefined) {
    return of('timespan', timespan);
  }
  const number = matchAt(NUMBER, query, at);
  if (number !== undefined) {
    return of('number', number);
  }
  const symbol = matchAt(SYMBOL, query, at);
  if (symbol === undefined) {
    throw new QueryError('ParserFailure', query.charAt(at), place);
  }
  return of('symbol', symbol);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gu, (_, character: string) => ESCAPES[character] ?? character);
}

function matchAt(pattern: RegExp, query: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(query)?.[0];
}

function placeOf(query: string, at: number): QueryPlace {
  const before = query.slice(0, at);
  return {
    line: before.split('\n').length,
    column: at - (before.lastIndexOf('\n') + 1),
  };
}
