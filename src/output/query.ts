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

function invalidQuery(expression: string, error: unknown): AzbackupError {
  const problem = error instanceof Error ? error.message : String(error);
  return usageError('AZB_QUERY_INVALID', `the query ${expression} is not valid JMESPath`, {
    target: '--query',
    causes: [problem.replace(/^TypeError: /u, '').replace(/\.$/u, '')],
    docs: 'https://jmespath.org/specification.html',
    underlying: error,
  });
}
