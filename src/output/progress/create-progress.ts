// Chooses the renderer of progress.

import { createJsonlProgress } from './jsonl.js';
import { createLiveProgress } from './live.js';
import { createPlainProgress } from './plain.js';
import type { ProgressMode } from './progress-mode.js';
import type { ProgressHost, ProgressRenderer } from './progress-renderer.js';
import { createSilentProgress } from './silent.js';

/** The renderer for a mode. `live` needs a terminal that can redraw and is plain elsewhere. */
export function createProgress(mode: ProgressMode, host: ProgressHost): ProgressRenderer {
  switch (mode) {
    case 'none':
      return createSilentProgress(host.io);
    case 'jsonl':
      return createJsonlProgress(host.io);
    case 'plain':
      return createPlainProgress(host.io);
    case 'auto':
    case 'live':
      return host.io.errCanRedraw ? createLiveProgress(host) : createPlainProgress(host.io);
  }
}
