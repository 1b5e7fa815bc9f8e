// Files that are read and never written, for calls that must leave nothing behind.

import type { StateFiles } from '../../steps/intents/journal.js';

/** The same files; what is written is forgotten. */
export function readOnlyFiles(files: StateFiles): StateFiles {
  return {
    place: files.place,
    names: () => files.names(),
    read: (name) => files.read(name),
    write: () => Promise.resolve(),
    create: () => Promise.resolve(true),
    append: () => undefined,
    remove: () => Promise.resolve(),
  };
}
