// What a wait needs of its command.

import type { Clock } from '../../clock.js';

/** The time, the way to be interrupted, and chance. */
export interface CommandWaiting {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A number from 0 up to, not including, 1. */
  random(): number;
}
