// Reads tokens one after the other.

import { tokensOf, type Token } from './lexer.js';
import { QueryError } from './query-error.js';

/** The tokens of a query with a place that has been reached. */
export class TokenStream {
  /** When the query is asked, in milliseconds: one moment for all of it. */
  readonly nowMilliseconds: number;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(query: string, nowMilliseconds: number) {
    this.nowMilliseconds = nowMilliseconds;
    this.#tokens = tokensOf(query);
  }

  /** The next token, or one behind it, without going on. */
  peek(ahead = 0): Token {
    const token = this.#tokens[this.#at + ahead] ?? this.#tokens.at(-1);
    if (token === undefined) {
      throw new RangeError('a query ends with a token');
    }
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Whether the next token is this symbol or word; words compare with case. */
  is(text: string, ahead = 0): boolean {
    const { kind, text: found } = this.peek(ahead);
    return (kind === 'symbol' || kind === 'name') && found === text;
  }

  /** Takes the next token if it is this one. */
  takes(text: string): boolean {
    const taken = this.is(text);
    if (taken) {
      this.next();
    }
    return taken;
  }

  expect(text: string): void {
    if (!this.takes(text)) {
      throw this.failure();
    }
  }

  /** Takes a name. */
  name(): string {
    const token = this.peek();
    if (token.kind !== 'name') {
      throw this.failure();
    }
    return this.next().text;
  }

  /** Takes a whole number. */
  number(): number {
    const token = this.peek();
    if (token.kind !== 'number' || token.text.includes('.')) {
      throw this.failure();
    }
    return Number(this.next().text);
  }

  /** What `read` reads, once or more, with commas between. */
  list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.takes(',')) {
      items.push(read());
    }
    return items;
  }

  /** That the next token cannot stand where it does. */
  failure(): QueryError {
    const { text, place } = this.peek();
    return new QueryError('ParserFailure', text, place);
  }
}
