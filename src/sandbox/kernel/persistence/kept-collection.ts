// One kind of entry of a kept world, such as its machines or the jobs of its vaults: read when they are
// asked for, and compared with what was read when the transaction ends, so that only changes are written.

import { z } from 'zod';
import { isWithin, type EntryPlace, type IndexValue, type ValueRange } from '../entry-index.js';
import { entriesOf, entryKey, indexKey, indexRange, partsOf, type KeyRange } from './entry-key.js';
import type { EntryStore } from './entry-store.js';

/** An index that is kept up to date when entries are written. */
export interface KeptIndex<Entry> {
  readonly name: string;
  /** Whether it is asked within one record, or over the records of all parents. */
  readonly over: 'record' | 'parents';
  readonly valuesOf: (entry: Entry, place: EntryPlace) => readonly IndexValue[];
}

/** What the entries of a collection are. */
export interface EntryKind<Entry> {
  readonly name: string;
  readonly indexes: readonly KeptIndex<Entry>[];
  /** Makes an entry of its JSON. */
  readonly read: (json: unknown, place: EntryPlace) => Entry;
  /** What of an entry is written as its JSON; the records in it are collections of their own. */
  readonly write: (entry: Entry) => unknown;
  /** Takes over the records of an entry that is new. */
  readonly adopt?: (entry: Entry, place: EntryPlace) => void;
  /** Removes what belongs to an entry that is removed. */
  readonly discard?: (place: EntryPlace) => void;
}

/** The entries of one kind. What is changed is seen at once and written by `changes`. */
export interface KeptCollection<Entry> {
  get(place: EntryPlace): Entry | undefined;
  put(place: EntryPlace, entry: Entry): void;
  remove(place: EntryPlace): void;
  /** Those that begin in some way; sorted. */
  keys(parent: string, prefix?: string): readonly string[];
  count(parent: string): number;
  /** By an index over one record; in no particular order. */
  keysOf(parent: string, index: string, range: ValueRange): readonly string[];
  countOf(parent: string, index: string, range: ValueRange): number;
  /** By an index over the records of all parents; in no particular order. */
  placesOf(index: string, range: ValueRange): readonly EntryPlace[];
  hasIndex(name: string): boolean;
  /** The entries that are not what they were, with what they are now. */
  changed(): readonly { readonly place: EntryPlace; readonly entry: Entry | undefined }[];
  /** Works out the index values of an entry anew, though it did not change. */
  reindex(place: EntryPlace): void;
  /** What has to be written, by key of the store. */
  changes(): ReadonlyMap<string, string | undefined>;
  /** Forgets what was read and changed. */
  forget(): void;
}

/** What was read of an entry, and what became of it. */
interface Slot<Entry> {
  readonly place: EntryPlace;
  entry: Entry | undefined;
  readonly stored: StoredEntry | undefined;
}

/** The text of an entry is two lines: what is needed to find it, and its JSON. */
interface StoredEntry {
  readonly head: string;
  readonly json: string;
}

const headSchema = z.object({
  at: z.tuple([z.string(), z.string()]),
  /** The keys of its indexes. */
  indexed: z.array(z.string()),
});

/** Opens the entries of one kind. */
export function keptCollection<Entry>(
  store: EntryStore,
  kind: EntryKind<Entry>,
): KeptCollection<Entry> {
  const touched = touchedSlots(store, kind);
  const { slots, slotAt, idOf } = touched;
  const { entriesIn, foundBy, countOf } = searchOver(store, kind, touched);
  const toReindex = new Set<string>();
  return {
    get: (place) => slotAt(place).entry,
    put: (place, entry) => {
      const slot = slotAt(place);
      kind.adopt?.(entry, place);
      slot.entry = entry;
    },
    remove: (place) => {
      const slot = slotAt(place);
      if (slot.entry !== undefined) {
        kind.discard?.(place);
        slot.entry = undefined;
      }
    },
    keys: (parent, prefix) =>
      entriesIn(parent, prefix)
        .map(({ key }) => key)
        .toSorted(),
    count: (parent) => countOf(entriesOf(kind.name, parent, ''), () => entriesIn(parent)),
    keysOf: (parent, index, range) => foundBy(parent, index, range).map(({ key }) => key),
    countOf: (parent, index, range) =>
      countOf(indexRange(index, [parent], range), () => foundBy(parent, index, range)),
    placesOf: (index, range) => foundBy(undefined, index, range),
    hasIndex: (name) => kind.indexes.some((each) => each.name === name),
    changed: () =>
      [...slots.values()].filter((slot) => normalJsonOf(kind, slot) !== slot.stored?.json),
    reindex: (place) => {
      slotAt(place);
      toReindex.add(idOf(place));
    },
    changes: () => {
      const changes = new Map<string, string | undefined>();
      for (const [id, slot] of slots) {
        noteChanges(changes, kind, id, { slot, reindex: toReindex.has(id) });
      }
      return changes;
    },
    forget: () => {
      slots.clear();
      toReindex.clear();
    },
  };
}

/** The entries that a transaction has touched, each read from the store when it first is. */
interface TouchedSlots<Entry> {
  readonly slots: Map<string, Slot<Entry>>;
  readonly slotAt: (place: EntryPlace) => Slot<Entry>;
  readonly idOf: (place: EntryPlace) => string;
}

function touchedSlots<Entry>(store: EntryStore, kind: EntryKind<Entry>): TouchedSlots<Entry> {
  const slots = new Map<string, Slot<Entry>>();
  const idOf = (place: EntryPlace): string => entryKey(kind.name, place);
  const slotAt = (place: EntryPlace): Slot<Entry> => {
    const id = idOf(place);
    const known = slots.get(id);
    if (known !== undefined) {
      return known;
    }
    const stored = storedEntry(store.read(id));
    const entry = stored === undefined ? undefined : kind.read(JSON.parse(stored.json), place);
    const slot = { place, entry, stored };
    slots.set(id, slot);
    return slot;
  };
  return { slots, slotAt, idOf };
}

