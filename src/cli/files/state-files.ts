// Small files in a folder that only its owner may look into, each written as a whole or not at all.

import { appendFileSync } from 'node:fs';
import { chmod, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../services/make-folder.js';
import type { StateFiles } from '../../steps/intents/journal.js';
import type { Host } from '../host.js';

/** What the program keeps between commands: its folder in the XDG folder for state. */
export function stateDirectory(
  env: Readonly<Record<string, string | undefined>>,
  homeDirectory: string,
): string {
  const configured = env['XDG_STATE_HOME'];
  const base =
    configured === undefined || configured === ''
      ? path.join(homeDirectory, '.local', 'state')
      : configured;
  return path.join(base, 'azbackup');
}

/** The files of a folder: on the disk, or where the host keeps them. */
export function filesIn(host: Host, folder: string): StateFiles {
  return host.openStateFiles?.(folder) ?? stateFiles(folder, () => host.newGuid());
}

/** The files of a folder that is the user's: who else may look into it is not ours to say. */
export function filesOfUser(host: Host, folder: string): StateFiles {
  return host.openStateFiles?.(folder) ?? stateFiles(folder, () => host.newGuid(), 'any');
}

/**
 * The files of a folder, which is made when something is first written.
 * @param newGuid tells files apart that are being written
 * @param readers who may look into the folder
 */
export function stateFiles(
  directory: string,
  newGuid: () => string,
  readers: 'owner' | 'any' = 'owner',
): StateFiles {
  const fileOf = (name: string): string => path.join(directory, path.basename(name));
  return {
    place: directory,
    names: () => readdir(directory).catch((error: unknown) => missing(error, [])),
    read: (name) =>
      readFile(fileOf(name), 'utf8').catch((error: unknown) => missing(error, undefined)),
    write: async (name, text) => {
      await makeFolder(directory);
      if (readers === 'owner') {
        await chmod(directory, 0o700);
      }
      await writeWhole(fileOf(name), { guid: newGuid(), mode: 0o600 }, text);
    },
    create: (name, text) => createNew(fileOf(name), text),
    append: (name, text, flush) => appendFileSync(fileOf(name), text, { mode: 0o600, flush }),
    remove: (name) => rm(fileOf(name), { force: true }),
  };
}

/** On the disk before it has its name: what is read after a crash is all of the old file, or of the new one. */
export async function writeWhole(
  file: string,
  { guid, mode }: { readonly guid: string; readonly mode: number },
  text: string,
): Promise<void> {
  const beside = `${file}.${guid}.new`;
  try {
    const handle = await open(beside, 'wx', mode);
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

async function createNew(file: string, text: string): Promise<boolean> {
  await makeFolder(path.dirname(file));
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function missing<T>(error: unknown, instead: T): T {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return instead;
  }
  throw error;
}
