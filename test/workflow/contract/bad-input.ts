// A command line that cannot be meant, and what must be said of it.

import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import type { RunOptions } from '../../support/run-cli.js';

/** The case. */
export interface Case {
  readonly what: string;
  readonly argv: string;
  readonly code: number;
  readonly error: string;
  /** What the error must say, besides its code. */
  readonly says?: readonly RegExp[];
  readonly world?: () => WorldState;
  readonly options?: () => RunOptions;
}
