// The answer that accepts a request: the SDKs return nothing of a 202, or only what they made of its body,
// so its headers are captured on the way.

import { callAzure, type AzureCall } from './errors.js';
import type { Acceptance } from './operation.js';
import { required, unexpectedResponse } from './unexpected-response.js';

/** What an SDK method takes so that the headers of its answer are seen. */
interface HeaderCapture {
  readonly onResponse: (response: {
    readonly status: number;
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
      onResponse: ({ status, headers }) => {
        // A redirect's Location is where to send the request, not where an operation reports.
        if (status >= 300 && status < 400) {
          throw unexpectedResponse(`it has status ${status}`, call.target ?? 'the request');
        }
        accepted = { header: (header) => headers.get(header) };
      },
    }),
  );
  return required(accepted, 'response', call.target ?? '');
}
