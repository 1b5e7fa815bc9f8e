// The folder of a recording, and the key that its stand-ins are made with. The key is kept in a file of the
// user's own, outside of every recording: whoever has it can tell which name stands for which.

import { randomBytes } from 'node:crypto';
import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withoutSentSecrets } from '../../domain/keys/sent-secrets.js';
import { usageError } from '../../errors/azbackup-error.js';
import type { Cloud } from '../arm/clouds.js';
import type { ExchangeRecorder } from '../arm/transport/recording-policy.js';
import { makeFolder } from '../make-folder.js';
import { createDisguise } from './create-disguise.js';
import { ExchangeRedactor } from './recorded-exchange.js';

/** Where to record, and with what. */
export interface RecordingPlaces {
  /** Of the recording; made when it is missing. Absolute. */
  readonly directory: string;
  /** File of the key; made when it is missing. Absolute. */
  readonly keyFile: string;
  /** True where the mode of a file says who may read it. */
  readonly hasModes: boolean;
  readonly cloud: Cloud;
  /** The program's own version. */
  readonly version: string;
  /** Told once when an exchange could not be written; none is written after that. */
  readonly onFailure: (reason: string) => void;
}

/** Says what the folder is; a folder that holds files and not this one is none of ours. */
const MARK = 'recording.json';
const EXCHANGE = /^(?<number>\d{6})\.json$/u;
const NUMBER_DIGITS = 6;
const KEY_BYTES = 32;
const OTHERS = 0o077;

/**
 * Opens a recording, a new one or one to go on with.
 * @throws AzbackupError `AZB_RECORD_FOLDER` (2) for a folder of something else, or one that cannot be written
 */
export async function openRecording(places: RecordingPlaces): Promise<ExchangeRecorder> {
  const { directory, cloud, version, onFailure } = places;
  requireApart(places);
  try {
    const last = await openFolder(directory, version);
    const key = await readKey(places);
    return new FolderRecorder(
      directory,
      last,
      new ExchangeRedactor(createDisguise(key, cloud)),
      onFailure,
    );
  } catch (error) {
    throw folderError(directory, error);
  }
}

function requireApart({ directory, keyFile }: RecordingPlaces): void {
  const relative = path.relative(directory, keyFile);
  if (!relative.startsWith('..') && !path.isAbsolute(relative)) {
    throw folderError(directory, new Error(`the key of recordings is kept in it: ${keyFile}`));
  }
}

function folderError(directory: string, error: unknown): Error {
  return usageError('AZB_RECORD_FOLDER', `exchanges cannot be recorded in ${directory}`, {
    target: directory,
    causes: [error instanceof Error ? error.message : String(error)],
    fix: ['choose a new or an empty folder: --record FOLDER'],
    underlying: error,
  });
}

/** Makes or accepts the folder; returns the highest number of an exchange in it. */
async function openFolder(directory: string, version: string): Promise<number> {
  await makeFolder(directory);
  const names = await readdir(directory);
  const foreign = names.find((name) => name !== MARK && !EXCHANGE.test(name));
  if (foreign !== undefined || (names.length > 0 && !names.includes(MARK))) {
    throw new Error('the folder holds something other than a recording');
  }
  if (!names.includes(MARK)) {
    const mark = { recording: 1, program: `azbackup ${version}` };
    await writeNew(path.join(directory, MARK), `${JSON.stringify(mark, null, 2)}\n`);
  }
  return Math.max(0, ...names.map((name) => Number(EXCHANGE.exec(name)?.groups?.['number'] ?? 0)));
}

/** Writes a file that is not there yet, for its owner alone; never through a link. */
function writeNew(file: string, text: string): Promise<void> {
  return writeFile(file, text, { mode: 0o600, flag: 'wx' });
}

async function readKey(places: RecordingPlaces): Promise<Uint8Array> {
  const { keyFile: file, hasModes } = places;
  const found = await lstat(file).catch(undefinedIfMissing);
  if (found === undefined) {
    return makeKey(places);
  }
  if (!found.isFile() || (hasModes && (found.mode & OTHERS) !== 0)) {
    throw new Error(`${file} must be a file that only its owner can read: chmod 600`);
  }
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/u.test(text)) {
    throw new Error(
      `${file} does not hold the key of recordings; remove it to have a new one made`,
    );
  }
  return Buffer.from(text, 'hex');
}

async function makeKey(places: RecordingPlaces): Promise<Uint8Array> {
  const { keyFile: file } = places;
  await makeFolder(path.dirname(file));
  const key = randomBytes(KEY_BYTES);
  try {
    await writeNew(file, `${key.toString('hex')}\n`);
    return key;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) {
      // Another command was quicker.
      return readKey(places);
    }
    throw error;
  }
}

/** Writes each exchange into a file of its own, in the order in which requests were sent. */
class FolderRecorder implements ExchangeRecorder {
  private readonly directory: string;
  private number: number;
  private readonly redactor: ExchangeRedactor;
  private readonly onFailure: (reason: string) => void;
  private broken = false;

  constructor(
    directory: string,
    last: number,
    redactor: ExchangeRedactor,
    onFailure: (reason: string) => void,
  ) {
    this.directory = directory;
    this.number = last;
    this.redactor = redactor;
    this.onFailure = onFailure;
  }

  begin(): ReturnType<ExchangeRecorder['begin']> {
    this.number += 1;
    const { number } = this;
    return async (exchange) => {
      if (this.broken) {
        return;
      }
      try {
        await this.write(number, withoutSentSecrets(this.redactor.recorded(exchange)));
      } catch (error) {
        // The command goes on: it may have begun to change something.
        this.broken = true;
        this.onFailure(error instanceof Error ? error.message : String(error));
      }
    };
  }

  /** Where another command has written in the meantime, under the next number that is free. */
  private async write(number: number, text: string): Promise<void> {
    const name = `${String(number).padStart(NUMBER_DIGITS, '0')}.json`;
    try {
      await writeNew(path.join(this.directory, name), text);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) {
        throw error;
      }
      this.number += 1;
      await this.write(this.number, text);
    }
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
