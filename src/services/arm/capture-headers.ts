// The answer that accepts a request: the SDKs return nothing of a 202, or only what they made of its body,
// so its headers are captured on the way.

import { callAzure, type AzureCall } from './errors.js';
import type { Acceptance } from './operation.js';
import { required } from './unexpected-response.js';

/** What an SDK method takes so that the headers of its answer are seen. */
interface HeaderCapture {
  readonly onResponse: (response: {
    readonly headers: { get(name: string): string | undefined };
  }) => void;
}

/** Sends a request and keeps what its answer announces. Throws as `callAzure` does. */
export async function captureHeaders(
  call: AzureCall,
  send: (capture: HeaderCapture) => Promise<unknown>,
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
