// `--quiet`: no progress at all.

import type { Io } from '../io.js';
import type { ProgressRenderer } from './progress-renderer.js';

/** A renderer that shows no events. */
export function createSilentProgress(io: Pick<Io, 'writeErr'>): ProgressRenderer {
  return {
    emit() {
      // Nothing is shown; the events are for other renderers.
    },
    write: (text) => io.writeErr(text),
    finish() {
      // Nothing to leave clean.
    },
  };
}
