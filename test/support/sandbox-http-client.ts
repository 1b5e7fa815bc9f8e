// The transport of SDK clients that talk to a sandbox in this process.
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Sandbox } from '../../src/sandbox/create-sandbox.js';
import { fetchHttpClient } from '../../src/services/arm/transport/fetch-http-client.js';

/** An HttpClient whose every request the sandbox answers. */
export function sandboxHttpClient(sandbox: Pick<Sandbox, 'fetch'>): HttpClient {
  return fetchHttpClient((request) => sandbox.fetch(request));
}
