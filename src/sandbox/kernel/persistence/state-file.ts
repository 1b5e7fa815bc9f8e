// The saved form of a sandbox: a store in a folder of its own, changed in transactions.

import { readFile, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorldState } from '../state.js';
import type { EntryStore } from './entry-store.js';
import { acquireLock } from './file-lock.js';
import { fillStore, keptWorld, type KeptWorld } from './kept-world.js';
import { openLmdbStore, removeLmdbStore } from './lmdb-store.js';
import { requireOwnFolder } from './own-folder.js';
import { parseWorld, StateFileError } from './saved-world.js';

const fileName = 'world.mdb';
const lockName = 'world.lock';
/** Drafts of locks, and locks on taking one away, of processes that were killed. */
const LEFTOVER = /^world\.lock\.[\da-f]{8}-[\da-f-]{27}(?:\.|$)/u;
/** A world as one JSON document: put here by hand, it is what the sandbox begins with. */
const documentName = 'world.json';
/** Drafts and claims as old as this belong to processes that were killed. */
const leftoverMilliseconds = 60_000;

/** The file that holds a world. */
export interface StateFile {
  /** Full path of the store. */
  readonly path: string;
  /**
   * Runs `change` on the world while no other process can, and saves what it changed. When it
   * throws, nothing is saved. The first transaction in a folder makes the world, or takes it from a
   * world.json there. The state is good for this transaction only.
   * Throws StateFileError when the file cannot be read as a world.
   */
  transact<Result>(change: (state: WorldState) => Result | Promise<Result>): Promise<Result>;
  /** Puts another world in the place of whatever the file holds, readable or not. */
  reset(world: WorldState): Promise<void>;
}

interface OpenStore {
  readonly store: EntryStore;
  readonly world: KeptWorld;
}

/**
 * Opens the state file in a folder, made with access for its owner only.
 * @param initial makes the world when the folder holds none yet
 */
export async function openStateFile(
  directory: string,
  initial: () => WorldState,
): Promise<StateFile> {
  await requireOwnFolder(directory);
  const path = join(directory, fileName);
  const document = join(directory, documentName);
  const exclusive = oneAtATime(join(directory, lockName));
  let open: OpenStore | undefined;
  const opened = async (): Promise<OpenStore> => {
    open ??= withWorld(path, await openLmdbStore(path));
    return open;
  };
  await exclusive(() => removeLeftovers(directory));

  return {
    path,
    transact: (change) =>
      exclusive(async () => {
        const { store, world } = await opened();
        const state = world.begin() ?? (await firstWorld(store, world, { document, initial }));
        const result = await change(state);
        world.save();
        return result;
      }),
    reset: (state) =>
      exclusive(async () => {
        const { store } = await opened().catch(async (error: unknown) => {
          if (!(error instanceof StateFileError)) {
            throw error;
          }
          await removeLmdbStore(path);
          return await opened();
        });
        store.refresh();
        fillStore(store, state);
        await unlink(document).catch(undefinedIfMissing);
      }),
  };
}

function withWorld(path: string, store: EntryStore): OpenStore {
  return { store, world: keptWorld(store, path) };
}

async function firstWorld(
  store: EntryStore,
  world: KeptWorld,
  { document, initial }: { readonly document: string; readonly initial: () => WorldState },
): Promise<WorldState> {
  const text = await readFile(document, 'utf8').catch(undefinedIfMissing);
  fillStore(store, text === undefined ? initial() : parseWorld(document, text));
  // Only now: had the process been killed before, the world would be gone.
  await unlink(document).catch(undefinedIfMissing);
  const state = world.begin();
  if (state === undefined) {
    throw new StateFileError(document, 'it could not be written');
  }
  return state;
}

/** Runs one task after another here, each under the lock that shuts out other processes. */
function oneAtATime(lockPath: string) {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(task: () => Promise<Result>): Promise<Result> => {
    const run = async (): Promise<Result> => {
      const lock = await acquireLock(lockPath);
      try {
        return await task();
      } finally {
        await lock.release();
      }
    };
    const result = last.then(run, run);
    last = result;
    return result;
  };
}

async function removeLeftovers(directory: string): Promise<void> {
  const { mtimeMs: now } = await stat(join(directory, lockName));
  for (const name of await readdir(directory)) {
    if (LEFTOVER.test(name)) {
      await removeIfOlder(join(directory, name), now - leftoverMilliseconds);
    }
  }
}

async function removeIfOlder(path: string, milliseconds: number): Promise<void> {
  const found = await stat(path).catch(undefinedIfMissing);
  if (found !== undefined && found.mtimeMs < milliseconds) {
    await unlink(path).catch(undefinedIfMissing);
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return undefined;
  }
  throw error;
}
