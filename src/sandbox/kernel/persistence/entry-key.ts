// The keys under which the entries of a world and their indexes lie in the store.

import { createHash } from 'node:crypto';
import {
  sortableNumber,
  type EntryPlace,
  type IndexValue,
  type ValueRange,
} from '../entry-index.js';

/** Between the parts of a key. */
const SEPARATOR = '\u0001';
/** Sorts behind everything that has a key's parts before it; also marks a part that stands for a longer one. */
const BEHIND = '\u0002';
/** The store takes keys of some 1,900 bytes, and the longest has three long parts. */
const MAX_PART_BYTES = 500;
/** So much of a longer text stays, for keys to be found by how they begin. */
const READABLE_CHARACTERS = 150;
/** Behind every character there is, in the order of UTF-8. */
const LAST_CHARACTER = '\u{10FFFF}';

/** A stretch of keys, the end not included. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

/** The key of an entry. */
export function entryKey(collection: string, { parent, key }: EntryPlace): string {
  return ['e', collection, part(parent), part(key)].join(SEPARATOR);
}

/** The keys of the entries of a record whose own key begins in some way. */
export function entriesOf(collection: string, parent: string, prefix: string): KeyRange {
  const start = ['e', collection, part(parent)].join(SEPARATOR);
  const from = `${start}${SEPARATOR}${prefix.slice(0, READABLE_CHARACTERS)}`;
  return { from, to: `${from}${LAST_CHARACTER}` };
}

/** The key by which an entry is found through an index. */
export function indexKey(
  index: string,
  before: readonly string[],
  value: IndexValue,
  behind: readonly string[],
): string {
  const path = [...before, textOf(value), ...behind];
  return ['i', index, ...path.map((each) => part(each))].join(SEPARATOR);
}

/** The keys of an index whose next part after a path lies in a range, both ends included. */
export function indexRange(
  index: string,
  path: readonly string[],
  { from, to }: ValueRange,
): KeyRange {
  const start = ['i', index, ...path.map((each) => part(each))].join(SEPARATOR);
  return {
    from: `${start}${SEPARATOR}${part(textOf(from))}${SEPARATOR}`,
    to: `${start}${SEPARATOR}${part(textOf(to))}${BEHIND}`,
  };
}

/** The parts of a key behind its kind and name; undefined when one stands for a longer text. */
export function partsOf(key: string): readonly string[] | undefined {
  return key.includes(BEHIND) ? undefined : key.split(SEPARATOR).slice(2);
}

function textOf(value: IndexValue): string {
  return typeof value === 'string' ? value : sortableNumber(value);
}

/** Long texts, and those with characters that keys are made with, are told apart by a digest. */
function part(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters to keep out
  if (!/[\u0000-\u001f]/u.test(text) && Buffer.byteLength(text) <= MAX_PART_BYTES) {
    return text;
  }
  // eslint-disable-next-line no-control-regex -- these are the characters to keep out
  const readable = text.replaceAll(/[\u0000-\u001f]/gu, '').slice(0, READABLE_CHARACTERS);
  return `${readable}${BEHIND}${createHash('sha256').update(text).digest('hex')}`;
}
