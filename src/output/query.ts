// `--query`: JMESPath over the result document, before it is formatted, as az does it.

import { type AzbackupError, usageError } from '../errors/azbackup-error.js';

// The package's types leave out what parses an expression without evaluating it.
declare module 'jmespath' {
  function compile(expression: string): unknown;
}

/** The names of a list that resemble a name, nearest first. */
export type SimilarNames = (name: string, candidates: readonly string[]) => readonly string[];

/**
 * Parses an expression, so that a bad one is refused before anything is done.
 * Throws AzbackupError AZB_QUERY_INVALID, which names functions that do not exist, and similar ones.
 */
export async function checkQuery(expression: string, similarNames: SimilarNames): Promise<void> {
  const { compile, search } = await import('jmespath');
  let parsed: unknown;
  try {
    parsed = compile(expression);
  } catch (error) {
    throw invalidQuery(expression, error);
  }
  const called = new Set(namesOf(parsed, 'Function'));
  const unknown = [...called].filter((name) => !isFunction(name, search));
  if (unknown.length > 0) {
    throw refusedQuery(
      expression,
      unknown.map((name) => unknownFunctionWords(name, similarNames)),
    );
  }
}

/** The functions of the package, which lists them nowhere ("JMESPath specification", built-in functions). */
export const QUERY_FUNCTIONS: readonly string[] = (
  'abs avg ceil contains ends_with floor join keys length map max max_by merge min min_by not_null ' +
  'reverse sort sort_by starts_with sum to_array to_number to_string type values'
).split(' ');

/** `len` is the beginning of `length`, though it takes fewer changes to make `min` of it. */
function unknownFunctionWords(name: string, similarNames: SimilarNames): string {
  const begun = QUERY_FUNCTIONS.filter((each) => each.startsWith(name.toLowerCase()));
  const similar = begun.length > 0 ? begun : similarNames(name, QUERY_FUNCTIONS);
  return `unknown function ${name}()${similar.length === 0 ? '' : `; similar functions: ${similar.join(', ')}`}`;
}

/** The package knows its functions only while it evaluates; one without arguments fails differently. */
function isFunction(name: string, search: (data: unknown, expression: string) => unknown): boolean {
  try {
    search({}, `${name}()`);
    return true;
  } catch (error) {
    return !(error instanceof Error && error.message.startsWith('Unknown function'));
  }
}

/**
 * The part of a document that an expression selects; null when it selects nothing.
 * Throws AzbackupError AZB_QUERY_INVALID when the expression cannot be read or evaluated.
 */
export async function selectByQuery(document: unknown, expression: string): Promise<unknown> {
  const { search } = await import('jmespath');
  try {
    return search(document, expression);
  } catch (error) {
    throw invalidQuery(expression, error);
  }
}

/** Keys that an expression names and a document has nowhere; none for a document without items. */
export async function unknownKeys(
  document: { readonly items: readonly object[] },
  expression: string,
): Promise<{ readonly unknown: readonly string[]; readonly known: readonly string[] }> {
  const { compile } = await import('jmespath');
  const parsed = compile(expression);
  const known = [...new Set(keysIn(document))];
  const own = new Set([...known, ...namesOf(parsed, 'KeyValuePair')]);
  const unknown = namesOf(parsed, 'Field').filter((name) => !own.has(name));
  return { known, unknown: document.items.length === 0 ? [] : [...new Set(unknown)] };
}

function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((each) => keysIn(each));
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, each]) => [key, ...keysIn(each)])
    : [];
}

/** Names of the nodes of one type in a parsed expression. */
function namesOf(node: unknown, type: string): string[] {
  if (Array.isArray(node)) {
    return node.flatMap((part) => namesOf(part, type));
  }
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  const below = Object.values(node).flatMap((part) => namesOf(part, type));
  return 'type' in node && node.type === type && 'name' in node
    ? [String(node.name), ...below]
    : below;
}

function invalidQuery(expression: string, error: unknown): AzbackupError {
  const problem = error instanceof Error ? error.message : String(error);
  const cause = problem.replace(/^TypeError: /u, '').replace(/\.$/u, '');
  return refusedQuery(expression, [cause], error);
}

function refusedQuery(
  expression: string,
  causes: readonly string[],
  underlying?: unknown,
): AzbackupError {
  return usageError('AZB_QUERY_INVALID', `the query ${expression} is not valid JMESPath`, {
    target: '--query',
    causes,
    docs: 'https://jmespath.org/specification.html',
    ...(underlying === undefined ? {} : { underlying }),
  });
}
