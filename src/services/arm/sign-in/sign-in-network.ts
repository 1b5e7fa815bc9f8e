// The sign-in library drops the reason why a request got no answer, or only "come again later": its error
// names neither host nor status, and would pass for a refusal. This keeps the reason.

import type { TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { networkFailureOf, type NetworkFailure } from '../azure-failure.js';
import type { SharedClientOptions } from '../transport/transport.js';

/** Why the sign-in service gave no answer that says anything about the caller. */
export type SignInFailure =
  | ({ readonly kind: 'network' } & NetworkFailure)
  | { readonly kind: 'explained'; readonly error: AzbackupError }
  | { readonly kind: 'status'; readonly host: string; readonly status: number };

/** Options for the sign-in library, and how to ask afterwards whether the network was to blame. */
export interface WatchedSignIn {
  readonly client: SharedClientOptions;
  /** The trouble of the last request, after all its repetitions; undefined when it was answered. */
  lastFailure(): SignInFailure | undefined;
}

/** Watches what the sign-in library sends. */
export function watchSignIn(client: SharedClientOptions): WatchedSignIn {
  let last: SignInFailure | undefined;
  const policy: PipelinePolicy = {
    name: 'azbackupSignInNetworkPolicy',
    sendRequest: async (request, next) => {
      try {
        const response = await next(request);
        last = problemOf(response.status, request.url);
        return response;
      } catch (error) {
        last = failureOf(error);
        throw error;
      }
    },
  };
  const additionalPolicies = [
    { policy, position: 'perCall' as const },
    ...client.additionalPolicies,
  ];
  return { client: { ...client, additionalPolicies }, lastFailure: () => last };
}

/** A credential whose tokens throw `AZB_UNREACHABLE` (unavailable) when the sign-in service is out of reach. */
export function explainingNetwork(
  credential: TokenCredential,
  watched: Pick<WatchedSignIn, 'lastFailure'>,
): TokenCredential {
  return {
    getToken: async (scopes, options) => {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        const failure = watched.lastFailure();
        throw failure === undefined ? error : signInFailure(failure);
      }
    },
  };
}

function failureOf(error: unknown): SignInFailure | undefined {
  if (error instanceof AzbackupError) {
    return { kind: 'explained', error };
  }
  const failure = networkFailureOf(error);
  return failure === undefined ? undefined : { kind: 'network', ...failure };
}

function problemOf(status: number, url: string): SignInFailure | undefined {
  return status === 429 || status >= 500
    ? { kind: 'status', host: new URL(url).host, status }
    : undefined;
}

/** Without the error underneath: the request that wanted the token would be repeated for its sake. */
function signInFailure(problem: SignInFailure): AzbackupError {
  if (problem.kind === 'explained') {
    return problem.error;
  }
  const host = problem.host ?? 'the sign-in service';
  return problem.kind === 'network'
    ? new AzbackupError({
        code: 'AZB_UNREACHABLE',
        kind: 'unavailable',
        message: `could not reach ${host} to sign in`,
        causes: [problem.code],
      })
    : new AzbackupError({
        code: 'AZB_UNAVAILABLE',
        kind: 'unavailable',
        message: `${host} could not sign in`,
        causes: [`it returned ${problem.status}, after retries`],
        fix: ['run the command again in a few minutes'],
      });
}
