// The saved form of a sandbox: one JSON file in a folder of its own, changed in transactions.

import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { acquireLock, type HeldLock } from './file-lock.js';
import { parseWorld, StateFileError } from './saved-world.js';
import type { WorldState } from '../state.js';

const fileName = 'world.json';
const lockName = 'world.lock';
/** Drafts and claims as old as this belong to processes that were killed. */
const leftoverMilliseconds = 60_000;

/** The file that holds a world. */
export interface StateFile {
  /** Full path of the JSON file. */
  readonly path: string;
  /**
   * Runs `change` on the world while no other process can, and saves what it changed. When it
   * throws, nothing is saved. The first transaction in a folder makes the world.
   * Throws StateFileError when the file cannot be read as a world.
   */
  transact<Result>(change: (state: WorldState) => Result | Promise<Result>): Promise<Result>;
  /** Puts another world in the place of whatever the file holds, readable or not. */
  reset(world: WorldState): Promise<void>;
}

/** What was last read or written: the world, its text, and the mark that tells writes apart. */
interface Snapshot {
  readonly state: WorldState;
  readonly revision: string;
  readonly text: string;
}

/**
 * Opens the state file in a folder, made with access for its owner only.
 * @param initial makes the world when the folder holds none yet
 */
export async function openStateFile(
  directory: string,
  initial: () => WorldState,
): Promise<StateFile> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const path = join(directory, fileName);
  const exclusive = oneAtATime(join(directory, lockName));
  let known: Snapshot | undefined;
  await exclusive(() => removeLeftovers(directory));

  return {
    path,
    transact: (change) =>
      exclusive(async (lock) => {
        const before = await current(path, known, initial);
        known = undefined;
        const result = await change(before.state);
        known = await saved(path, before, lock);
        return result;
      }),
    reset: (world) =>
      exclusive(async (lock) => {
        known = await saved(path, { state: world, revision: '', text: '' }, lock);
      }),
  };
}

/** Runs one task after another here, each under the lock that shuts out other processes. */
function oneAtATime(lockPath: string) {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(task: (lock: HeldLock) => Promise<Result>): Promise<Result> => {
    const run = async (): Promise<Result> => {
      const lock = await acquireLock(lockPath);
      try {
        return await task(lock);
      } finally {
        await lock.release();
      }
    };
    const result = last.then(run, run);
    last = result;
    return result;
  };
}

async function current(
  path: string,
  known: Snapshot | undefined,
  initial: () => WorldState,
): Promise<Snapshot> {
  const revision = await readRevision(path);
  if (revision === undefined) {
    return { state: initial(), revision: '', text: '' };
  }
  return revision !== '' && known?.revision === revision ? known : load(path, revision);
}

async function saved(path: string, before: Snapshot, lock: HeldLock): Promise<Snapshot> {
  const text = JSON.stringify(before.state);
  if (text === before.text) {
    return before;
  }
  if (!(await lock.isStillHeld())) {
    throw new StateFileError(path, 'the change took so long that another process took over');
  }
  const revision = randomUUID();
  // Without fsync: a rename survives a killed process, and a sandbox need not survive a power cut.
  await writeFileAtomic(path, withRevision(revision, text), {
    mode: 0o600,
    chown: false,
    fsync: false,
  });
  return { state: before.state, revision, text };
}

// The revision stands first, so that it can be read without reading the rest of the file. A time
// or an inode would not do: both can be the same after several quick writes.
const revisionPrefix = '{"revision":"';
const revisionLength = 36;

function withRevision(revision: string, text: string): string {
  return `${revisionPrefix}${revision}",${text.slice(1)}\n`;
}

/** The mark of the last write; empty in a file written by hand, undefined without a file. */
async function readRevision(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch(undefinedIfMissing);
  if (file === undefined) {
    return undefined;
  }
  try {
    const head = Buffer.alloc(revisionPrefix.length + revisionLength);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const text = head.toString('utf8', 0, bytesRead);
    return text.startsWith(revisionPrefix) ? text.slice(revisionPrefix.length) : '';
  } finally {
    await file.close();
  }
}

async function load(path: string, revision: string): Promise<Snapshot> {
  const state = parseWorld(path, await readFile(path, 'utf8'));
  return { state, revision, text: JSON.stringify(state) };
}

async function removeLeftovers(directory: string): Promise<void> {
  const { mtimeMs: now } = await stat(join(directory, lockName));
  for (const name of await readdir(directory)) {
    if (name.startsWith(`${fileName}.`) || name.startsWith(`${lockName}.`)) {
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
