// A run is worked on by one process at a time: two that go on with it would each start what is left of it.

import { z } from 'zod';
import { parseJson } from '../../domain/parse-json.js';
import { instantOf } from '../../domain/time/instant.js';
import { usageError } from '../../errors/azbackup-error.js';
import type { Host } from '../host.js';
import type { RunFile } from './run-folder.js';

const holderSchema = z.object({ pid: z.number(), host: z.string(), since: z.iso.datetime() });

type Holder = z.infer<typeof holderSchema>;

/** A run that is this process's. */
export interface RunLock {
  /** What the user should know before anything is changed. */
  readonly warning: string | undefined;
  /** Gives it back. */
  release(): Promise<void>;
}

/**
 * Takes a run for this process. What a process that has ended left behind does not count; one on another computer
 * cannot be looked at, so it is a warning.
 * @throws AzbackupError `AZB_RUN_IN_USE` (2) where another process has it
 */
export async function lockRun(
  { files, name, path }: RunFile,
  { processes, clock }: Pick<Host, 'processes' | 'clock'>,
): Promise<RunLock> {
  const lock = `${name}.lock`;
  const own: Holder = {
    pid: processes.own,
    host: processes.computer,
    since: instantOf(clock.now()),
  };
  const text = `${JSON.stringify(own)}\n`;
  const refuse = (holder: Holder | undefined): never => {
    const who =
      holder === undefined ? 'another process' : `process ${holder.pid} since ${holder.since}`;
    throw usageError('AZB_RUN_IN_USE', `the run is in use by ${who}`, {
      target: path,
      causes: [`if that process is not azbackup, delete ${path}.lock`],
    });
  };
  let warning: string | undefined;
  if (!(await files.create(lock, text))) {
    const holder = holderSchema.safeParse(parseJson((await files.read(lock)) ?? '')).data;
    const isElsewhere = holder !== undefined && holder.host !== processes.computer;
    if (isElsewhere) {
      warning = `${path} was in use on ${holder.host} since ${holder.since}; if it still is, stop it there`;
    } else if (holder !== undefined && isAlive(holder, processes)) {
      refuse(holder);
    }
    await files.remove(lock);
    if (!(await files.create(lock, text))) {
      refuse(undefined);
    }
  }
  return { warning, release: () => files.remove(lock) };
}

/** A process with our own number is not another one, whatever had it before. */
function isAlive({ pid }: Holder, { own, isRunning }: Host['processes']): boolean {
  return pid !== own && isRunning(pid);
}
