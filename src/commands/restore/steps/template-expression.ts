// The expressions of deployment templates, as far as they tell names: `[parameters('osDiskName')]`,
// `[resourceId('Microsoft.Compute/disks', …)]` and what they are put together of. Anything else is unknown.

import { groupOf } from '../rules.js';
import { parseResourceId, type ResourceId } from '../../../domain/resource-id.js';

/** What expressions refer to. Names have no case. */
export interface TemplateScope {
  /** The resource group that the template would be deployed to. */
  readonly groupId: ResourceId;
  /** Values of parameters: given ones, otherwise their defaults, which may be expressions. */
  parameter(name: string): unknown;
  variable(name: string): unknown;
}

/** Expressions within expressions, through parameters and variables, go no deeper. */
const MAX_DEPTH = 16;

/**
 * The value of a member: of a text in brackets what it says, of anything else itself. Undefined where it cannot be
 * told. Pure.
 */
export function valueIn(scope: TemplateScope, value: unknown, depth = 0): unknown {
  if (typeof value !== 'string' || !value.startsWith('[')) {
    return value;
  }
  if (value.startsWith('[[')) {
    return value.slice(1);
  }
  if (!value.endsWith(']') || depth > MAX_DEPTH) {
    return undefined;
  }
  const tokens = tokensOf(value.slice(1, -1));
  const parser = tokens === undefined ? undefined : { tokens, at: 0, scope, depth };
  const result = parser === undefined ? UNKNOWN : expression(parser);
  return parser !== undefined && parser.at === parser.tokens.length && result !== UNKNOWN
    ? result
    : undefined;
}

const UNKNOWN = Symbol('unknown');

const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<word>[A-Za-z_][\w.]*)|(?<number>-?\d+)|(?<sign>[(),.[\]]))/uy;

function tokensOf(source: string): readonly string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (source.slice(TOKEN.lastIndex).trim() !== '') {
    const match = TOKEN.exec(source);
    if (match === null) {
      return undefined;
    }
    tokens.push(match[0].trim());
  }
  return tokens;
}

interface Parser {
  readonly tokens: readonly string[];
  at: number;
  readonly scope: TemplateScope;
  readonly depth: number;
}

/** A text, a number, or a call with the members that are taken of its result. */
function expression(parser: Parser): unknown {
  const token = parser.tokens[parser.at++] ?? '';
  if (token.startsWith("'")) {
    return token.slice(1, -1).replaceAll("''", "'");
  }
  if (/^-?\d+$/u.test(token)) {
    return Number(token);
  }
  if (!/^[a-z_]/iu.test(token) || parser.tokens[parser.at] !== '(') {
    return UNKNOWN;
  }
  const args = argumentsOf(parser);
  return args === undefined ? UNKNOWN : members(parser, call(parser, token, args));
}

function argumentsOf(parser: Parser): readonly unknown[] | undefined {
  const args: unknown[] = [];
  parser.at++;
  for (;;) {
    if (parser.tokens[parser.at] === ')') {
      parser.at++;
      return args;
    }
    args.push(expression(parser));
    const next = parser.tokens[parser.at];
    if (next === ',') {
      parser.at++;
    } else if (next !== ')') {
      return undefined;
    }
  }
}

function members(parser: Parser, start: unknown): unknown {
  let value = start;
  for (let token = parser.tokens[parser.at]; token === '.' || token === '[';) {
    const name = parser.tokens[parser.at + 1] ?? '';
    parser.at += token === '[' ? 3 : 2;
    value = memberOf(value, name.replaceAll("'", ''));
    token = parser.tokens[parser.at];
  }
  return value;
}

/** `a.b.c` is one token. */
function memberOf(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('.')) {
    const entries: readonly (readonly [string, unknown])[] =
      typeof found === 'object' && found !== null ? Object.entries(found) : [];
    found = entries.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? UNKNOWN;
  }
  return found;
}

type TemplateFunction = (parser: Parser, args: readonly string[]) => unknown;

const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  parameters: ({ scope, depth }, [name = '']) => valueIn(scope, scope.parameter(name), depth + 1),
  variables: ({ scope, depth }, [name = '']) => valueIn(scope, scope.variable(name), depth + 1),
  concat: (_, args) => args.join(''),
  format: (_, [pattern = '', ...args]) =>
    pattern.replaceAll(/\{(\d+)\}/gu, (_match, at) => args[Number(at)] ?? ''),
  tolower: (_, [text]) => text?.toLowerCase(),
  toupper: (_, [text]) => text?.toUpperCase(),
  string: (_, [text]) => text,
  resourcegroup: ({ scope }) => resourceGroupOf(scope),
  subscription: ({ scope }) => subscriptionOf(scope),
  resourceid: ({ scope }, args) => resourceIdOf(scope, args),
};

/** Only texts and numbers are put together. */
function call(parser: Parser, name: string, args: readonly unknown[]): unknown {
  const texts = args
    .filter((arg) => typeof arg === 'string' || typeof arg === 'number')
    .map(String);
  const key = name.toLowerCase();
  const found = Object.hasOwn(FUNCTIONS, key) ? FUNCTIONS[key] : undefined;
  return texts.length < args.length ? UNKNOWN : (found?.(parser, texts) ?? UNKNOWN);
}

function resourceGroupOf({ groupId }: TemplateScope): Readonly<Record<string, string>> {
  return { id: groupId, name: groupOf(groupId)?.name ?? '' };
}

function subscriptionOf({ groupId }: TemplateScope): Readonly<Record<string, string>> {
  const subscriptionId = groupOf(groupId)?.subscriptionId ?? '';
  return { id: `/subscriptions/${subscriptionId}`, subscriptionId };
}

/** Subscription and group may stand before the type; after it stands a name for each of its parts. */
function resourceIdOf(scope: TemplateScope, args: readonly string[]): ResourceId | undefined {
  const typeAt = args.findIndex((arg) => arg.includes('/'));
  const [namespace = '', ...types] = (args[typeAt] ?? '').split('/');
  const names = args.slice(typeAt + 1);
  if (typeAt < 0 || typeAt > 2 || names.length !== types.length) {
    return undefined;
  }
  const group = typeAt === 0 ? resourceGroupOf(scope)['name'] : args[typeAt - 1];
  const subscription = typeAt === 2 ? args[0] : subscriptionOf(scope)['subscriptionId'];
  const path = types.map((type, index) => `${type}/${names[index]}`).join('/');
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/${namespace}/${path}`;
  return parseResourceId(id) === undefined ? undefined : id;
}
