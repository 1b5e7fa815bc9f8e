// Runs azbackup in-process as a user would: real arguments, real SDKs, the sandbox instead of Azure, a
// world that the test owns, and no real time.

import { v5 } from 'uuid';
import { main } from '../../src/cli/main.js';
import type { Probes } from '../../src/commands/doctor/surroundings.js';
import { sandboxClock } from '../../src/cli/sandbox-connection.js';
import type { EndingSignal, Host, Program } from '../../src/cli/host.js';
import { createSandbox } from '../../src/sandbox/create-sandbox.js';
import { faultFor, type SandboxFault } from '../../src/sandbox/faults/request-faults.js';
import { injectFault } from '../../src/sandbox/faults/inject-faults.js';
import type { Exchange } from '../../src/sandbox/http/exchange.js';
import type { PersistentSandbox } from '../../src/sandbox/persistent-sandbox.js';
import type { PointKeys } from '../../src/sandbox/providers/backup/recovery-points/state.js';
import type { WorldState } from '../../src/sandbox/kernel/state.js';
import { pastePrinted } from './pasted-commands.js';
import type { StateFiles } from '../../src/steps/intents/journal.js';
import { summarise } from '../../src/sandbox/summary.js';
import { worldClock } from '../../src/sandbox/kernel/time/world-clock.js';
import { buildDefaultWorld } from '../../src/sandbox/estates/default-world.js';
import { NOWHERE } from './process/nowhere.js';

/** When the tests take place: milliseconds since the epoch. */
export const TEST_NOW = Date.UTC(2026, 10, 23, 18, 0, 0);

/** A default world of the test's own; `pointKeys` is what its points tell of their keys. */
export function defaultWorld(pointKeys?: PointKeys): WorldState {
  // Built once and copied: building takes as long as half a command.
  pristine ??= buildDefaultWorld(TEST_NOW);
  return { ...structuredClone(pristine), ...(pointKeys === undefined ? {} : { pointKeys }) };
}

let pristine: WorldState | undefined;

/** How a command is run. */
export interface RunOptions {
  readonly world?: WorldState;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Streams that are terminals. */
  readonly tty?: { readonly out?: boolean; readonly err?: boolean; readonly in?: boolean };
  /** Of requests, or of backup jobs. */
  readonly faults?: readonly SandboxFault[];
  /** Answer to any question. */
  readonly answer?: boolean;
  /** What is typed when asked to; the question is turned away when left out. */
  readonly typed?: string;
  /** What is on standard input. */
  readonly stdin?: string | Uint8Array;
  /** Standard input as it comes, for a command that is talked to. */
  readonly stdinChunks?: AsyncIterable<Uint8Array>;
  /** Sends a signal once this many requests were answered. */
  readonly signalAfter?: { readonly requests: number; readonly signal: EndingSignal };
  /** Sees every request on its way; must call `answer` for it to be answered. */
  readonly around?: (request: Request, answer: () => Promise<Response>) => Promise<Response>;
  /** Timers of real time; none goes off when left out. */
  readonly schedule?: Host['schedule'];
  /** The journal of what is under way; that of the world when left out, which the next run finds again. */
  readonly stateFiles?: StateFiles;
  /** What machine and network answer to `doctor`; left out: the sandbox is asked, and nothing else. */
  readonly probes?: Probes;
  /** Sees what is written to stdout and stderr, in order. */
  readonly onWrite?: (text: string) => void;
  /** Sees what is written to stdout, as it is. */
  readonly onStdout?: (text: string) => void;
  /** Real time; none passes when left out. */
  readonly clock?: Host['clock'];
  /** Run files; none are kept for a later run when left out. */
  readonly runFiles?: StateFiles;
  /** Whether another process has a number; none does when left out. */
  readonly isRunning?: (pid: number) => boolean;
  /** Records of drills; those of the world when left out. */
  readonly drillFiles?: StateFiles;
  /** Names that are kept for completion; none are when left out. */
  readonly nameFiles?: StateFiles;
  /**
   * Left out: the sandbox answers. `true`: nobody does. `in-its-place`: the sandbox answers as Azure would be asked,
   * by the sign-in that `env` describes.
   */
  readonly azure?: boolean | 'in-its-place';
  /** What takes the arguments to an exit code; the program itself when left out. */
  readonly start?: Program;
}

