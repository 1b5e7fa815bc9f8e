// Names of regions, which requests write with blanks and capitals.

/** A name in the one form in which two can be compared. */
export function bareRegion(region: string): string {
  return region.replaceAll(' ', '').toLowerCase();
}
