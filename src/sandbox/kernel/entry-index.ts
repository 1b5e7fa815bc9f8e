// Indexes over the records of a world: which entries have a value, without reading the others. A world
// that is kept in a store has them there; one that is a plain object is small and is looked through.

/** What entries are found by; an index has values of one type only. */
export type IndexValue = string | number;

/** A way to find the entries of a record other than by their key. */
export interface EntryIndex<Entry> {
  /** Unique in the world. */
  readonly name: string;
  readonly valuesOf: (entry: Entry, key: string) => readonly IndexValue[];
}

/** Where an entry is, in the record of one of several parents. */
export interface EntryPlace {
  readonly parent: string;
  readonly key: string;
}

/** A range of values, both ends included. */
export interface ValueRange {
  readonly from: IndexValue;
  readonly to: IndexValue;
}

/** What a record that is kept in a store can tell of itself. */
export interface KeptRecord {
  count(): number;
  countOf(index: string, range: ValueRange): number;
  keysOf(index: string, range: ValueRange): readonly string[];
  keysBelow(prefix: string): readonly string[];
  /** Of the records in the entries of this one. */
  placesOf(index: string, range: ValueRange): readonly EntryPlace[];
}

const keptRecords = new WeakMap<object, KeptRecord>();

/** Makes a record known as one that is kept in a store. */
export function markKept(record: object, kept: KeptRecord): void {
  keptRecords.set(record, kept);
}

/** Whether a record is kept in a store. */
export function isKept(record: object): boolean {
  return keptRecords.has(record);
}

/** The number of entries. */
export function countEntries(record: Readonly<Record<string, unknown>>): number {
  return keptRecords.get(record)?.count() ?? Object.keys(record).length;
}

/** The keys that begin in some way, sorted. */
export function keysBelow(
  record: Readonly<Record<string, unknown>>,
  prefix: string,
): readonly string[] {
  const found =
    keptRecords.get(record)?.keysBelow(prefix) ??
    Object.keys(record).filter((key) => key.startsWith(prefix));
  return found.toSorted();
}

/** The keys of the entries that have a value, or one in a range, sorted. */
export function keysWith<Entry>(
  record: Readonly<Record<string, Entry>>,
  index: EntryIndex<Entry>,
  value: IndexValue | ValueRange,
): readonly string[] {
  const range = rangeOf(value);
  const found = keptRecords.get(record)?.keysOf(index.name, range) ?? search(record, index, range);
  return found.toSorted();
}

/** The entries that have a value, or one in a range, sorted by key. */
export function entriesWith<Entry>(
  record: Readonly<Record<string, Entry>>,
  index: EntryIndex<Entry>,
  value: IndexValue | ValueRange,
): Entry[] {
  return keysWith(record, index, value)
    .map((key) => record[key])
    .filter((entry) => entry !== undefined);
}

/** The entries that have one of several values, in the order of the values; a plain record is read once for all. */
export function entriesWithAny<Entry>(
  record: Readonly<Record<string, Entry>>,
  index: EntryIndex<Entry>,
  values: readonly IndexValue[],
): Entry[] {
  if (isKept(record)) {
    return values.flatMap((value) => entriesWith(record, index, value));
  }
  const found = new Map<IndexValue, string[]>(values.map((value) => [value, []]));
  for (const [key, entry] of Object.entries(record)) {
    for (const value of index.valuesOf(entry, key)) {
      found.get(value)?.push(key);
    }
  }
  return [...found.values()].flatMap((keys) => keys.toSorted()).flatMap((key) => record[key] ?? []);
}

/** The number of entries that have a value, or one in a range. */
export function countWith<Entry>(
  record: Readonly<Record<string, Entry>>,
  index: EntryIndex<Entry>,
  value: IndexValue | ValueRange,
): number {
  const range = rangeOf(value);
  return keptRecords.get(record)?.countOf(index.name, range) ?? search(record, index, range).length;
}

/** The same over the records that the entries of one record hold, such as the items of all vaults. */
export function placesWith<Parent, Entry>(
  parents: Readonly<Record<string, Parent>>,
  part: (parent: Parent) => Readonly<Record<string, Entry>>,
  index: EntryIndex<Entry>,
  value: IndexValue | ValueRange,
): readonly EntryPlace[] {
  const range = rangeOf(value);
  return (
    keptRecords.get(parents)?.placesOf(index.name, range) ??
    Object.entries(parents).flatMap(([parent, entry]) =>
      search(part(entry), index, range).map((key) => ({ parent, key })),
    )
  );
}

/** An index by key, for records that several parents have. */
export function keyIndex(name: string): EntryIndex<unknown> {
  return { name, valuesOf: (_entry, key) => [key] };
}

/** The parents whose record has an entry with this key, by an index that `keyIndex` made. */
export function parentsOfKey<Parent>(
  parents: Readonly<Record<string, Parent>>,
  part: (parent: Parent) => Readonly<Record<string, unknown>>,
  index: EntryIndex<unknown>,
  key: string,
): readonly string[] {
  const kept = keptRecords.get(parents)?.placesOf(index.name, { from: key, to: key });
  const found =
    kept?.map(({ parent }) => parent) ??
    Object.entries(parents)
      .filter(([, parent]) => Object.hasOwn(part(parent), key))
      .map(([parent]) => parent);
  return found.toSorted();
}

/** All entries, sorted by key. */
export function allEntries<Entry>(record: Readonly<Record<string, Entry>>): Entry[] {
  return Object.keys(record)
    .toSorted()
    .map((key) => record[key])
    .filter((entry) => entry !== undefined);
}

/** A number as text that sorts as it does, for values that are made of several parts; below zero is zero. */
export function sortableNumber(number: number): string {
  return String(Math.min(Math.max(0, Math.ceil(number)), Number.MAX_SAFE_INTEGER)).padStart(
    16,
    '0',
  );
}

/** Whether a value lies in a range. */
export function isWithin(value: IndexValue, { from, to }: ValueRange): boolean {
  return isAtMost(from, value) && isAtMost(value, to);
}

function isAtMost(left: IndexValue, right: IndexValue): boolean {
  return typeof left === 'number' && typeof right === 'number'
    ? left <= right
    : String(left) <= String(right);
}

function rangeOf(value: IndexValue | ValueRange): ValueRange {
  return typeof value === 'object' ? value : { from: value, to: value };
}

function search<Entry>(
  record: Readonly<Record<string, Entry>>,
  { valuesOf }: EntryIndex<Entry>,
  range: ValueRange,
): string[] {
  const found: string[] = [];
  for (const [key, entry] of Object.entries(record)) {
    if (valuesOf(entry, key).some((value) => isWithin(value, range))) {
      found.push(key);
    }
  }
  return found;
}
