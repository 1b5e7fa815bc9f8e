// One call of the program, as far as it has come: what the rendering of an error can rely on grows as the
// arguments and the settings become known.

import type { CommandPlace } from '../output/suggested-commands.js';
import type { AzbackupError } from '../errors/azbackup-error.js';
import type { Io } from '../output/io.js';
import type { EndingSignal, Host } from './host.js';
import type { Settings } from './settings.js';

/** One call of the program. */
export interface Run {
  readonly argv: readonly string[];
  readonly host: Host;
  readonly io: Io;
  readonly signal: WatchedSignals;
  /** Runs the program once more in this process, for a command whose callers call others. */
  readonly again: (argv: readonly string[], host: Host) => Promise<number>;
  /** Set once they are known. */
  settings?: Settings;
  /** Why the config files could not be used, for a command that goes on to find out. */
  configProblem?: AzbackupError;
  /** The machine, when only one was named; for the fixes of errors. */
  vm?: string | undefined;
  /** What keeps suggested commands where they are suggested. */
  commandPlace?: CommandPlace;
}

/** The signals that have come. */
export interface WatchedSignals {
  readonly aborted: AbortSignal;
  received(): EndingSignal | undefined;
  stop(): void;
}
