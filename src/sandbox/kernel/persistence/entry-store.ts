// What a world is kept in: texts by key, sorted, read one by one and changed all at once.

/** Texts by key, as one process sees them. Keys are ordered by their UTF-8 bytes. */
export interface EntryStore {
  /** Looks again: what other processes have written since is seen from now on. */
  refresh(): void;
  read(key: string): string | undefined;
  /** The keys from one on, up to another that is not included. */
  keys(from: string, to: string): readonly string[];
  /** The number of those keys. */
  count(from: string, to: string): number;
  /**
   * Writes all of it or, when the process dies, nothing; undefined removes a key. `in-place-of` what is
   * there removes all else.
   */
  write(changes: ReadonlyMap<string, string | undefined>, how: 'beside' | 'in-place-of'): void;
}
