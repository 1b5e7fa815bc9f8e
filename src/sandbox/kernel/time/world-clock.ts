// The virtual clock of a world. It lives in the state, so it goes on where the last command left it.

import type { SandboxClock } from './clock.js';
import type { WorldState } from '../state.js';

/** A clock that moves only when told to, and only forwards. */
export interface WorldClock extends SandboxClock {
  /**
   * Moves the clock to an instant (milliseconds since the epoch, UTC). An instant that has passed
   * changes nothing: of two commands that wait at once, the later end is the time.
   */
  advanceTo(milliseconds: number): void;
}

/** The clock of this world; reads and changes `state.nowMilliseconds`. */
export function worldClock(state: WorldState): WorldClock {
  return {
    now: () => state.nowMilliseconds,
    advanceTo: (milliseconds) => {
      // Pauses may end between two milliseconds; times of the world never lie there.
      state.nowMilliseconds = Math.max(state.nowMilliseconds, Math.ceil(milliseconds));
    },
  };
}
