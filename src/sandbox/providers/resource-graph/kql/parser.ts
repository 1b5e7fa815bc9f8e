// Parses a query: a table, and what is done with it.

import { parseExpression, parseNamed } from './expression-parser.js';
import { QueryError, UnmodelledQuery } from './query-error.js';
import {
  JOIN_KINDS,
  type Aggregate,
  type JoinCondition,
  type Ordering,
  type Query,
  type Stage,
} from './syntax.js';
import { TokenStream } from './token-stream.js';

/** Operators of Resource Graph that the sandbox does not know. Documentation: its query language. */
const UNMODELLED: ReadonlySet<string> = new Set([
  'evaluate',
  'let',
  'make-series',
  'parse',
  'parse-where',
  'project-keep',
  'project-rename',
  'project-reorder',
  'sample',
  'search',
  'union',
]);

/** Azure's most joins of a query. Documentation: Azure Resource Graph query language. */
const MAX_JOINS = 3;

/**
 * The query of a text. Throws QueryError or UnmodelledQuery.
 * @param nowMilliseconds what `now()` and `ago()` count from
 */
export function parseQuery(text: string, nowMilliseconds: number): Query {
  const tokens = new TokenStream(text, nowMilliseconds);
  const query = parsePipeline(tokens);
  tokens.takes(';');
  if (tokens.peek().kind !== 'end') {
    throw tokens.failure();
  }
  if (joinsOf(query) > MAX_JOINS) {
    throw new QueryError('InvalidQueryLanguage', 'join', undefined);
  }
  return query;
}

function joinsOf({ stages }: Query): number {
  return stages.reduce(
    (sum, stage) => sum + (stage.kind === 'join' ? 1 + joinsOf(stage.right) : 0),
    0,
  );
}

/** `resources` is what a query is about that names no table. */
function parsePipeline(tokens: TokenStream): Query {
  const startsWithStage = tokens.peek().kind === 'name' && isOperator(tokens);
  const table = startsWithStage ? 'resources' : tokens.name().toLowerCase();
  const stages = startsWithStage ? [parseStage(tokens)] : [];
  while (tokens.takes('|')) {
    stages.push(parseStage(tokens));
  }
  return { table, stages };
}

function isOperator(tokens: TokenStream): boolean {
  const word = tokens.peek().text;
  const standsForTable = tokens.is('|', 1) || tokens.peek(1).kind === 'end' || tokens.is(')', 1);
  return !standsForTable && (Object.hasOwn(STAGES, word) || UNMODELLED.has(word));
}

function parseStage(tokens: TokenStream): Stage {
  const { place } = tokens.peek();
  const word = stageWord(tokens);
  const parse = Object.hasOwn(STAGES, word) ? STAGES[word] : undefined;
  if (parse === undefined) {
    throw UNMODELLED.has(word)
      ? new UnmodelledQuery(`the operator ${word}`)
      : new QueryError('ParserFailure', word, place);
  }
  return parse(tokens);
}

/** Words such as `mv-expand` are three tokens. */
function stageWord(tokens: TokenStream): string {
  const word = tokens.name();
  const hyphened = ['mv', 'project', 'parse', 'make'].includes(word) && tokens.takes('-');
  return hyphened ? `${word}-${tokens.name()}` : word;
}

const order = (tokens: TokenStream): Stage => {
  tokens.expect('by');
  return { kind: 'order', by: tokens.list(() => parseOrdering(tokens)) };
};

const take = (tokens: TokenStream): Stage => ({ kind: 'take', rows: tokens.number() });

const mvExpand = (tokens: TokenStream): Stage => ({
  kind: 'mv-expand',
  column: parseNamed(tokens),
});

const STAGES: Readonly<Record<string, (tokens: TokenStream) => Stage>> = {
  where: (tokens) => ({ kind: 'where', condition: parseExpression(tokens) }),
  project: (tokens) => ({ kind: 'project', columns: tokens.list(() => parseNamed(tokens)) }),
  'project-away': (tokens) => ({ kind: 'project-away', names: tokens.list(() => tokens.name()) }),
  extend: (tokens) => ({ kind: 'extend', columns: tokens.list(() => parseNamed(tokens)) }),
  join: parseJoin,
  'mv-expand': mvExpand,
  mvexpand: mvExpand,
  summarize: parseSummarize,
  order,
  sort: order,
  limit: take,
  take,
  distinct: (tokens) => ({ kind: 'distinct', columns: tokens.list(() => parseNamed(tokens)) }),
  count: () => ({ kind: 'count' }),
};

