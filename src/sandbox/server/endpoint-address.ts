// Clients that are given an endpoint instead of a proxy: which of Azure's hosts they mean, and answers
// whose addresses lead them back here and not to the real cloud.

import type { Fetch } from '../faults/inject-faults.js';

/** Names of this machine; without more they mean Resource Manager, which every tool begins with. */
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const LOOPBACK_SUFFIX = '.localhost';
const RESOURCE_MANAGER = 'management.azure.com';

/** Headers whose value is an address that the client is to ask next. */
const ADDRESS_HEADERS = ['azure-asyncoperation', 'location'];

/** Azure's name behind a name of this machine, such as `kv.vault.azure.net.localhost`; undefined for others. */
export function endpointHost(hostname: string): string | undefined {
  const name = hostname.toLowerCase();
  if (LOOPBACK_NAMES.has(name)) {
    return RESOURCE_MANAGER;
  }
  return name.endsWith(LOOPBACK_SUFFIX) ? name.slice(0, -LOOPBACK_SUFFIX.length) : undefined;
}

/** Answers requests to names of this machine as those to Azure's names; others pass unchanged. */
export function endpointFetch(fetch: Fetch): Fetch {
  return async (request) => {
    const url = new URL(request.url);
    const host = endpointHost(url.hostname);
    if (host === undefined) {
      return await fetch(request);
    }
    const { origin } = url;
    const azureOrigin = `https://${host}`;
    const response = await fetch(new Request(request.url.replace(origin, azureOrigin), request));
    return await leadingBack(response, azureOrigin, origin);
  };
}

/** Only what a client follows is rewritten; ids that contain a host name are what they are. */
async function leadingBack(response: Response, from: string, to: string): Promise<Response> {
  const headers = new Headers(response.headers);
  for (const name of ADDRESS_HEADERS) {
    const value = headers.get(name);
    if (value?.startsWith(`${from}/`) === true) {
      headers.set(name, to + value.slice(from.length));
    }
  }
  if (headers.get('content-type')?.includes('json') !== true) {
    return new Response(response.body, { status: response.status, headers });
  }
  const text = await response.text();
  const body = text.replace(`"nextLink":"${from}/`, `"nextLink":"${to}/`);
  return new Response(body, { status: response.status, headers });
}
