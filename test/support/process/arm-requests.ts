// Requests to Resource Manager that the tests of a served sandbox send by themselves.

import type { ProxiedClient } from './proxied-client.js';

export const ARM = 'https://management.azure.com';
export const SUBSCRIPTIONS = `${ARM}/subscriptions?api-version=2022-12-01`;
export const GROUPS = `${ARM}/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups`;
export const GROUPS_VERSION = 'api-version=2025-03-01';

/** What a request is signed in with. */
export function bearer(token: string): { readonly headers: { readonly authorization: string } } {
  return { headers: { authorization: `Bearer ${token}` } };
}

/** Creates a resource group. */
export function putGroup(
  client: ProxiedClient,
  token: string,
  name: string,
): ReturnType<ProxiedClient['ask']> {
  return client.ask(`${GROUPS}/${name}?${GROUPS_VERSION}`, {
    method: 'PUT',
    headers: { ...bearer(token).headers, 'content-type': 'application/json' },
    body: JSON.stringify({ location: 'japaneast' }),
  });
}
