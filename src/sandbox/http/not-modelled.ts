// The sandbox's own response to what it does not know: it names the thing instead of guessing.

import type { OperationResponse } from './operation.js';

/** Code of every response that is the sandbox's and not Azure's. */
const NOT_MODELLED_CODE = 'SandboxNotModelled';

/** 501 that says which thing the sandbox does not model; `what` completes "does not model …". */
export function notModelled(what: string): OperationResponse {
  return {
    status: 501,
    body: {
      error: { code: NOT_MODELLED_CODE, message: `The sandbox does not model ${what}.` },
    },
  };
}
