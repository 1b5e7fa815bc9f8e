// Calls of a kind in a window of time, which begins with the first of them.

import type { SandboxClock } from '../../kernel/time/clock.js';
import type { WorldState } from '../../kernel/state.js';

/** The counter of the current window; a new one where the last is over. */
export function windowCounter(
  state: WorldState,
  clock: SandboxClock,
  name: string,
  windowSeconds: number,
): WorldState['throttling'][string] {
  const now = clock.now();
  const found = state.throttling[name];
  if (found !== undefined && now < found.windowStartedMilliseconds + windowSeconds * 1000) {
    return found;
  }
  const fresh = { windowStartedMilliseconds: now, calls: 0 };
  state.throttling[name] = fresh;
  return fresh;
}
