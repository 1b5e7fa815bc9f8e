// The store of a world on disk: LMDB, which several processes may use at once, and which a process killed at
// any moment leaves as it was before or after a write. docs/architecture.md says why it was chosen.

import { chmod, open as openFile, unlink } from 'node:fs/promises';
import type { open as openLmdb, RootDatabase } from 'lmdb';
import type { EntryStore } from './entry-store.js';
import { StateFileError } from './saved-world.js';

/** Counts the writes, so that a transaction learns of one that came between. */
const REVISION = Buffer.from('revision');
const MAX_PROCESSES = 1000;

/** Opens a store, made with access for its owner alone. Throws StateFileError when the file is none. */
export async function openLmdbStore(path: string): Promise<EntryStore> {
  await refuseDamaged(path);
  const database = await openDatabase(path);
  await chmod(path, 0o600);
  await chmod(lockPathOf(path), 0o600);
  // Slots of readers that were killed: pages that they read could not be used again.
  database.readerCheck();
  let revision: string | undefined;
  const refresh = (): void => {
    database.resetReadTxn();
    revision = database.get(REVISION);
  };
  refresh();
  return {
    refresh,
    read: (key) => database.get(bytesOf(key)),
    keys: (start, end) =>
      [...database.getKeys({ start: bytesOf(start), end: bytesOf(end) })].map(textOf),
    count: (start, end) => database.getKeysCount({ start: bytesOf(start), end: bytesOf(end) }),
    write: (changes, how) => {
      const next = String(Number(revision ?? 0) + 1);
      database.transactionSync(() => {
        if (database.get(REVISION) !== revision) {
          const reason = 'the change took so long that another process took over';
          throw new StateFileError(path, reason);
        }
        if (how === 'in-place-of') {
          database.clearSync();
        }
        for (const [key, text] of changes) {
          if (text === undefined) {
            database.removeSync(bytesOf(key));
          } else {
            database.putSync(bytesOf(key), text);
          }
        }
        database.putSync(REVISION, next);
      });
      revision = next;
    },
  };
}

/** Removes a store that cannot be opened; nothing happens when there is none. */
export async function removeLmdbStore(path: string): Promise<void> {
  for (const each of [path, lockPathOf(path)]) {
    await unlink(each).catch(unlessMissing);
  }
}

async function openDatabase(path: string): Promise<RootDatabase<string, Buffer>> {
  const open = await loadLmdb(path);
  try {
    return open<string, Buffer>({
      path,
      encoding: 'string',
      // Its own encoding of texts does not keep all characters apart.
      keyEncoding: 'binary',
      cache: false,
      maxReaders: MAX_PROCESSES,
      // What was written survives a killed process, and a sandbox need not survive a power cut.
      noSync: true,
      overlappingSync: false,
    });
  } catch (error) {
    throw new StateFileError(path, error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

/** Loaded here and not above: most commands have nothing to do with a sandbox. */
async function loadLmdb(path: string): Promise<typeof openLmdb> {
  try {
    return (await import('lmdb')).open;
  } catch (error) {
    // Its native part is missing, or cannot be loaded: no other world would help, and no other folder.
    const reason = `the native part of lmdb, which keeps sandboxes, cannot be loaded: ${
      error instanceof Error ? error.message : String(error)
    }`;
    throw new StateFileError(path, reason, { remedy: 'installation', cause: error });
  }
}

function bytesOf(key: string): Buffer {
  return Buffer.from(key);
}

function textOf(key: Buffer): string {
  return key.toString();
}

function lockPathOf(path: string): string {
  return `${path}-lock`;
}

// LMDB takes the whole process down when it is given a file of another kind. So the first of the two pages
// that describe the file is looked at before. All numbers are little-endian on the systems there are.
const DESCRIPTION_BYTES = 160;
const MAGIC = { offset: 24, value: 0xbe_ef_c0_de } as const;
const FORMAT = { offset: 28, value: 2 } as const;
const PAGE_SIZE_OFFSET = 48;
const LAST_PAGE_OFFSET = 144;

async function refuseDamaged(path: string): Promise<void> {
  const file = await openFile(path, 'r').catch(unlessMissing);
  if (file === undefined) {
    return;
  }
  try {
    const { size } = await file.stat();
    const first = await bytesAt(file, 0);
    const pageSize = size === 0 ? 0 : sizeOfPages(first);
    const second = await bytesAt(file, pageSize ?? 0);
    if (size > 0 && (pageSize === undefined || isCutShort(size, pageSize, [first, second]))) {
      throw new StateFileError(path, 'it is damaged, or no store of a sandbox');
    }
  } finally {
    await file.close();
  }
}

async function bytesAt(
  file: Awaited<ReturnType<typeof openFile>>,
  position: number,
): Promise<Buffer> {
  const bytes = Buffer.alloc(DESCRIPTION_BYTES);
  await file.read(bytes, 0, bytes.length, position);
  return bytes;
}

function sizeOfPages(description: Buffer): number | undefined {
  return description.readUInt32LE(MAGIC.offset) === MAGIC.value &&
    description.readUInt32LE(FORMAT.offset) === FORMAT.value
    ? description.readUInt32LE(PAGE_SIZE_OFFSET)
    : undefined;
}

/** The last pages may be missing while nothing is in them, but not most of the file. */
function isCutShort(size: number, pageSize: number, descriptions: readonly Buffer[]): boolean {
  const pages = descriptions.map((bytes) => Number(bytes.readBigUInt64LE(LAST_PAGE_OFFSET)) + 1);
  return sizeOfPages(descriptions[1] ?? Buffer.alloc(0)) === undefined
    ? true
    : size < (Math.max(...pages) * pageSize) / 2;
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return undefined;
  }
  throw error;
}