/** What a command did. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly world: WorldState;
  readonly exchanges: readonly Exchange[];
  /** Requests that change something: everything but reads, sign-in and the POSTs that only read. */
  readonly writes: readonly Exchange[];
  /** stdout as JSON. */
  json<T = Record<string, unknown>>(): T;
}

/**
 * Runs a command to its end, then each command that it printed, on a copy of its world.
 * @throws Error where one of those would not do for whoever pastes it
 */
export async function runCli(argv: readonly string[], options: RunOptions = {}): Promise<CliRun> {
  const run = await runOnce(argv, options);
  await pastePrinted(run, argv, options, runOnce);
  return run;
}

async function runOnce(argv: readonly string[], options: RunOptions): Promise<CliRun> {
  const world = options.world ?? defaultWorld();
  const exchanges: Exchange[] = [];
  const listeners: ((signal: EndingSignal) => void)[] = [];
  const sandbox = memorySandbox(world, options.faults ?? [], (exchange) => {
    exchanges.push(exchange);
    if (exchanges.length === options.signalAfter?.requests) {
      for (const listener of listeners) {
        listener(options.signalAfter.signal);
      }
    }
  });
  const { around } = options;
  const observed: PersistentSandbox =
    around === undefined
      ? sandbox
      : { ...sandbox, fetch: (request) => around(request, () => sandbox.fetch(request)) };
  const files = options.stateFiles ?? filesOf(world);
  const drills = filesOf(world, drillRecords);
  const { host, output } = testHost(options, { sandbox: observed, files, drills }, listeners);
  const code = await (options.start ?? main)(argv, host);
  return {
    code,
    stdout: output.out.join(''),
    stderr: output.err.join(''),
    world,
    exchanges,
    writes: exchanges.filter((exchange) => isWrite(exchange)),
    json: () => JSON.parse(output.out.join('')),
  };
}

function isWrite({ method, url }: Exchange): boolean {
  const { host, pathname } = new URL(url);
  return (
    !['GET', 'HEAD'].includes(method) &&
    !host.startsWith('login.') &&
    !/\/(?:backupStatus|backupValidateOperation|listKeys|getMemberGroups|Microsoft\.ResourceGraph\/resources)$/iu.test(
      pathname,
    )
  );
}

/** A sandbox that lives as long as the test. */
function memorySandbox(
  world: WorldState,
  faults: readonly SandboxFault[],
  onExchange: (exchange: Exchange) => void,
): PersistentSandbox {
  const clock = worldClock(world);
  const sandbox = createSandbox({ state: world, clock, onExchange });
  const remaining = faults.map((fault) => ({ ...fault }));
  const ofJobs = remaining.filter(({ then }) => then.kind === 'job');
  if (ofJobs.length > 0) {
    // Jobs begin and end within the world, so it is the world that must know.
    world.faults = [...(world.faults ?? []), ...ofJobs];
  }
  return {
    fetch: async (request) => {
      const fault = faultFor(remaining, request);
      return fault === undefined
        ? sandbox.fetch(request)
        : injectFault(fault, request, {
            fetch: (again) => sandbox.fetch(again),
            delay: (seconds) => {
              clock.advanceTo(clock.now() + seconds * 1000);
              return Promise.resolve();
            },
          });
    },
    clock: {
      now: () => clock.now(),
      advanceTo: (milliseconds) => Promise.resolve(clock.advanceTo(milliseconds)),
    },
    describe: () => Promise.resolve(summarise(world)),
    change: (change) => Promise.resolve(change(world)),
    rehearse: (change) => Promise.resolve(change(structuredClone(world))),
    document: () => Promise.resolve(JSON.stringify(world)),
    reset: (next) => {
      Object.assign(world, next);
      return Promise.resolve();
    },
  };
}

const journals = new WeakMap<WorldState, StateFiles>();
const drillRecords = new WeakMap<WorldState, StateFiles>();

