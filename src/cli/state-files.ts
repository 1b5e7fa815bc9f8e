// Small files in a folder that only its owner may look into, each written as a whole or not at all.

import { chmod, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { StateFiles } from '../steps/intents/journal.js';

/**
 * The files of a folder, which is made when something is first written.
 * @param newGuid tells files apart that are being written
 */
export function stateFiles(directory: string, newGuid: () => string): StateFiles {
  const fileOf = (name: string): string => path.join(directory, path.basename(name));
  return {
    place: directory,
    names: () => readdir(directory).catch((error: unknown) => missing(error, [])),
    read: (name) =>
      readFile(fileOf(name), 'utf8').catch((error: unknown) => missing(error, undefined)),
    write: async (name, text) => {
      await makeFolder(directory);
      await chmod(directory, 0o700);
      await writeWhole(fileOf(name), `${fileOf(name)}.${newGuid()}.new`, text);
    },
    remove: (name) => rm(fileOf(name), { force: true }),
  };
}

/** Step by step: Node's own way of making parents never ends where a file system takes no folders (/proc). */
async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const parent = path.dirname(directory);
    if (code === 'ENOENT' && parent !== directory) {
      await makeFolder(parent);
      await mkdir(directory, { mode: 0o700 });
    } else if (code !== 'EEXIST') {
      throw error;
    }
  }
}

/** On the disk before it has its name: what is read after a crash is all of the old file, or of the new one. */
async function writeWhole(file: string, beside: string, text: string): Promise<void> {
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function missing<T>(error: unknown, instead: T): T {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return instead;
  }
  throw error;
}
