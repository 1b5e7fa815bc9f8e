// `--query`: JMESPath over the result document, before it is formatted, as az does it.

import { type AzbackupError, usageError } from '../errors/azbackup-error.js';

// The package's types leave out what parses an expression without evaluating it.
declare module 'jmespath' {
  function compile(expression: string): unknown;
}

/**
 * Parses an expression, so that a bad one is refused before anything is done.
 * Throws AzbackupError AZB_QUERY_INVALID.
 */
export async function checkQuery(expression: string): Promise<void> {
  const { compile, search } = await import('jmespath');
  try {
    for (const name of functionsOf(compile(expression))) {
      checkFunction(name, search);
    }
  } catch (error) {
    throw invalidQuery(expression, error);
  }
}

/** The names of the functions that a parsed expression calls. */
function functionsOf(node: unknown): string[] {
  if (Array.isArray(node)) {
    return node.flatMap((part) => functionsOf(part));
  }
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  const below = Object.values(node).flatMap((part) => functionsOf(part));
  const isCall = 'type' in node && node.type === 'Function' && 'name' in node;
  return isCall ? [String(node.name), ...below] : below;
}

/** The package knows its functions only while it evaluates; one without arguments fails differently. */
function checkFunction(name: string, search: (data: unknown, expression: string) => unknown): void {
  try {
    search({}, `${name}()`);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Unknown function')) {
      throw error;
    }
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
  return usageError('AZB_QUERY_INVALID', `the query ${expression} is not valid JMESPath`, {
    target: '--query',
    causes: [problem.replace(/^TypeError: /u, '').replace(/\.$/u, '')],
    docs: 'https://jmespath.org/specification.html',
    underlying: error,
  });
}
