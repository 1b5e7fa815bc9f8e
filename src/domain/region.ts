// Azure regions by name: `japaneast` and its display form `Japan East` are the same place.

/** True when two names mean the same region. */
export function sameRegion(left: string, right: string): boolean {
  return regionKey(left) === regionKey(right);
}

/** The form of a region's name to use as a key in maps. */
export function regionKey(name: string): string {
  return name.replaceAll(/\s/gu, '').toLowerCase();
}
