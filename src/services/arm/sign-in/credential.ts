// Who the program is to Azure: an explicit choice, or the first way to sign in that the environment
// describes, then az's own login. A way that is described but fails is an error, not a reason to try the
// next one: that would act as somebody else than the user meant.

import type { TokenCredential } from '@azure/core-auth';
import { AUTH_METHODS, type AuthMethod } from '../../../domain/sign-in.js';
import { AzbackupError, usageError } from '../../../errors/azbackup-error.js';
import { AUTH_SOURCES, type CredentialOptions, type Environment } from './auth-methods.js';
import { redactedLines, redactError } from '../transport/redaction.js';
import { isSignInError, signInError } from './sign-in-error.js';
import { explainingNetwork, watchSignIn } from './sign-in-network.js';
import { withheldPermission } from './withheld-permission.js';

/**
 * The credential. Throws a usage error `AZB_AUTH_INCOMPLETE` when the method asked for lacks variables, and
 * `AZB_CI_PERMISSION_MISSING` (not-allowed) when a CI job lacks only what it was not allowed; its tokens throw `AZB_NO_CREDENTIAL` (not-allowed) when no way to sign in works, and `AZB_UNREACHABLE`
 * (unavailable) when the sign-in service cannot be reached.
 */
export async function createCredential(options: CredentialOptions): Promise<TokenCredential> {
  const { environment } = options;
  const method = methodOf(options);
  requireVariables(method, environment);
  const watched = watchSignIn(options.client);
  const library = await import('./identity-library.js');
  const credential = AUTH_SOURCES[method].make(library, { ...options, client: watched.client });
  return explainingUnavailability(
    explainingNetwork(credential, watched),
    attemptsOf(method, options),
    options.method === undefined ? withheldFrom(environment) : undefined,
  );
}

/**
 * A method has what it needs.
 * @throws AzbackupError `AZB_CI_PERMISSION_MISSING` (4) for a CI job that lacks only that, else `AZB_AUTH_INCOMPLETE` (2)
 */
export function requireVariables(method: AuthMethod, environment: Environment): void {
  const source = AUTH_SOURCES[method];
  const missing = source.explicitNeedsNothing === true ? [] : source.missing(environment);
  if (missing.length > 0) {
    throw (
      withheldFrom(environment, method) ??
      usageError('AZB_AUTH_INCOMPLETE', `--auth ${method} needs ${missing.join(', ')}`)
    );
  }
}

/** The permission that a CI job lacks to sign in, by the method asked for or by any. */
function withheldFrom(environment: Environment, asked?: AuthMethod): AzbackupError | undefined {
  return withheldPermission(environment, (method) =>
    asked === undefined || asked === method ? AUTH_SOURCES[method].missing(environment) : [],
  );
}

/** The method asked for, or the first that has what it needs; az's login needs nothing and is the last. */
export function methodOf({
  method,
  environment,
}: Pick<CredentialOptions, 'method' | 'environment'>): AuthMethod {
  return method ?? firstDescribed(environment);
}

function firstDescribed(environment: Environment): AuthMethod {
  return (
    AUTH_METHODS.find((method) => AUTH_SOURCES[method].missing(environment).length === 0) ??
    'azure-cli'
  );
}

/** Why each method before the chosen one was passed over, for the error. */
function attemptsOf(chosen: AuthMethod, options: CredentialOptions): readonly string[] {
  if (options.method !== undefined) {
    return [];
  }
  return AUTH_METHODS.slice(0, AUTH_METHODS.indexOf(chosen)).map(
    (method) =>
      `${method}: ${AUTH_SOURCES[method].missing(options.environment).join(', ')} not set`,
  );
}

/** Turns the library's "unavailable" into an error that lists what was tried, or names the permission that is missing. */
function explainingUnavailability(
  credential: TokenCredential,
  passedOver: readonly string[],
  withheld: AzbackupError | undefined,
): TokenCredential {
  return {
    getToken: async (scopes, options) => {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        if (options?.tenantId !== undefined && (isUnavailable(error) || isRefusal(error))) {
          throw noTokenForTenant(error, options.tenantId);
        }
        throw isUnavailable(error) ? (withheld ?? noCredential(error, passedOver)) : error;
      }
    },
  };
}

function isUnavailable(error: unknown): error is Error {
  return error instanceof Error && error.name === 'CredentialUnavailableError';
}

/** The sign-in service's own refusal, such as of an application that the tenant does not have. */
function isRefusal(error: unknown): error is Error {
  return isSignInError(error) && signInError(error, '').fields.kind === 'not-allowed';
}

/**
 * A tenant is asked for by name only by a service that wants its own: a key vault, or a subscription of another
 * tenant. Being signed in elsewhere is no reason to sign in there again.
 */
function noTokenForTenant(error: Error, tenantId: string): AzbackupError {
  return new AzbackupError({
    code: 'AZB_NO_TOKEN_FOR_TENANT',
    kind: 'not-allowed',
    message: `your sign-in has no token for the tenant ${tenantId}`,
    target: tenantId,
    causes: redactedLines(error.message),
    fix: [
      `az login --tenant ${tenantId}`,
      `or choose a subscription of the tenant you are signed in to: az account set --subscription ID`,
    ],
    underlying: redactError(error),
  });
}

function noCredential(error: Error, passedOver: readonly string[]): AzbackupError {
  return new AzbackupError({
    code: 'AZB_NO_CREDENTIAL',
    kind: 'not-allowed',
    message: 'not signed in to Azure',
    causes: [...passedOver, ...redactedLines(error.message)],
    fix: ['az login'],
    underlying: redactError(error),
  });
}
