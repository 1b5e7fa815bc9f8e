// The record of one command on many machines: opened once it is known what will be changed, written while it is.

import { commandLine } from '../../domain/command-line.js';
import { idKey } from '../../domain/resource-id.js';
import { instantOf } from '../../domain/time/instant.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { RunRecord } from '../../commands/context.js';
import type { RunDocument } from '../../commands/results/parts.js';
import type { EngineEvent } from '../../steps/events.js';
import type { RunRecorder } from '../../steps/runs/recorder.js';
import type { PlannedMachine, RunHead } from '../../steps/runs/run-lines.js';
import {
  machinesLeft,
  nextMove,
  plannedState,
  type MachineState,
} from '../../steps/runs/run-state.js';
import type { Host } from '../host.js';
import type { ResumedRun } from './resume-run.js';
import type { RunFile } from './run-folder.js';
import type { RunLock } from './run-lock.js';

/** What is known of a run before its machines are. */
export interface RunRequest {
  readonly head: Pick<RunHead, 'command' | 'options' | 'cloud' | 'sandbox'>;
  /** The file that the user named. */
  readonly file: string | undefined;
  readonly resumed: ResumedRun | undefined;
}

/** What the record needs of its surroundings. */
export interface RecordSurroundings {
  readonly host: Host;
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

/** A record that is fed with what happens. */
export interface FedRecord extends RunRecord {
  event(event: EngineEvent): void;
  ended(item: object, exit: ExitKind): void;
  /** Lets others go on with it. */
  close(): Promise<void>;
}

/** A run that is being written. */
interface OpenRun {
  readonly document: Pick<RunDocument, 'id' | 'file' | 'skipped'>;
  readonly resumeWith: string;
  readonly state: Map<string, MachineState>;
  readonly recorder: RunRecorder;
  readonly lock: RunLock;
}

/**
 * The record of a command.
 * @param request undefined for a command that keeps none
 */
export function createRunRecord(
  request: RunRequest | undefined,
  surroundings: RecordSurroundings,
): FedRecord {
  let open: OpenRun | undefined;
  return {
    start: async (machines) => {
      open = request === undefined ? undefined : await openRun(request, machines, surroundings);
    },
    openMachine: (vmId) => {
      const machine = request?.resumed?.state.get(idKey(vmId));
      return machine !== undefined && nextMove(machine) === 'look-again' ? machine : undefined;
    },
    document: () => (open === undefined ? null : documentOf(open)),
    event: (event) => open?.recorder.event(event),
    ended: (item, exit) => open?.recorder.ended(item, exit),
    close: async () => {
      const lock = open?.lock ?? request?.resumed?.lock;
      await lock?.release();
    },
  };
}

function documentOf({ document, resumeWith, state }: OpenRun): RunDocument {
  const left = machinesLeft(state).length;
  return { ...document, left, next: left === 0 ? [] : [resumeWith] };
}

async function openRun(
  request: RunRequest,
  machines: readonly PlannedMachine[],
  surroundings: RecordSurroundings,
): Promise<OpenRun | undefined> {
  const { resumed, file } = request;
  if (resumed === undefined && machines.length < 2 && file === undefined) {
    return undefined;
  }
  try {
    return await (resumed === undefined
      ? newRun(request, machines, surroundings)
      : oldRun(resumed, surroundings));
  } catch (error) {
    if (file !== undefined || error instanceof AzbackupError) {
      throw error instanceof AzbackupError ? error : unwritable(file ?? '', error);
    }
    surroundings.warn(
      `the run cannot be recorded (${messageOf(error)}): if it is stopped, run the command again`,
    );
    return undefined;
  }
}

async function newRun(
  { head, file: named }: RunRequest,
  machines: readonly PlannedMachine[],
  surroundings: RecordSurroundings,
): Promise<OpenRun> {
  const { host, now } = surroundings;
  const [{ formatLine }, { fileOfRun, namedFile }, { lockRun }] = await Promise.all([
    import('../../steps/runs/run-lines.js'),
    import('./run-folder.js'),
    import('./run-lock.js'),
  ]);
  const started = instantOf(now());
  const id = idOf(head.command, started, host.newGuid());
  const file = named === undefined ? fileOfRun(host, id) : namedFile(host, named);
  const lock = await lockRun(file, host);
  if (named !== undefined && (await file.files.read(file.name)) !== undefined) {
    await lock.release();
    throw usageError('AZB_RUN_FILE_EXISTS', `${file.path} exists: a run needs a new file`, {
      target: file.path,
      fix: [resumeLine(head.command, file.path)],
    });
  }
  const lines = machines.map((machine) => formatLine({ type: 'planned', ...machine }));
  const first = { type: 'run', version: 1, id, ...head, started } as const;
  const text = formatLine({ ...first, machines: machines.length }) + lines.join('');
  await file.files.write(file.name, text);
  return recording(file, surroundings, {
    document: { id, file: file.path, skipped: 0 },
    resumeWith: resumeLine(head.command, named === undefined ? id : file.path),
    state: plannedState(machines),
    lock,
  });
}

/** A line that was not written to its end must not be glued to the next one. */
async function oldRun(
  { file, run, state, lock }: ResumedRun,
  surroundings: RecordSurroundings,
): Promise<OpenRun> {
  const { id, command } = run.head;
  const { formatLine } = await import('../../steps/runs/run-lines.js');
  if (lock.warning !== undefined) {
    surroundings.warn(lock.warning);
  }
  const resumed = formatLine({ type: 'resumed', time: instantOf(surroundings.now()) });
  await file.files.write(file.name, run.whole + resumed);
  const isNamed = !file.name.startsWith(`${id}.`);
  return recording(file, surroundings, {
    document: { id, file: file.path, skipped: state.size - machinesLeft(state).length },
    resumeWith: resumeLine(command, isNamed ? file.path : id),
    state: new Map(state),
    lock,
  });
}

/** A machine's line that cannot be written leaves it to be looked at again. */
async function recording(
  { files, name }: RunFile,
  { now, warn }: RecordSurroundings,
  run: Omit<OpenRun, 'recorder'>,
): Promise<OpenRun> {
  const { createRecorder } = await import('../../steps/runs/recorder.js');
  let warned = false;
  const append = (text: string, flush: boolean): void => {
    try {
      files.append(name, text, flush);
    } catch (error) {
      if (!warned) {
        warn(`${run.document.file} can no longer be written: ${messageOf(error)}`);
      }
      warned = true;
    }
  };
  const recorder = createRecorder({ state: run.state, append, now: () => instantOf(now()) });
  return { ...run, recorder };
}

/** Says what and when; the rest tells two of one second apart. */
function idOf(command: string, started: string, guid: string): string {
  const digits = started.replaceAll(/\D/gu, '');
  return `${command}-${digits.slice(0, 8)}-${digits.slice(8, 14)}-${guid.slice(0, 4)}`;
}

function resumeLine(command: string, run: string): string {
  return `azbackup ${command} --resume ${commandLine(run)}`;
}

function unwritable(file: string, error: unknown): AzbackupError {
  return usageError('AZB_FILE_UNWRITABLE', `${file} cannot be written`, {
    target: file,
    causes: [messageOf(error)],
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
