// The identity of an Azure Pipelines job (OpenID Connect, a service connection with workload identity
// federation): its token lives for minutes, so a new one is minted for each sign-in. Not by the sign-in
// library's own credential, which reads the process's environment behind everybody's back.

import { z } from 'zod';
import { callAzure } from '../errors.js';
import { mintingError, mintingUrl } from './federated-credential.js';
import type { SharedClientOptions } from '../transport/transport.js';
import { required } from '../unexpected-response.js';

/** What the agent and the task put into the environment of a job. */
export interface PipelinesTokenRequest {
  /** SYSTEM_OIDCREQUESTURI. */
  readonly url: string;
  /** SYSTEM_ACCESSTOKEN, which the pipeline has to map. */
  readonly token: string;
  readonly serviceConnectionId: string;
}

/** Azure DevOps REST: Oidctoken - Create. */
const API_VERSION = '7.1';

const answerSchema = z.object({ oidcToken: z.string().optional() }).catch({});

/** Makes a function that mints a fresh assertion each time. */
export function azurePipelinesAssertion(
  client: SharedClientOptions,
  request: PipelinesTokenRequest,
): () => Promise<string> {
  return async () => {
    const { rawClient } = await import('../transport/raw-client.js');
    const url = mintingUrl(request.url, 'SYSTEM_OIDCREQUESTURI');
    url.searchParams.set('api-version', API_VERSION);
    url.searchParams.set('serviceConnectionId', request.serviceConnectionId);
    const call = { doing: 'get the identity token of the Azure Pipelines job' };
    const answer = await callAzure(call, () =>
      rawClient(client)
        .send({
          method: 'POST',
          url: url.href,
          headers: {
            authorization: `Bearer ${request.token}`,
            'content-type': 'application/json',
            // Otherwise a token that is not accepted is answered with the page to sign in on.
            'x-tfs-fedauthredirect': 'Suppress',
          },
        })
        .catch((error: unknown) => {
          throw mintingError(error, { job: 'Azure Pipelines job' });
        }),
    );
    return required(
      answerSchema.parse(answer.body).oidcToken,
      'oidcToken',
      'the Azure Pipelines job',
    );
  };
}
