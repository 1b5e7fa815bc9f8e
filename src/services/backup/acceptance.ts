// The answer that accepts a request of Azure Backup: the SDK returns nothing of a 202, so its headers are
// caught on the way.

import { callAzure, type AzureCall } from '../arm/errors.js';
import type { Acceptance } from '../arm/operation.js';
import { required } from '../arm/unexpected-answer.js';

/** What an SDK method takes so that the headers of its answer are seen. */
interface Catching {
  readonly onResponse: (response: {
    readonly headers: { get(name: string): string | undefined };
  }) => void;
}

/** Sends a request and keeps what its answer announces. Throws as `callAzure` does. */
export async function acceptance(
  call: AzureCall,
  send: (catching: Catching) => Promise<unknown>,
): Promise<Acceptance> {
  let accepted: Acceptance | undefined;
  await callAzure(call, () =>
    send({
      onResponse: ({ headers }) => {
        accepted = { header: (header) => headers.get(header) };
      },
    }),
  );
  return required(accepted, 'response', call.target ?? '');
}
