// Answers that are not Azure's: the page of a hotel's network, half a body from a broken proxy, JSON of something
// else. They say nothing about Azure, so that the service counts as unreachable; a bug is only ours.

import { RestError } from '@azure/core-rest-pipeline';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { networkFailureOf } from './azure-failure.js';
import { redactError } from './transport/redaction.js';

/**
 * The error for an answer that cannot be Azure's: `AZB_UNEXPECTED_RESPONSE` (unavailable).
 * @param host who answered
 * @param what came, as the end of "… returned …"; nothing of its content
 */
export function oddAnswer(host: string, what: string, underlying?: unknown): AzbackupError {
  return new AzbackupError({
    code: 'AZB_UNEXPECTED_RESPONSE',
    kind: 'unavailable',
    message: `${host} returned ${what}, which is not a response of Azure`,
    target: host,
    causes: ['a proxy or a sign-in page between this computer and Azure may have answered instead'],
    fix: ['check the network and the proxy, then run the command again'],
    ...(underlying === undefined ? {} : { underlying }),
  });
}

/** What code throws that meets something of another form than it was made for. */
const FORM_ERRORS: ReadonlySet<string> = new Set([
  'TypeError',
  'RangeError',
  'SyntaxError',
  'URIError',
  'ZodError',
  '$ZodError',
]);

/** The Key Vault SDK takes ids apart before it gives an object out, and has no error class of its own for odd ones. */
const ODD_IDENTIFIER = /^Invalid (?:collection|identifier|\w+ identifier)\b/u;

/** The paging of the SDKs throws it, without status or code, over a page that has no list. */
function isPagingError(error: Error): boolean {
  return error instanceof RestError && error.statusCode === undefined && error.code === undefined;
}

/** True for what an SDK, or the code that reads its answers, throws when an answer is of another form. */
export function isFormError(error: unknown): error is Error {
  return (
    error instanceof Error &&
    (FORM_ERRORS.has(error.name) || ODD_IDENTIFIER.test(error.message) || isPagingError(error)) &&
    networkFailureOf(error) === undefined
  );
}

/** As `oddAnswer`, for an answer in whose reading something was thrown. */
export function unreadableAnswer(host: string, error: Error): AzbackupError {
  return oddAnswer(host, 'something that cannot be read', redactError(error));
}
