// Azure's words for a vault's redundancy, as people write them.

const WORDS: Readonly<Record<string, string>> = {
  LocallyRedundant: 'locally redundant (LRS)',
  ZoneRedundant: 'zone-redundant (ZRS)',
  GeoRedundant: 'geo-redundant (GRS)',
};

/** The redundancy in words; Azure's own word for one that is not known. */
export function redundancyWords(redundancy: string): string {
  return WORDS[redundancy] ?? redundancy;
}

const SHORT_WORDS: Readonly<Record<string, string>> = {
  LocallyRedundant: 'LRS',
  ZoneRedundant: 'ZRS',
  GeoRedundant: 'GRS',
};

/** The redundancy in three letters, for tables. */
export function shortRedundancy(redundancy: string): string {
  return SHORT_WORDS[redundancy] ?? redundancy;
}
