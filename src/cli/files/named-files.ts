// Files that the user names, for reading and writing.

import { readdir, readFile, readlink, realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandLine } from '../../domain/command-line.js';
import { decodeText } from '../../domain/text/text-encoding.js';
import type { CommandContext } from '../../commands/context.js';
import { usageError, type AzbackupError } from '../../errors/azbackup-error.js';
import type { Host } from '../host.js';
import { writeWhole } from './state-files.js';

/** What commands do with such files. */
export function namedFiles(
  host: Pick<Host, 'cwd' | 'newGuid' | 'readStdin'>,
): Pick<
  CommandContext,
  'readInput' | 'readInputBytes' | 'namesIn' | 'writeOutput' | 'prepareOutput'
> {
  return {
    readInput: async (file) => decodeText(await readInput(host, file)),
    readInputBytes: (file) => readInput(host, file),
    namesIn: (folder) => namesIn(host, folder),
    writeOutput: (file, text, isNew) => writeOutput(host, file, text, isNew),
    prepareOutput: (file) => prepareOutput(host, file),
  };
}

/**
 * What a file holds, `-` being standard input.
 * @throws AzbackupError `AZB_FILE_UNREADABLE` (2)
 */
async function readInput(
  { cwd, readStdin }: Pick<Host, 'cwd' | 'readStdin'>,
  name: string,
): Promise<Uint8Array> {
  try {
    return name === '-' ? await readStdin() : await readFile(path.resolve(cwd, name));
  } catch (error) {
    throw unreadable(name, error);
  }
}

async function namesIn(
  { cwd }: Pick<Host, 'cwd'>,
  folder: string,
): Promise<readonly string[] | undefined> {
  try {
    return await readdir(path.resolve(cwd, folder));
  } catch {
    return undefined;
  }
}

/** The end of the name under which a file is written first. */
const BESIDE = /\.[\da-f-]{36}\.new(?=')/gu;

/** The user's mask takes from it what nobody else may do. */
const MODE_OF_NEW_FILES = 0o666;

/**
 * Writes a file that the user named, as a whole or not at all. Who else may read it is as for any new file of theirs.
 * @param isNew true where no file of that name may be there yet
 * @throws AzbackupError `AZB_FILE_UNWRITABLE` (2)
 */
async function writeOutput(
  { cwd, newGuid }: Pick<Host, 'cwd' | 'newGuid'>,
  name: string,
  text: string,
  isNew = false,
): Promise<void> {
  try {
    const file = isNew ? path.resolve(cwd, name) : await targetOf(cwd, name);
    if (isNew) {
      await writeFile(file, text, { flag: 'wx' });
    } else if (await isSpecial(file)) {
      await writeFile(file, text);
    } else {
      await writeWhole(file, { guid: newGuid(), mode: MODE_OF_NEW_FILES }, text);
    }
  } catch (error) {
    throw unwritable(name, error);
  }
}

/** Where a name leads: a link is written through, as the shell does, also where nothing is there yet. */
async function targetOf(cwd: string, name: string): Promise<string> {
  const file = path.resolve(cwd, name);
  return realpath(file).catch(async () => {
    const ahead = await readlink(file).catch(() => undefined);
    return ahead === undefined ? file : path.resolve(path.dirname(file), ahead);
  });
}

/** A pipe or a device: what another file would take the place of. */
async function isSpecial(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function unwritable(name: string, error: unknown): AzbackupError {
  const cause = error instanceof Error ? error.message : String(error);
  return usageError('AZB_FILE_UNWRITABLE', `${name} cannot be written`, {
    target: name,
    causes: [cause.replaceAll(BESIDE, '')],
    ...(isMissing(error) ? { fix: [commandLine('mkdir', '-p', path.dirname(name))] } : {}),
    underlying: error,
  });
}

function folderInTheWay(name: string, error: unknown): AzbackupError {
  return usageError('AZB_FILE_UNWRITABLE', `${name} cannot be written: it is a folder`, {
    target: name,
    fix: ['name a file, or move the folder away'],
    underlying: error,
  });
}

/** Where a file is to be written it is the folder that is missing. */
function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/**
 * What a file that is to be written holds now; undefined where there is none.
 * @throws AzbackupError `AZB_FILE_UNREADABLE` or `AZB_FILE_UNWRITABLE` (2) where it could not be written
 */
async function prepareOutput(
  { cwd, newGuid }: Pick<Host, 'cwd' | 'newGuid'>,
  name: string,
): Promise<string | undefined> {
  const file = await targetOf(cwd, name);
  if (await isSpecial(file)) {
    return undefined;
  }
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) {
      return undefined;
    }
    throw hasCode(error, 'EISDIR') ? folderInTheWay(name, error) : unreadable(name, error);
  });
  try {
    // Only a file that was made shows that one can be: rights, quotas and mounts all have a say.
    const beside = `${file}.${newGuid()}.new`;
    await writeFile(beside, '', { flag: 'wx' });
    await rm(beside, { force: true });
  } catch (error) {
    throw unwritable(name, error);
  }
  return text;
}

function unreadable(name: string, error: unknown): AzbackupError {
  return usageError('AZB_FILE_UNREADABLE', `${name} cannot be read`, {
    target: name,
    causes: [error instanceof Error ? error.message : String(error)],
  });
}
