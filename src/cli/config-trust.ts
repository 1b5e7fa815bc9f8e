// Whom a config file may speak for. A project's file comes with a repository, so from whoever wrote that; it
// must not decide where credentials go, whose they are, what is written where, or that nobody is asked.

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { GLOBAL_OPTIONS } from '../commands/options/global-options.js';
import { usageError } from '../errors/azbackup-error.js';

/** Whose file it is: found in the folder where the command was started, or in the user's own keeping. */
export type ConfigOwner = 'project' | 'user';

/** In whose keeping a file is. */
export interface Keeping {
  readonly owner: ConfigOwner;
  /** The user's number; undefined where a mode says nothing of who may write (Windows). */
  readonly userId: number | undefined;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Checks that a file may set what it sets.
 * @param values by the names of the file
 * @throws AzbackupError `AZB_CONFIG_FORBIDDEN` (2) that names the settings
 */
export async function requireTrust(
  file: string,
  values: Values,
  { owner, userId }: Keeping,
): Promise<void> {
  const guarded = guardedNames(values);
  if (guarded.length === 0) {
    return;
  }
  const names = guarded.join(', ');
  if (owner === 'project') {
    throw usageError('AZB_CONFIG_FORBIDDEN', `project file ${file} may not set ${names}`, {
      target: file,
      causes: guarded.map((name) => `${name}: ${REASONS.get(name) ?? ''}`),
      fix: ['set it on the command line, in the environment, or in your own config file'],
    });
  }
  const writer = await otherWriter(file, userId);
  if (writer !== undefined) {
    throw usageError(
      'AZB_CONFIG_FORBIDDEN',
      `config file ${file} may not set ${names}: ${writer} can be changed by others`,
      { target: file, fix: [`chmod go-w ${writer}`] },
    );
  }
}

/**
 * Checks that nobody else may change a file to which a config file refers. A file that is not there is no matter of trust.
 * @throws AzbackupError `AZB_CONFIG_FORBIDDEN` (2)
 */
export async function requireOwnFile(
  file: string,
  referred: string,
  { userId }: Keeping,
): Promise<void> {
  const writer = await otherWriter(referred, userId).catch(() => undefined);
  if (writer !== undefined) {
    throw usageError(
      'AZB_CONFIG_FORBIDDEN',
      `config file ${file} may not name ${referred}: ${writer} can be changed by others`,
      { target: file, fix: [`chmod go-w ${writer}`] },
    );
  }
}

const REASONS: ReadonlyMap<string, string> = new Map(
  GLOBAL_OPTIONS.flatMap(({ name, notFromProjects }) =>
    notFromProjects === undefined ? [] : [[name, notFromProjects]],
  ),
);

/** The settings of a file that not every file may have. */
function guardedNames(values: Values): readonly string[] {
  return Object.keys(values).filter(
    // A project may keep its users from changes; that changes are made is for the user to say.
    (name) => REASONS.has(name) && !(name === 'dry-run' && values[name] === true),
  );
}

const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/** The file or its folder, when somebody else than the user and root may change it. */
async function otherWriter(file: string, userId: number | undefined): Promise<string | undefined> {
  if (userId === undefined) {
    return undefined;
  }
  const folder = path.dirname(file);
  const [ofFile, ofFolder] = await Promise.all([stat(file), stat(folder)]);
  const isOthers = ({ uid, mode }: typeof ofFile): boolean =>
    (uid !== userId && uid !== 0) || (mode & OTHERS_WRITE) !== 0;
  if (isOthers(ofFile)) {
    return file;
  }
  // In a sticky folder, such as /tmp, only a file's owner may put another in its place.
  return isOthers(ofFolder) && (ofFolder.mode & STICKY) === 0 ? folder : undefined;
}
