// Why a query is refused: what Azure does not understand, and what the sandbox does not.

/** A query that Azure refuses, with what it says of the place. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  /** `ParserFailure` for text that is no query, `InvalidQueryLanguage` for words that Resource Graph does not have. */
  readonly code: 'ParserFailure' | 'InvalidQueryLanguage';
  readonly token: string;
  /** Undefined where Azure says -1. */
  readonly place: QueryPlace | undefined;

  constructor(code: QueryError['code'], token: string, place: QueryPlace | undefined) {
    super(`${code} at ${token}`);
    this.code = code;
    this.token = token;
    this.place = place;
  }
}

/** Where a token stands: lines count from 1, characters from 0. */
export interface QueryPlace {
  readonly line: number;
  readonly column: number;
}

/** Something that Azure may well understand and the sandbox does not. */
export class UnmodelledQuery extends Error {
  override readonly name = 'UnmodelledQuery';
  readonly what: string;

  constructor(what: string) {
    super(`not modelled: ${what}`);
    this.what = what;
  }
}
