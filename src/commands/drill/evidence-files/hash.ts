// The hash of evidence: of what it says, not of how it is laid out.

import { createHash } from 'node:crypto';

/** The hash of a JSON value. */
export function evidenceHash(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}

/**
 * The canonical JSON of a value that JSON can hold, by RFC 8785: no white space, the members of each object in the order of
 * the UTF-16 of their names, numbers and texts as ECMAScript writes them.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((each) => canonicalJson(each)).join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const members = Object.entries(value)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
