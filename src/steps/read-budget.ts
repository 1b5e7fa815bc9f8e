// Keeps reads below a limit that holds for any stretch of time of a given length. Knows no clock: who reads
// says when.

/** Reads that may be made. Instants are milliseconds since the Unix epoch. */
export interface ReadBudget {
  /** Counts a read. */
  spend(now: number): void;
  /** When the next read may be made; not later than now when it may be made at once. */
  freeFrom(now: number): number;
  /** How many reads may be made at once. */
  left(now: number): number;
  /** Allows none before an instant, because the service said so. */
  pauseUntil(instant: number): void;
}

/** A budget of so many reads in any stretch of so many seconds. */
export function createReadBudget(most: number, windowSeconds: number): ReadBudget {
  let reads: readonly number[] = [];
  let pausedUntil = Number.NEGATIVE_INFINITY;
  const counted = (now: number): readonly number[] => {
    reads = reads.filter((read) => read > now - windowSeconds * 1000);
    return reads;
  };
  return {
    spend: (now) => {
      reads = [...counted(now), now];
    },
    freeFrom: (now) => {
      const recent = counted(now);
      const oldest = recent[recent.length - most];
      const free = oldest === undefined ? now : oldest + windowSeconds * 1000;
      return Math.max(free, pausedUntil);
    },
    left: (now) => (now < pausedUntil ? 0 : Math.max(0, most - counted(now).length)),
    pauseUntil: (instant) => {
      pausedUntil = Math.max(pausedUntil, instant);
    },
  };
}
