// When a last recovery point is too old.

/** True where a point is older than it may be, or there is none. */
export function isTooOld(ageSeconds: number | undefined, maxAgeSeconds: number): boolean {
  return ageSeconds === undefined || ageSeconds > maxAgeSeconds;
}
