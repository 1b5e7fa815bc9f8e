// What all renderers of progress have in common: events go in, text goes to stderr.

import type { Clock } from '../../clock.js';
import type { EngineEvent } from '../../steps/events.js';
import type { Io } from '../io.js';

/** Shows events as they happen. */
export interface ProgressRenderer {
  emit(event: EngineEvent): void;
  /** Writes something else to stderr, whole lines, without disturbing what is drawn there. */
  write(text: string): void;
  /** Leaves the terminal clean; to be called on every way out, and harmless when called again. */
  finish(): void;
}

/** Calls a function again and again, every so many seconds, until the returned function is called. */
export type Schedule = (run: () => void, seconds: number) => () => void;

/** What renderers need of the host. */
export interface ProgressHost {
  readonly io: Io;
  /** The command's clock, for the running stopwatch. */
  readonly clock: Pick<Clock, 'now'>;
  readonly schedule: Schedule;
}
