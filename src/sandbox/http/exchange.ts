// What an observer learns of each request that the sandbox has answered.

import type { Caller } from './operation.js';

/** One answered request; bodies are left out because they may hold secrets. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** Undefined when no operation was found. */
  readonly operationId: string | undefined;
  /** Undefined when the request carried no good token. */
  readonly caller: Caller | undefined;
  /** By the sandbox's clock. */
  readonly durationMilliseconds: number;
}
