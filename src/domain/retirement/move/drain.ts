// The drain day of a machine: from when on no recovery point needs its keys. It follows from the same ends of points as the
// days of `retirement keys`, and is certain as rarely: while backups are taken, the newest point stays until a newer one comes.

import { dayFrom } from '../key-need.js';
import { lastEnd } from '../point-end.js';
import type { MoveItem } from './step.js';

/** When the keys of a machine are needed no more. */
export interface Drain {
  /** `from`: from its day on. `no-points`: now. `never`: a point never expires by itself. */
  readonly kind: 'from' | 'no-points' | 'never' | 'unknown';
  /** `yyyy-mm-dd` in UTC: the day after the last known end; whatever else, the keys are needed until then. */
  readonly day?: string;
  /** A part of a sentence. */
  readonly because: string;
}

/** The drain day, as the points stand now: each further backup moves it. */
export function drainOf(items: readonly MoveItem[]): Drain {
  const ends = items.flatMap((item) => item.ends ?? []);
  const last = lastEnd(ends.filter(({ kind }) => kind === 'at'));
  const day = last?.kind === 'at' ? { day: dayFrom(last.time) } : {};
  if (items.some((item) => item.ends === undefined)) {
    return { kind: 'unknown', ...day, because: 'its recovery points could not be listed' };
  }
  if (ends.length === 0) {
    return { kind: 'no-points', because: 'it has no recovery points with ADE now' };
  }
  if (ends.some(({ kind }) => kind === 'never')) {
    return { kind: 'never', ...day, because: 'a recovery point with ADE never expires by itself' };
  }
  if (ends.some(({ kind }) => kind === 'unknown')) {
    return { kind: 'unknown', ...day, because: 'when a recovery point expires is not known' };
  }
  return ends.some((end) => end.kind === 'at' && !end.firm)
    ? {
        kind: 'unknown',
        ...day,
        because:
          'its last recovery point with ADE may stay longer than it says, until a newer one comes',
      }
    : { kind: 'from', ...day, because: 'its last recovery point with ADE expires by then' };
}
