// Parses the expressions of a query.

import { day, hour, minute } from '../../../kernel/time/durations.js';
import { ticksInstant } from '../../../kernel/time/instant.js';
import { functionNamed } from './functions.js';
import { QueryError, UnmodelledQuery } from './query-error.js';
import type { Comparison, Expression, NamedExpression } from './syntax.js';
import type { TokenStream } from './token-stream.js';

/** An expression: comparisons joined by `and` and `or`. */
export function parseExpression(tokens: TokenStream): Expression {
  return parseJunction(tokens, 'or');
}

/** `name = expression`, or only an expression. */
export function parseNamed(tokens: TokenStream): NamedExpression {
  const named = tokens.peek().kind === 'name' && tokens.is('=', 1);
  const name = named ? tokens.name() : undefined;
  if (named) {
    tokens.expect('=');
  }
  return { name, expression: parseExpression(tokens) };
}

function parseJunction(tokens: TokenStream, word: 'or' | 'and'): Expression {
  const part = (): Expression =>
    word === 'or' ? parseJunction(tokens, 'and') : parseComparison(tokens);
  const first = part();
  const of = [first];
  while (tokens.takes(word)) {
    of.push(part());
  }
  return of.length === 1 ? first : { kind: word === 'or' ? 'any' : 'all', of };
}

const SYMBOLS: ReadonlySet<string> = new Set<Comparison>([
  '==',
  '!=',
  '=~',
  '!~',
  '<',
  '<=',
  '>',
  '>=',
]);
const WORDS: ReadonlySet<string> = new Set<Comparison>([
  'has',
  'contains',
  'startswith',
  'endswith',
]);

/** Words of the language that stand between two values, and that the sandbox does not know. */
const UNMODELLED_WORDS: ReadonlySet<string> = new Set([
  'between',
  'contains_cs',
  'endswith_cs',
  'has_all',
  'has_any',
  'has_cs',
  'hasprefix',
  'hassuffix',
  'matches',
  'startswith_cs',
]);

function isComparison(text: string): text is Comparison {
  return SYMBOLS.has(text) || WORDS.has(text);
}

function parseComparison(tokens: TokenStream): Expression {
  const left = parseOperand(tokens);
  const negated = tokens.is('!') && tokens.peek(1).kind === 'name';
  if (negated) {
    tokens.next();
  }
  const { kind, text } = tokens.peek();
  if (kind === 'name' && UNMODELLED_WORDS.has(text)) {
    throw new UnmodelledQuery(`the operator ${text}`);
  }
  if (text === 'in' && kind === 'name') {
    return parseAmong(tokens, left, negated);
  }
  if (kind !== 'text' && isComparison(text) && (!negated || WORDS.has(text))) {
    tokens.next();
    return { kind: 'compare', operator: text, negated, left, right: parseOperand(tokens) };
  }
  if (negated) {
    throw tokens.failure();
  }
  return left;
}

function parseAmong(tokens: TokenStream, value: Expression, negated: boolean): Expression {
  tokens.expect('in');
  const ignoringCase = tokens.takes('~');
  tokens.expect('(');
  const list = tokens.list(() => parseExpression(tokens));
  tokens.expect(')');
  return { kind: 'among', ignoringCase, negated, value, list };
}

/** Arithmetic is not modelled. */
function parseOperand(tokens: TokenStream): Expression {
  const operand = parsePath(tokens);
  const { kind, text } = tokens.peek();
  if (kind === 'symbol' && ['+', '-', '*', '/'].includes(text)) {
    throw new UnmodelledQuery(`the operator ${text}`);
  }
  return operand;
}

function parsePath(tokens: TokenStream): Expression {
  let path = parsePrimary(tokens);
  for (;;) {
    if (tokens.takes('.')) {
      path = { kind: 'member', of: path, name: tokens.name() };
    } else if (tokens.takes('[')) {
      path = parseElement(tokens, path);
    } else {
      return path;
    }
  }
}

function parseElement(tokens: TokenStream, of: Expression): Expression {
  const key = tokens.peek();
  if (key.kind === 'text') {
    tokens.next();
    tokens.expect(']');
    return { kind: 'member', of, name: key.text };
  }
  const negative = tokens.takes('-');
  const at = tokens.number();
  tokens.expect(']');
  return { kind: 'element', of, at: negative ? -at : at };
}

function parsePrimary(tokens: TokenStream): Expression {
  const token = tokens.peek();
  if (token.kind === 'text' || token.kind === 'number') {
    tokens.next();
    return { kind: 'literal', value: token.kind === 'text' ? token.text : Number(token.text) };
  }
  if (token.text === '-' && token.kind === 'symbol' && tokens.peek(1).kind === 'number') {
    tokens.next();
    return { kind: 'literal', value: -tokens.number() };
  }
  if (tokens.takes('(')) {
    const inner = parseExpression(tokens);
    tokens.expect(')');
    return inner;
  }
  if (token.kind === 'timespan') {
    throw new UnmodelledQuery('a timespan outside ago()');
  }
  const name = tokens.name();
  if (name === 'true' || name === 'false') {
    return { kind: 'literal', value: name === 'true' };
  }
  if (!tokens.is('(')) {
    return { kind: 'column', name };
  }
  return name === 'now' || name === 'ago' ? parseMoment(tokens, name) : parseCall(tokens, name);
}

/** The same moment wherever it stands in a query. */
function parseMoment(tokens: TokenStream, name: 'now' | 'ago'): Expression {
  tokens.expect('(');
  const since = name === 'ago' ? parseTimespan(tokens) : 0;
  if (!tokens.is(')')) {
    throw name === 'now' ? new UnmodelledQuery('an offset of now()') : tokens.failure();
  }
  tokens.next();
  return { kind: 'literal', value: ticksInstant(tokens.nowMilliseconds - since) };
}

const UNIT_MILLISECONDS: Readonly<Record<string, number>> = {
  d: day,
  h: hour,
  m: minute,
  s: 1000,
  ms: 1,
};

function parseTimespan(tokens: TokenStream): number {
  const { kind, text } = tokens.peek();
  if (kind !== 'timespan') {
    throw new UnmodelledQuery('ago() of anything but a timespan such as 26h');
  }
  tokens.next();
  const { count = '', unit = '' } = /^(?<count>[\d.]+)(?<unit>[a-z]+)$/u.exec(text)?.groups ?? {};
  return Number(count) * (UNIT_MILLISECONDS[unit] ?? 0);
}

function parseCall(tokens: TokenStream, name: string): Expression {
  const known = functionNamed(name);
  if (known === undefined) {
    throw new UnmodelledQuery(`the function ${name}()`);
  }
  const opening = tokens.peek().place;
  tokens.expect('(');
  const given = tokens.is(')') ? [] : tokens.list(() => parseExpression(tokens));
  tokens.expect(')');
  const [least, most] = known.arguments;
  if (given.length < least || given.length > most) {
    throw new QueryError('ParserFailure', name, opening);
  }
  const [first] = given;
  if (known.words !== undefined && !isWord(first, known.words)) {
    throw new UnmodelledQuery(`${name}() of anything but ${[...known.words].join(', ')}`);
  }
  return { kind: 'call', name, arguments: given };
}

function isWord(expression: Expression | undefined, words: ReadonlySet<string>): boolean {
  return (
    expression?.kind === 'literal' &&
    typeof expression.value === 'string' &&
    words.has(expression.value)
  );
}
