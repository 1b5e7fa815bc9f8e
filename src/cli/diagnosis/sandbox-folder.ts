// The folder of a sandbox as the doctor sees it: what lies there, and what comes of opening it. Makes nothing.

import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../clock.js';
import { instantOf } from '../../domain/time/instant.js';
import type { SandboxFolder } from '../../commands/doctor/surroundings.js';
import type { PersistentSandbox } from '../../sandbox/persistent-sandbox.js';

/** A process holds the lock for the time of one request. */
const MAX_HOLD_SECONDS = 10;
const LOCK = 'world.lock';
/** What makes a folder a sandbox's that was used before. */
const STATE = ['world.mdb', 'world.json'];

/** Which folder, and how to open the sandbox that is there. */
export interface FolderToLookAt {
  readonly directory: string;
  /** True when this command works on it. */
  readonly inUse: boolean;
  readonly open: () => Promise<PersistentSandbox>;
}

/** Looks at the folder. */
export async function sandboxFolder(
  { directory, inUse, open }: FolderToLookAt,
  clock: Clock,
): Promise<SandboxFolder> {
  const [states, lockSeconds, server] = await Promise.all([
    Promise.all(STATE.map((name) => ageSeconds(path.join(directory, name), clock))),
    ageSeconds(path.join(directory, LOCK), clock),
    serverOf(directory),
  ]);
  return {
    directory,
    exists: states.some((age) => age !== undefined),
    inUse,
    ...(server === undefined ? {} : { server }),
    ...(lockSeconds === undefined || lockSeconds < MAX_HOLD_SECONDS
      ? {}
      : { staleLockSeconds: Math.round(lockSeconds) }),
    look: async () => {
      const sandbox = await open();
      const { world } = await sandbox.describe();
      const setting = await sandbox.change((state) => state.clock);
      return {
        world,
        time: instantOf(sandbox.clock.now()),
        clock:
          setting === undefined
            ? 'moves with the commands that wait'
            : setting.mode === 'frozen'
              ? 'frozen'
              : `runs at ${setting.speed} x while it is served`,
      };
    },
  };
}

async function ageSeconds(file: string, clock: Clock): Promise<number | undefined> {
  try {
    return (clock.now() - (await stat(file)).mtimeMs) / 1000;
  } catch {
    return undefined;
  }
}

async function serverOf(directory: string): Promise<SandboxFolder['server']> {
  const { recordedServer, runningServer, isListening } =
    await import('../../sandbox/server/server-record.js');
  const recorded = await recordedServer(directory);
  if (recorded === undefined) {
    return undefined;
  }
  const running = await runningServer(directory);
  return {
    address: recorded.address,
    answers: running !== undefined && (await isListening(running)),
  };
}
