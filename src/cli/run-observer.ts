// What a command came to, for who runs it for others.

import type { AnyDocument } from '../commands/results/result-document.js';
import type { ErrorEnvelope } from '../errors/error-envelope.js';
import type { RunObserver } from './host.js';

/** An observer, and what it has seen. */
export interface Observed {
  readonly observer: RunObserver;
  /** Undefined where the command ended before there was one. */
  readonly document: () => AnyDocument | undefined;
  readonly error: () => ErrorEnvelope | undefined;
}

/** An observer of one run. */
export function observeRun(): Observed {
  let document: AnyDocument | undefined;
  let error: ErrorEnvelope | undefined;
  return {
    observer: {
      result: (found) => {
        document = found;
      },
      error: (found) => {
        error = found;
      },
    },
    document: () => document,
    error: () => error,
  };
}
