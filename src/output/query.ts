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
  const { compile } = await import('jmespath');
  try {
    compile(expression);
  } catch (error) {
    throw invalidQuery(expression, error);
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
