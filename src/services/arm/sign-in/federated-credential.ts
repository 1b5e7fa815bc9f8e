// Signs in with a token that somebody else has signed for the application (workload identity federation): minted or
// read anew for each sign-in, since it lives for minutes. Not by the sign-in library's own credential for files,
// which keeps what it has read for five minutes, also when Entra has just refused it.

import type { GetTokenOptions, TokenCredential } from '@azure/core-auth';
import { readFile } from 'node:fs/promises';
import { AzbackupError, usageError } from '../../../errors/azbackup-error.js';
import { httpFailureOf } from '../azure-failure.js';
import { redactError } from '../transport/redaction.js';

/** Makes the library's credential from what mints the assertion. */
type Make = (mint: () => Promise<string>) => TokenCredential;

/**
 * A credential whose tokens throw what `mint` threw: the library keeps of it only the text, and would call it a
 * refusal by Entra.
 */
export function federatedCredential(make: Make, mint: () => Promise<string>): TokenCredential {
  let failure: { readonly error: unknown } | undefined;
  const credential = make(async () => {
    failure = undefined;
    try {
      return await mint();
    } catch (error) {
      failure = { error };
      throw error;
    }
  });
  return {
    getToken: async (scopes: string | string[], options?: GetTokenOptions) => {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        throw failure === undefined ? error : failure.error;
      }
    },
  };
}

/** Reads the federated token that the platform keeps in a file, and replaces from time to time. */
export function tokenFromFile(file: string): () => Promise<string> {
  return async () => {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw unreadable(file, error instanceof Error ? error.message : String(error), error);
    });
    const token = text.trim();
    if (token === '') {
      throw unreadable(file, 'it is empty', undefined);
    }
    return token;
  };
}

function unreadable(file: string, cause: string, underlying: unknown): AzbackupError {
  return new AzbackupError({
    code: 'AZB_SIGN_IN_FAILED',
    kind: 'not-allowed',
    message: 'cannot read the federated token in AZURE_FEDERATED_TOKEN_FILE',
    target: file,
    causes: [cause],
    underlying,
  });
}

/**
 * The error for a CI service that mints no token: `AZB_CI_TOKEN_EXPIRED` (not-allowed) when it refuses the token that
 * it gave the job, anything else as it is.
 */
export function mintingError(error: unknown, ci: { readonly job: string }): unknown {
  if (httpFailureOf(error)?.status !== 401) {
    return error;
  }
  return new AzbackupError({
    code: 'AZB_CI_TOKEN_EXPIRED',
    kind: 'not-allowed',
    message: `the ${ci.job} can no longer get identity tokens`,
    causes: ['the token with which the job requests them was refused: it ends with the job'],
    fix: ['run the command again in a new job'],
    underlying: redactError(error),
  });
}

/**
 * The address at which a CI job requests identity tokens. The token that it is asked with goes there, so nobody on the
 * way may read it.
 * @param variable the variable that it comes from
 * @throws AzbackupError `AZB_CI_URL_INVALID` (2)
 */
export function mintingUrl(text: string, variable: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') {
    throw usageError('AZB_CI_URL_INVALID', `${variable} is not an https address`);
  }
  return url;
}
