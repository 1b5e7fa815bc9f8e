// Azure that takes a deletion for later, as its OpenAPI lets it, and does not end it while a test runs.

import type { RunOptions } from '../../support/run-cli.js';

/** Has every deletion accepted, and still running whenever it is asked for (OpenAPI ProtectionPolicies_Delete: 202). */
export function deletedLater(): NonNullable<RunOptions['around']> {
  return (request, answer) => {
    const { origin, pathname } = new URL(request.url);
    if (pathname.includes('/operations/')) {
      const body = JSON.stringify({ id: 'op-1', name: 'op-1', status: 'InProgress' });
      const headers = { 'content-type': 'application/json' };
      return Promise.resolve(new Response(body, { headers }));
    }
    const status = `${origin}${pathname}/operations/op-1?api-version=2024-04-01`;
    return request.method === 'DELETE'
      ? Promise.resolve(
          new Response(null, { status: 202, headers: { 'azure-asyncoperation': status } }),
        )
      : answer();
  };
}
