// What the folder of a sandbox comes to.

import path from 'node:path';
import { commandLine } from '../../domain/command-line.js';
import { fail, ok, skipped, warn, type Diagnosis } from './diagnosis.js';
import type { SandboxFolder } from './surroundings.js';

const NONE = 'there is no sandbox yet; azbackup sandbox show makes one';

/** The world: that it loads, and what time it is there. */
export function judgeWorld(
  { directory }: Pick<SandboxFolder, 'directory'>,
  seen: { readonly world: string; readonly time: string; readonly clock: string },
): Diagnosis {
  return ok(`the sandbox in ${directory} loads`, [
    `world ${seen.world}, ${seen.time}`,
    `clock: ${seen.clock}`,
  ]);
}

/** What is said where there is no world. */
export const noWorld: Diagnosis = skipped('sandbox', NONE);

/** A lock that a process has not given back: requests hold it for fractions of a second. */
export function judgeLock({
  directory,
  staleLockSeconds,
}: Pick<SandboxFolder, 'directory' | 'staleLockSeconds'>): Diagnosis {
  return staleLockSeconds === undefined
    ? ok('no process holds the sandbox')
    : warn(
        `a lock on the sandbox is ${staleLockSeconds} seconds old`,
        `${commandLine('rm', path.join(directory, 'world.lock'))} (only if no azbackup process runs)`,
        ['the process that held it was killed, or is stopped'],
      );
}

/** A server of the folder. */
export function judgeServer({
  directory,
  server,
}: Pick<SandboxFolder, 'directory' | 'server'>): Diagnosis {
  if (server === undefined) {
    return skipped('sandbox server', 'the sandbox is not served');
  }
  return server.answers
    ? ok(`the sandbox is served on ${server.address}`)
    : fail(`the server of the sandbox on ${server.address} is gone`, 'azbackup sandbox serve', [
        `${path.join(directory, 'server.json')} was left behind: it was killed`,
      ]);
}
