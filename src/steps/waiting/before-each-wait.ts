// Something that has to be done every so often while a command waits: before each wait, as nothing else comes by as often.

import type { Clock } from '../../clock.js';

/** The same surroundings, in which each wait does this first. */
export function beforeEachWait<Surroundings extends { readonly clock: Clock }>(
  surroundings: Surroundings,
  act: () => Promise<void>,
): Surroundings {
  const { clock } = surroundings;
  return {
    ...surroundings,
    clock: {
      now: () => clock.now(),
      sleep: async (seconds: number, signal?: AbortSignal) => {
        await act();
        await clock.sleep(seconds, signal);
      },
    },
  };
}
