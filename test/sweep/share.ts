// How much of the longest sweeps is run: all, or the share that a gate with little time takes.

/** Of this many attacks one is made. */
export const SHARE = Number(process.env['AZBACKUP_SWEEP_SHARE'] ?? 1);

/** The requests of a command that a way of attacking is given, each way beginning at another one. */
export function placesFor(turn: number, requests: number): number[] {
  const step = 9 * SHARE;
  const first = 1 + ((turn * SHARE) % step);
  const count = Math.max(0, Math.ceil((requests - first + 1) / step));
  return Array.from({ length: count }, (_, index) => first + index * step);
}

/**
 * What is made at least, so that a sweep that attacks nothing is seen.
 * @param whole attacks without a share; shares round down at each command, so half of theirs is enough
 * @param parts where `rowsInTurn` takes one part in so many of what is attacked
 */
export function leastAttacks(whole: number, parts = 1): number {
  return SHARE === 1 ? whole : whole / SHARE / parts / 2;
}

/** Of things that are much alike, one in eight; all where no share is run. */
export function someOf<T>(alike: readonly T[]): readonly T[] {
  return SHARE === 1 ? alike : alike.filter((_, index) => index % 8 === 0);
}

/** Which part of a table is run; `.ci/run` takes the next one at each commit, so that all are run in turn. */
const TURN = Number(process.env['AZBACKUP_SWEEP_TURN'] ?? 0);

/** Of the rows of a table, one in so many; all where no share is run. */
export function rowsInTurn<T>(rows: readonly T[], parts: number): readonly T[] {
  // Of few rows at least one: a table without a row would look like one that holds.
  const count = Math.min(parts, rows.length);
  return SHARE === 1 ? rows : rows.filter((_, index) => index % count === TURN % count);
}
