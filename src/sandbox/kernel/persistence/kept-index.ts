// Indexes as a kept world has them.

import type { EntryIndex } from '../entry-index.js';
import type { KeptIndex } from './kept-collection.js';

/** An index that is asked within one record. */
export function withinRecord<Entry>({ name, valuesOf }: EntryIndex<Entry>): KeptIndex<Entry> {
  return { name, over: 'record', valuesOf: (entry, { key }) => valuesOf(entry, key) };
}

/** An index that is asked over the records of all parents. */
export function overParents<Entry>({ name, valuesOf }: EntryIndex<Entry>): KeptIndex<Entry> {
  return { name, over: 'parents', valuesOf: (entry, { key }) => valuesOf(entry, key) };
}
