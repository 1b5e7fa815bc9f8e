// Buckets of tokens that fill up again as time passes.

import type { SandboxClock } from '../../kernel/time/clock.js';
import type { WorldState } from '../../kernel/state.js';

/** How many tokens there can be, and how fast they come back. */
export interface Bucket {
  readonly size: number;
  readonly refillPerSecond: number;
}

/** Takes a token: how many are left, or how long until there is one. */
export function takeToken(
  state: WorldState,
  clock: SandboxClock,
  name: string,
  { size, refillPerSecond }: Bucket,
): { readonly left: number } | { readonly secondsToWait: number } {
  const now = clock.now();
  const found = state.throttling[name] ?? { windowStartedMilliseconds: now, calls: 0 };
  const back = ((now - found.windowStartedMilliseconds) / 1000) * refillPerSecond;
  const spent = Math.max(0, found.calls - back);
  if (spent + 1 > size) {
    return { secondsToWait: Math.max(1, Math.ceil((spent + 1 - size) / refillPerSecond)) };
  }
  state.throttling[name] = { windowStartedMilliseconds: now, calls: spent + 1 };
  return { left: Math.floor(size - spent - 1) };
}
