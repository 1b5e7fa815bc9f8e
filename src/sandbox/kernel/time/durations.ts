// Lengths of time in milliseconds.

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The first instant of the UTC day that holds an instant; milliseconds since the epoch. */
export function startOfDay(milliseconds: number): number {
  return Math.floor(milliseconds / day) * day;
}