function filesOf(world: WorldState, kept = journals): StateFiles {
  const files = kept.get(world) ?? memoryFiles();
  kept.set(world, files);
  return files;
}

/** Files that live as long as the test; whoever kept none is another computer. */
export function memoryFiles(): StateFiles {
  const texts = new Map<string, string>();
  return {
    place: `${NOWHERE}/operations`,
    names: () => Promise.resolve([...texts.keys()]),
    read: (name) => Promise.resolve(texts.get(name)),
    write: (name, text) => {
      texts.set(name, text);
      return Promise.resolve();
    },
    create: (name, text) => {
      const isNew = !texts.has(name);
      texts.set(name, texts.get(name) ?? text);
      return Promise.resolve(isNew);
    },
    append: (name, text) => {
      texts.set(name, (texts.get(name) ?? '') + text);
    },
    remove: (name) => {
      texts.delete(name);
      return Promise.resolve();
    },
  };
}

async function* chunksOf(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

interface Output {
  readonly out: string[];
  readonly err: string[];
}

function testHost(
  options: RunOptions,
  {
    sandbox,
    files,
    drills,
  }: {
    readonly sandbox: PersistentSandbox;
    readonly files: StateFiles;
    readonly drills: StateFiles;
  },
  listeners: ((signal: EndingSignal) => void)[],
): { readonly host: Host; readonly output: Output } {
  const output: Output = { out: [], err: [] };
  const runFiles = options.runFiles ?? memoryFiles();
  let guids = 0;
  const stream = (
    sink: string[],
    isTTY: boolean | undefined,
  ): Host['stdout'] & { columns: number } => ({
    write: (text) => {
      options.onWrite?.(text);
      if (sink === output.out) {
        options.onStdout?.(text);
      }
      return sink.push(text);
    },
    on: () => undefined,
    isTTY: isTTY === true,
    columns: 100,
  });
  const host: Host = {
    // By variable, as in a shell that is set up for it: suggested commands then need no option.
    env: {
      ...((options.azure ?? false) === false ? { AZBACKUP_SANDBOX: '1' } : {}),
      ...options.env,
    },
    cwd: options.cwd ?? NOWHERE,
    installation: {
      node: '24.0.0',
      platform: 'linux x64',
      build: () => Promise.resolve('0123456789ab'),
    },
    homeDirectory: NOWHERE,
    processes: { own: 1, computer: 'tests', isRunning: options.isRunning ?? (() => false) },
    ...(options.probes === undefined ? {} : { probes: options.probes }),
    stdout: stream(output.out, options.tty?.out),
    stderr: stream(output.err, options.tty?.err),
    stdin: { isTTY: options.tty?.in === true },
    clock: options.clock ?? { now: () => TEST_NOW, sleep: () => Promise.resolve() },
    ...(options.azure === 'in-its-place'
      ? {
          clock: sandboxClock(sandbox, () => Promise.resolve()),
          fetch: (request: Request) => sandbox.fetch(request),
        }
      : {}),
    schedule: options.schedule ?? (() => () => undefined),
    random: () => 0,
    newGuid: () => {
      guids += 1;
      return v5(`test ${guids}`, v5.DNS);
    },
    onSignal: (listener) => {
      listeners.push(listener);
      return () => listeners.splice(listeners.indexOf(listener), 1);
    },
    ask: () => Promise.resolve(options.answer ?? false),
    askText: () => Promise.resolve(options.typed),
    readStdin: () => Promise.resolve(Buffer.from(options.stdin ?? '')),
    stdinChunks: () => options.stdinChunks ?? chunksOf(options.stdin ?? ''),
    timeZone: 'Asia/Tokyo',
    openStateFiles: (folder) => {
      if (folder.endsWith('completion')) {
        return options.nameFiles ?? memoryFiles();
      }
      if (folder.endsWith('drills')) {
        return options.drillFiles ?? drills;
      }
      return folder.endsWith('operations') ? files : runFiles;
    },
    openSandbox: () => Promise.resolve(sandbox),
  };
  return { host, output };
}
