// A lock between processes: one file that names its owner. It appears with its content in one step
// (a hard link to a finished file), so a process killed at any moment leaves either no lock or one
// that says who held it. A lock whose owner is gone may be taken away by one process only: the one
// that holds the lock on taking that very lock away. That one is a lock like any other, so a process
// killed while taking one away blocks nobody either.

import { randomInt, randomUUID } from 'node:crypto';
import { link, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import { z } from 'zod';
import { pauseReal } from '../time/clock.js';

/** Longest time that a lock may be held, by the file system's clock; also bounds reused process ids. */
const maxHoldMilliseconds = 60_000;
const maxPauseMilliseconds = 20;

const ownerSchema = z.object({ token: z.string(), pid: z.number(), host: z.string() });

type Owner = z.infer<typeof ownerSchema>;

/** A lock that is held. */
export interface HeldLock {
  /** False when another process took the lock for abandoned; nothing may then be written any more. */
  isStillHeld(): Promise<boolean>;
  /** Gives the lock back; harmless when it is no longer held. */
  release(): Promise<void>;
}

/** Waits until this process holds the lock at `path`; its folder must exist. */
export async function acquireLock(path: string): Promise<HeldLock> {
  const owner: Owner = { token: randomUUID(), pid, host: hostname() };
  while (!(await tryLock(path, owner))) {
    if (!(await removeAbandoned(path))) {
      await pauseReal(randomInt(1, maxPauseMilliseconds));
    }
  }
  const isStillHeld = async (): Promise<boolean> => (await readOwner(path))?.token === owner.token;
  return {
    isStillHeld,
    release: async () => {
      if (await isStillHeld()) {
        await removeIfThere(path);
      }
    },
  };
}

async function tryLock(path: string, owner: Owner): Promise<boolean> {
  const draft = `${path}.${owner.token}.draft`;
  await writeFile(draft, JSON.stringify(owner), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST') || hasCode(error, 'ENOENT')) {
      return false;
    }
    throw error;
  } finally {
    await removeIfThere(draft);
  }
}

/** True when the lock was abandoned and is gone now, so that trying again at once makes sense. */
async function removeAbandoned(path: string): Promise<boolean> {
  const owner = await readOwner(path);
  if (owner === undefined || !(await isAbandoned(path, owner))) {
    return false;
  }
  const claim = await acquireLock(`${path}.${owner.token}`);
  try {
    if ((await readOwner(path))?.token === owner.token) {
      await removeIfThere(path);
    }
    return true;
  } finally {
    await claim.release();
  }
}

async function isAbandoned(path: string, owner: Owner): Promise<boolean> {
  if (owner.host === hostname() && !isAlive(owner.pid)) {
    return true;
  }
  return (await ageOf(path)) > maxHoldMilliseconds;
}

function isAlive(processId: number): boolean {
  try {
    return kill(processId, 0);
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/** Milliseconds since the file was written, by the clock of the file system that holds it. */
async function ageOf(path: string): Promise<number> {
  const probe = `${path}.${randomUUID()}.draft`;
  try {
    await writeFile(probe, '', { mode: 0o600 });
    const [now, then] = await Promise.all([stat(probe), stat(path)]);
    return now.mtimeMs - then.mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return 0;
    }
    throw error;
  } finally {
    await removeIfThere(probe);
  }
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) {
      throw error;
    }
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
