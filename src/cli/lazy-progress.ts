// Progress that is loaded when there is something to show: what draws it measures text in terminal
// columns, and loading that takes longer than the rest of start-up.

import type { ProgressRenderer } from '../output/progress/progress-renderer.js';

/** A renderer that may not be there yet. */
export interface LazyProgress {
  readonly renderer: Pick<ProgressRenderer, 'emit' | 'write'>;
  /** Resolves once everything so far is on the screen: a question must come after the plan it is about. */
  shown(): Promise<void>;
  /** Shows what is still to be shown, and leaves the terminal clean. */
  finish(): Promise<void>;
}

/** @param load makes the renderer; called once, when the first event or text comes */
export function lazyProgress(load: () => Promise<ProgressRenderer>): LazyProgress {
  let loading: Promise<void> | undefined;
  let loaded: ProgressRenderer | undefined;
  const waiting: ((renderer: ProgressRenderer) => void)[] = [];
  const show = (action: (renderer: ProgressRenderer) => void): void => {
    if (loaded !== undefined) {
      action(loaded);
      return;
    }
    waiting.push(action);
    loading ??= load().then((renderer) => {
      loaded = renderer;
      for (const each of waiting) {
        each(renderer);
      }
      return undefined;
    });
  };
  return {
    renderer: {
      emit: (event) => show((renderer) => renderer.emit(event)),
      write: (text) => show((renderer) => renderer.write(text)),
    },
    shown: async () => {
      await loading;
    },
    finish: async () => {
      await loading;
      loaded?.finish();
    },
  };
}