/** Searches that see the store as the transaction has changed it. */
interface Search {
  readonly entriesIn: (parent: string, prefix?: string) => readonly EntryPlace[];
  readonly foundBy: (
    parent: string | undefined,
    index: string,
    range: ValueRange,
  ) => readonly EntryPlace[];
  readonly countOf: (range: KeyRange, merge: () => readonly unknown[]) => number;
}

function searchOver<Entry>(
  store: EntryStore,
  kind: EntryKind<Entry>,
  { slots, idOf }: TouchedSlots<Entry>,
): Search {
  /** What the store has in a range, as far as this transaction has not touched it, and what it has touched. */
  const merged = (
    stored: readonly EntryPlace[],
    isMeant: (slot: Slot<Entry>) => boolean,
  ): readonly EntryPlace[] => {
    const untouched = stored.filter((place) => !slots.has(idOf(place)));
    const touched = [...slots.values()].filter((slot) => slot.entry !== undefined && isMeant(slot));
    return [...untouched, ...touched.map(({ place }) => place)];
  };
  const placesIn = ({ from, to }: KeyRange, placeOf: (key: string) => EntryPlace): EntryPlace[] =>
    store.keys(from, to).map((key) => placeOf(key));
  return {
    entriesIn: (parent, prefix = '') =>
      merged(
        placesIn(entriesOf(kind.name, parent, prefix), (key) => placeOfEntry(store, key)).filter(
          ({ key }) => key.startsWith(prefix),
        ),
        ({ place }) => place.parent === parent && place.key.startsWith(prefix),
      ),
    foundBy: (parent, name, range) => {
      const index = kind.indexes.find((each) => each.name === name);
      const path = parent === undefined ? [] : [parent];
      return merged(
        placesIn(indexRange(name, path, range), (key) => placeOfIndex(store, key, parent)),
        ({ place, entry }) =>
          (parent === undefined || place.parent === parent) &&
          entry !== undefined &&
          index?.valuesOf(entry, place).some((value) => isWithin(value, range)) === true,
      );
    },
    countOf: (range, merge) =>
      slots.size === 0 ? store.count(range.from, range.to) : merge().length,
  };
}

function jsonOf<Entry>(kind: EntryKind<Entry>, entry: Entry | undefined): string | undefined {
  return entry === undefined ? undefined : JSON.stringify(kind.write(entry));
}

/** In the order in which it will be read: else an entry that was only read would look changed. */
function normalJsonOf<Entry>(
  kind: EntryKind<Entry>,
  { place, entry, stored }: Slot<Entry>,
): string | undefined {
  const json = jsonOf(kind, entry);
  return json === undefined || json === stored?.json
    ? json
    : jsonOf(kind, kind.read(JSON.parse(json), place));
}

function noteChanges<Entry>(
  changes: Map<string, string | undefined>,
  kind: EntryKind<Entry>,
  id: string,
  { slot, reindex }: { readonly slot: Slot<Entry>; readonly reindex: boolean },
): void {
  const { place, entry, stored } = slot;
  const json = normalJsonOf(kind, slot);
  if (json === stored?.json && !reindex) {
    return;
  }
  const before = stored === undefined ? [] : headSchema.parse(JSON.parse(stored.head)).indexed;
  const now = entry === undefined ? [] : indexKeysOf(kind, entry, place);
  for (const key of before) {
    changes.set(key, undefined);
  }
  for (const key of now) {
    changes.set(key, partsOf(key) === undefined ? JSON.stringify([place.parent, place.key]) : '');
  }
  const head = JSON.stringify({ at: [place.parent, place.key], indexed: now });
  changes.set(id, json === undefined ? undefined : `${head}\n${json}`);
}

function indexKeysOf<Entry>(
  { indexes }: EntryKind<Entry>,
  entry: Entry,
  place: EntryPlace,
): readonly string[] {
  const { parent, key } = place;
  return indexes.flatMap(({ name, over, valuesOf }) =>
    valuesOf(entry, place).map((value) =>
      over === 'record'
        ? indexKey(name, [parent], value, [key])
        : indexKey(name, [], value, [parent, key]),
    ),
  );
}

function storedEntry(text: string | undefined): StoredEntry | undefined {
  if (text === undefined) {
    return undefined;
  }
  const end = text.indexOf('\n');
  return { head: text.slice(0, end), json: text.slice(end + 1) };
}

function placeOfEntry(store: EntryStore, storeKey: string): EntryPlace {
  const [parent, key] = partsOf(storeKey) ?? headOf(store.read(storeKey));
  return { parent: parent ?? '', key: key ?? '' };
}

function headOf(text: string | undefined): readonly string[] {
  return headSchema.parse(JSON.parse(storedEntry(text)?.head ?? '{}')).at;
}

/** The place that an index key ends with: behind the value where it is over all parents. */
function placeOfIndex(store: EntryStore, storeKey: string, parent: string | undefined): EntryPlace {
  const parts = partsOf(storeKey);
  if (parts === undefined) {
    const [longParent, longKey] = longPlaceSchema.parse(JSON.parse(store.read(storeKey) ?? ''));
    return { parent: longParent, key: longKey };
  }
  const key = parts.at(-1) ?? '';
  return { parent: parent ?? parts.at(-2) ?? '', key };
}

const longPlaceSchema = z.tuple([z.string(), z.string()]);
