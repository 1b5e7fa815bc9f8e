// The folder of a sandbox. It may be named by mistake, so nothing of it is changed unless it is new, empty or
// a sandbox's already.

import { lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StateFileError } from './saved-world.js';

/** Names that make a folder a sandbox's. */
const OWN_NAMES = /^world\.(?:mdb|mdb-lock|json|lock)(?:\.|$)/u;

/**
 * Makes the folder, with access for its owner only, or accepts one that is there.
 * Throws StateFileError for a folder of something else, and where a file of the world is no plain file.
 */
export async function requireOwnFolder(directory: string): Promise<void> {
  await makeFolder(directory);
  const names = await readdir(directory);
  const own = names.filter((name) => OWN_NAMES.test(name));
  if (names.length > 0 && own.length === 0) {
    const reason = 'the folder holds something other than a sandbox';
    throw new StateFileError(directory, reason, { remedy: 'other-folder' });
  }
  for (const name of own) {
    const found = await lstat(join(directory, name)).catch(undefinedIfMissing);
    if (found !== undefined && !found.isFile()) {
      const reason = 'it is not a plain file';
      throw new StateFileError(join(directory, name), reason, { remedy: 'other-folder' });
    }
  }
}

/**
 * Makes a folder for its owner only, unless it is there. Step by step: Node's own way of making parents never ends
 * where a file system takes no folders (/proc).
 */
export async function makeFolder(directory: string): Promise<void> {
  const found = await lstat(directory).catch(undefinedIfMissing);
  if (found === undefined) {
    const parent = dirname(directory);
    if (parent !== directory) {
      await makeFolder(parent);
    }
    await mkdir(directory, { mode: 0o700 }).catch(unlessThere);
  }
}

function unlessThere(error: unknown): void {
  if (!hasCode(error, 'EEXIST')) {
    throw error;
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) {
    return undefined;
  }
  throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
