// The sign-in library drops the reason why a request got no answer: its error names neither host nor
// code, and would pass for a refusal. This keeps the reason.

import type { TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { networkFailureOf, type NetworkFailure } from './azure-failure.js';
import type { SharedClientOptions } from './transport.js';

/** Options for the sign-in library, and how to ask afterwards whether the network was to blame. */
export interface WatchedSignIn {
  readonly client: SharedClientOptions;
  /** The failure of the last request, after all its repetitions; undefined when it was answered. */
  lastFailure(): NetworkFailure | undefined;
}

/** Watches what the sign-in library sends. */
export function watchSignIn(client: SharedClientOptions): WatchedSignIn {
  let last: NetworkFailure | undefined;
  const policy: PipelinePolicy = {
    name: 'azbackupSignInNetworkPolicy',
    sendRequest: async (request, next) => {
      try {
        const response = await next(request);
        last = undefined;
        return response;
      } catch (error) {
        last = networkFailureOf(error);
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
        throw failure === undefined ? error : unreachable(failure);
      }
    },
  };
}

/** Without the error underneath: the request that wanted the token would be repeated for its sake. */
function unreachable({ host, code }: NetworkFailure): AzbackupError {
  return new AzbackupError({
    code: 'AZB_UNREACHABLE',
    kind: 'unavailable',
    message: `could not reach ${host ?? 'the sign-in service'} to sign in`,
    causes: [code],
  });
}
