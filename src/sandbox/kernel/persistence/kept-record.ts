// A record of a kept world that looks like a plain object: its entries are read when they are asked for.

import { isKept, markKept, type KeptRecord } from '../entry-index.js';
import type { KeptCollection } from './kept-collection.js';

/**
 * The record of a parent in a collection.
 * @param below a collection whose records the entries of this one hold, for indexes over all of them
 */
export function keptRecord<Entry>(
  collection: KeptCollection<Entry>,
  parent: string,
  below: readonly Pick<KeptCollection<unknown>, 'placesOf' | 'hasIndex'>[] = [],
): Record<string, Entry> {
  const record = new Proxy<Record<string, Entry>>({}, handler(collection, parent));
  const kept: KeptRecord = {
    count: () => collection.count(parent),
    countOf: (index, range) => collection.countOf(parent, index, range),
    keysOf: (index, range) => collection.keysOf(parent, index, range),
    keysBelow: (prefix) => collection.keys(parent, prefix),
    placesOf: (index, range) =>
      below.find((each) => each.hasIndex(index))?.placesOf(index, range) ?? [],
  };
  markKept(record, kept);
  return record;
}

/** Puts what a plain record holds in the place of what a parent has in a collection; returns its record. */
export function moveInto<Entry>(
  collection: KeptCollection<Entry>,
  parent: string,
  record: Readonly<Record<string, Entry>>,
): Record<string, Entry> {
  const kept = keptRecord(collection, parent);
  if (isKept(record)) {
    return kept;
  }
  for (const key of collection.keys(parent)) {
    collection.remove({ parent, key });
  }
  for (const [key, entry] of Object.entries(record)) {
    collection.put({ parent, key }, entry);
  }
  return kept;
}

function handler<Entry>(
  collection: KeptCollection<Entry>,
  parent: string,
): ProxyHandler<Record<string, Entry>> {
  const entryAt = (key: string | symbol): Entry | undefined =>
    typeof key === 'string' ? collection.get({ parent, key }) : undefined;
  return {
    get: (_target, key) => entryAt(key),
    has: (_target, key) => entryAt(key) !== undefined,
    set: (_target, key, entry: Entry) => {
      if (typeof key === 'string') {
        collection.put({ parent, key }, entry);
      }
      return typeof key === 'string';
    },
    deleteProperty: (_target, key) => {
      if (typeof key === 'string') {
        collection.remove({ parent, key });
      }
      return true;
    },
    ownKeys: () => [...collection.keys(parent)],
    getOwnPropertyDescriptor: (_target, key) => {
      const value = entryAt(key);
      return value === undefined
        ? undefined
        : { value, writable: true, enumerable: true, configurable: true };
    },
  };
}
