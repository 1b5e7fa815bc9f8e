// The identity of a GitHub Actions job (OpenID Connect): its token lives for minutes, so a new one is
// minted for each sign-in instead of being read once.

import { z } from 'zod';
import { callAzure } from '../errors.js';
import { mintingError, mintingUrl } from './federated-credential.js';
import type { SharedClientOptions } from '../transport/transport.js';
import { required } from '../unexpected-response.js';

/** What GitHub puts into the environment of a job with `permissions: id-token: write`. */
export interface GithubTokenRequest {
  readonly url: string;
  readonly token: string;
}

/** The audience that Entra ID demands of federated tokens (Workload identity federation). */
const AUDIENCE = 'api://AzureADTokenExchange';

const answerSchema = z.object({ value: z.string().optional() }).catch({});

/** Makes a function that mints a fresh assertion each time. */
export function githubAssertion(
  client: SharedClientOptions,
  request: GithubTokenRequest,
): () => Promise<string> {
  return async () => {
    const { rawClient } = await import('../transport/raw-client.js');
    const url = mintingUrl(request.url, 'ACTIONS_ID_TOKEN_REQUEST_URL');
    url.searchParams.set('audience', AUDIENCE);
    const answer = await callAzure({ doing: 'get the identity token of the GitHub job' }, () =>
      rawClient(client)
        .send({
          method: 'GET',
          url: url.href,
          headers: { authorization: `Bearer ${request.token}` },
        })
        .catch((error: unknown) => {
          throw mintingError(error, { job: 'GitHub job' });
        }),
    );
    return required(answerSchema.parse(answer.body).value, 'value', 'the GitHub job');
  };
}
