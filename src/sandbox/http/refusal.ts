// How code below the router answers with an error without passing it up by hand.

import type { OperationResponse } from './operation.js';

/** Thrown by a handler or a check to end the request with this very response. */
export class Refusal extends Error {
  readonly response: OperationResponse;

  constructor(response: OperationResponse) {
    super(`the sandbox answers ${response.status}`);
    this.name = 'Refusal';
    this.response = response;
  }
}
