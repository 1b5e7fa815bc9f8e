// What the sign-in library throws, told apart by name: its errors carry no common class across builds.

import { z } from 'zod';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { redactedLines, redactError } from '../transport/redaction.js';

const SIGN_IN_ERRORS: ReadonlySet<string> = new Set([
  'CredentialUnavailableError',
  'AuthenticationError',
  'AuthenticationRequiredError',
  'AggregateAuthenticationError',
  'ClientAuthError',
  'ClientConfigurationError',
  'ServerError',
  'InteractionRequiredAuthError',
]);

const answerSchema = z.object({
  statusCode: z.number(),
  errorResponse: z.object({ error: z.string() }).optional(),
});

/** True for what a credential throws. */
export function isSignInError(error: unknown): error is Error {
  return error instanceof Error && SIGN_IN_ERRORS.has(error.name);
}

/** The sign-in failed: `not-allowed`, or `unavailable` when the sign-in service itself is in trouble. */
export function signInError(error: Error, doing: string): AzbackupError {
  const answer = answerSchema.safeParse(error).data;
  const isUnavailable =
    answer !== undefined && (answer.statusCode >= 500 || answer.statusCode === 429);
  const azureCode = answer?.errorResponse?.error;
  return new AzbackupError({
    code: isUnavailable ? 'AZB_UNAVAILABLE' : 'AZB_SIGN_IN_FAILED',
    kind: isUnavailable ? 'unavailable' : 'not-allowed',
    message: `could not sign in to Azure to ${doing}`,
    causes: redactedLines(error.message),
    ...(isUnavailable ? {} : { fix: ['az login'] }),
    ...(azureCode === undefined ? {} : { azureCode }),
    underlying: redactError(error),
  });
}