/** Descending unless it says otherwise. */
function parseOrdering(tokens: TokenStream): Ordering {
  const expression = parseExpression(tokens);
  const ascending = tokens.takes('asc');
  const descending = !ascending && (tokens.takes('desc') || true);
  if (tokens.is('nulls')) {
    throw new UnmodelledQuery('the words nulls first and nulls last');
  }
  return { expression, descending };
}

function parseJoin(tokens: TokenStream): Stage {
  const kind = parseJoinKind(tokens);
  tokens.expect('(');
  const right = parsePipeline(tokens);
  tokens.expect(')');
  tokens.expect('on');
  return { kind: 'join', join: kind, right, on: tokens.list(() => parseCondition(tokens)) };
}

/** Resource Graph has fewer kinds than Kusto; any other is refused by name. */
function parseJoinKind(tokens: TokenStream): (typeof JOIN_KINDS)[number] {
  if (!tokens.takes('kind')) {
    return 'innerunique';
  }
  tokens.expect('=');
  const { place } = tokens.peek();
  const word = tokens.name();
  const kind = JOIN_KINDS.find((known) => known === word);
  if (kind === undefined) {
    throw new QueryError('InvalidQueryLanguage', word, place);
  }
  return kind;
}

function parseCondition(tokens: TokenStream): JoinCondition {
  if (!tokens.is('$')) {
    const column = tokens.name();
    return { left: column, right: column };
  }
  const first = parseSide(tokens);
  tokens.expect('==');
  const second = parseSide(tokens);
  const left = [first, second].find(({ side }) => side === 'left');
  const right = [first, second].find(({ side }) => side === 'right');
  if (left === undefined || right === undefined) {
    throw tokens.failure();
  }
  return { left: left.column, right: right.column };
}

function parseSide(tokens: TokenStream): { readonly side: string; readonly column: string } {
  tokens.expect('$');
  const side = tokens.name();
  tokens.expect('.');
  return { side, column: tokens.name() };
}

/** The name of a count is its function and an underscore. */
function parseSummarize(tokens: TokenStream): Stage {
  const aggregates = tokens.is('by') ? [] : tokens.list(() => parseAggregate(tokens));
  const by = tokens.takes('by') ? tokens.list(() => parseNamed(tokens)) : [];
  return { kind: 'summarize', aggregates, by };
}

function parseAggregate(tokens: TokenStream): Aggregate {
  const named = tokens.is('=', 1);
  const name = named ? tokens.name() : undefined;
  if (named) {
    tokens.expect('=');
  }
  const aggregate = tokens.name();
  switch (aggregate) {
    case 'count':
    case 'countif': {
      tokens.expect('(');
      const of = aggregate === 'countif' ? parseExpression(tokens) : undefined;
      tokens.expect(')');
      return { kind: 'count', name: name ?? `${aggregate}_`, of };
    }
    case 'arg_min':
    case 'arg_max': {
      return parseExtreme(tokens, aggregate, name);
    }
    default: {
      throw new UnmodelledQuery(`the aggregate ${aggregate}()`);
    }
  }
}

/** The row with the smallest or largest value; which of its columns, has to be said. */
function parseExtreme(
  tokens: TokenStream,
  kind: 'arg_min' | 'arg_max',
  name: string | undefined,
): Aggregate {
  tokens.expect('(');
  const [by, ...columns] = tokens.list(() => {
    if (tokens.is('*')) {
      throw new UnmodelledQuery(`* in ${kind}()`);
    }
    return parseExpression(tokens);
  });
  tokens.expect(')');
  if (name !== undefined || by === undefined) {
    throw new UnmodelledQuery(`a name for the columns of ${kind}()`);
  }
  return {
    kind,
    columns: [by, ...columns].map((expression) => ({ name: undefined, expression })),
  };
}
