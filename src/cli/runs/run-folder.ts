// Where run files are kept, and how one is found by what a user calls it.

import path from 'node:path';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import { parseRun, type RunText } from '../../steps/runs/run-lines.js';
import type { StateFiles } from '../../steps/intents/journal.js';
import type { Host } from '../host.js';
import { filesIn, filesOfUser, stateDirectory } from '../files/state-files.js';

/** A file of a run. */
export interface RunFile {
  readonly files: StateFiles;
  readonly name: string;
  /** For people. */
  readonly path: string;
}

/** A run that was read. */
export interface KnownRun {
  readonly file: RunFile;
  readonly run: RunText;
}

const EXTENSION = '.jsonl';

/** The runs of this user, beside the journal of what is under way. */
function runsFolder(host: Host): string {
  return path.join(stateDirectory(host.env, host.homeDirectory), 'runs');
}

/** The file in which a run is kept where the user names none. */
export function fileOfRun(host: Host, id: string): RunFile {
  const folder = runsFolder(host);
  const name = `${id}${EXTENSION}`;
  return { files: filesIn(host, folder), name, path: path.join(folder, name) };
}

/** A file that the user named. */
export function namedFile(host: Host, text: string): RunFile {
  const file = path.resolve(host.cwd, text);
  return { files: filesOfUser(host, path.dirname(file)), name: path.basename(file), path: file };
}

/** Ids of the runs that are kept, newest first: they are named by command and time. */
export async function runIds(host: Host): Promise<readonly string[]> {
  const names = await filesIn(host, runsFolder(host)).names();
  return names
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => name.slice(0, -EXTENSION.length))
    .toSorted((left, right) => timeOf(right).localeCompare(timeOf(left)));
}

function timeOf(id: string): string {
  return /\d{8}-\d{6}/u.exec(id)?.[0] ?? '';
}

/**
 * The run that an id or a file names.
 * @throws AzbackupError `AZB_RUN_NOT_FOUND` (3), `AZB_RUN_FILE_INVALID` (2)
 */
export async function readNamedRun(host: Host, text: string): Promise<KnownRun> {
  const known = fileOfRun(host, path.basename(text));
  const isId = !/[/\\]/u.test(text) && (await known.files.read(known.name)) !== undefined;
  return readRun(isId ? known : namedFile(host, text));
}

/**
 * The newest run of a command in one place.
 * @throws AzbackupError `AZB_RUN_NOT_FOUND` (3), `AZB_RUN_FILE_INVALID` (2)
 */
export async function readLastRun(
  host: Host,
  { command, sandbox }: { readonly command: string; readonly sandbox: string | null },
): Promise<KnownRun> {
  const ids = (await runIds(host)).filter((id) => id.startsWith(`${command}-`));
  for (const id of ids) {
    const known = await readRun(fileOfRun(host, id));
    if (known.run.head.sandbox === sandbox) {
      return known;
    }
  }
  throw new AzbackupError({
    code: 'AZB_RUN_NOT_FOUND',
    kind: 'not-found',
    message: `no run of ${command} is recorded`,
    causes: [`runs are kept in ${runsFolder(host)}`],
    fix: ['azbackup runs list'],
  });
}

/**
 * What a run file holds.
 * @throws AzbackupError `AZB_RUN_NOT_FOUND` (3), `AZB_RUN_FILE_INVALID` (2)
 */
export async function readRun(file: RunFile): Promise<KnownRun> {
  const parsed = parseRun(await textOf(file));
  switch (parsed.status) {
    case 'read':
      return { file, run: parsed.run };
    case 'incomplete':
      throw usageError(
        'AZB_RUN_FILE_INVALID',
        `${file.path} ends before anything was sent: run the command again`,
        { target: file.path },
      );
    case 'invalid':
      throw usageError('AZB_RUN_FILE_INVALID', `${file.path} is not a valid run file`, {
        target: file.path,
        causes: [`line ${parsed.line} cannot be read`],
      });
  }
}

async function textOf({ files, name, path: place }: RunFile): Promise<string> {
  let text: string | undefined;
  try {
    text = await files.read(name);
  } catch (error) {
    throw usageError('AZB_FILE_UNREADABLE', `${place} cannot be read`, {
      target: place,
      causes: [error instanceof Error ? error.message : String(error)],
    });
  }
  if (text === undefined) {
    throw new AzbackupError({
      code: 'AZB_RUN_NOT_FOUND',
      kind: 'not-found',
      message: `there is no run ${path.basename(place, EXTENSION)}`,
      target: place,
      fix: ['azbackup runs list'],
    });
  }
  return text;
}
