// Reads a record by a name that a request chose.

/**
 * The entry of that name; undefined when there is none. Records inherit `constructor` and the like, which
 * are ordinary names of resources.
 */
export function entryOf<Entry>(
  record: Readonly<Record<string, Entry>>,
  name: string | undefined,
): Entry | undefined {
  return name !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
