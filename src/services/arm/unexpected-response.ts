// What to do with an answer that lacks what it must have: say so by name, instead of going on with a hole.

import { AzbackupError } from '../../errors/azbackup-error.js';

/**
 * The value of a field that Azure always sends.
 * Throws AzbackupError `AZB_UNEXPECTED_RESPONSE` (azure-failed) when it is missing.
 * @param field the field's path in the answer
 * @param subject the resource that was asked for
 */
export function required<T>(value: T | null | undefined, field: string, subject: string): T {
  if (value === undefined || value === null) {
    throw unexpectedResponse(`'${field}' is missing`, subject);
  }
  return value;
}

/** The error for an answer that this program cannot make sense of. */
export function unexpectedResponse(what: string, subject: string): AzbackupError {
  return new AzbackupError({
    code: 'AZB_UNEXPECTED_RESPONSE',
    kind: 'azure-failed',
    message: `unexpected response from Azure about ${subject}: ${what}`,
    target: subject,
  });
}

/**
 * One of the words that a field may have, whatever the casing of the answer.
 * Throws as `required` does when the word is another: unknown is not OK.
 */
export function oneOf<T extends string>(
  words: readonly T[],
  value: string | null | undefined,
  field: string,
  subject: string,
): T {
  const text = required(value, field, subject);
  const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
  if (found === undefined) {
    throw unexpectedResponse(`'${field}' is '${text}'`, subject);
  }
  return found;
}
