// The process's edge: turns arguments into an exit code. Alone knows the process, its streams and its
// signals; everything else is handed a Host.

import { homedir, hostname } from 'node:os';
import { systemClock } from '../clock.js';
import { EXIT_CODES } from '../errors/exit-code.js';
import { forgetSentSecrets } from '../domain/keys/sent-secrets.js';
import { createIo } from '../output/io.js';
import type { EndingSignal, Host, Program } from './host.js';
import type { Run, WatchedSignals } from './run.js';
import { runCommand } from './run-command.js';

/**
 * Runs one command. Never throws: whatever goes wrong is rendered and becomes an exit code.
 * @param argv arguments without node and script
 */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  const io = createIo({
    stdout: host.stdout,
    stderr: host.stderr,
    get stdin() {
      return host.stdin;
    },
    env: host.env,
    noColor: argv.includes('--no-color'),
    ...(host.timeZone === undefined ? {} : { timeZone: host.timeZone }),
  });
  const run: Run = { argv, host, io, signal: watchSignals(host), again: main };
  try {
    return await written(run, await exitCodeOf(run));
  } finally {
    run.signal.stop();
    // Calls of agents run side by side: what one has sent, the others must not show.
    if (host.agent === undefined) {
      forgetSentSecrets();
    }
  }
}

async function exitCodeOf(run: Run): Promise<number> {
  try {
    return await Promise.race([runCommand(run), uncaught(run.host)]);
  } catch (error) {
    const { renderError } = await import('./render-error.js');
    return renderError(run, error);
  }
}

/** Rejects with what nobody catches: Node's own answer would be a stack trace and the line of code, as long as the bundle. */
function uncaught(host: Host): Promise<never> {
  return new Promise((_, reject) => {
    host.onUncaught?.(reject);
  });
}

/** The exit code, once the result is out: one that is lost must not end as if somebody could read it. */
async function written(run: Run, exitCode: number): Promise<number> {
  await run.host.flushed?.();
  const failure = run.io.outFailure();
  if (failure === undefined) {
    return exitCode;
  }
  const { renderUnwritten } = await import('./render-error.js');
  const message = `the result could not be written to stdout: ${failure.message}`;
  return renderUnwritten(run, message, exitCode);
}

function watchSignals(host: Host): WatchedSignals {
  const controller = new AbortController();
  let first: EndingSignal | undefined;
  const stop = host.onSignal((signal) => {
    first ??= signal;
    controller.abort(new Error(`stopped by ${signal}`));
  });
  return { aborted: controller.signal, received: () => first, stop };
}

const DAY_MILLISECONDS = 86_400_000;

/** Runs the program as a step of a pipeline, as `runProcess`. */
export async function runPipelineStep(): Promise<void> {
  const { pipelineStep } = await import('./pipeline-step/step.js');
  await runProcess((_, host) => pipelineStep(host, main));
}

/**
 * Runs the program for the real process; sets its exit code when everything has been written.
 * @param start what takes arguments and host to an exit code
 */
export async function runProcess(start: Program = main): Promise<void> {
  // A promise keeps no process alive: one that never settles would end the program with 0, as if all were well.
  const alive = setInterval(() => undefined, DAY_MILLISECONDS);
  let isAdrift = false;
  let tell: ((thrown: unknown) => void) | undefined;
  const handle = (thrown: unknown): void => {
    isAdrift = true;
    tell?.(thrown);
  };
  const onUncaught = (listener: (thrown: unknown) => void): void => {
    tell = listener;
    process.on('uncaughtException', handle);
  };
  try {
    const code = await start(process.argv.slice(2), processHost(onUncaught));
    if (isAdrift || code === EXIT_CODES.interrupted || code === EXIT_CODES.terminated) {
      // What is still being read matters to nobody, and could take minutes more; after an error that nobody caught, what
      // still runs must not go on.
      await new Promise<void>((settle) => {
        process.stderr.write('', () => settle());
      });
      // oxlint-disable-next-line unicorn/no-process-exit -- see above
      process.exit(code);
    }
    process.exitCode = code;
  } finally {
    clearInterval(alive);
    process.removeListener('uncaughtException', handle);
  }
}

/** What a command may see of this process. */
function processHost(onUncaught: NonNullable<Host['onUncaught']>): Host {
  return {
    onUncaught,
    env: process.env,
    cwd: process.cwd(),
    installation: {
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      build: buildId,
    },
    homeDirectory: ownHome(),
    userId: process.getuid?.(),
    processes: {
      own: process.pid,
      get computer() {
        return hostname();
      },
      isRunning: isProcess,
    },
    stdout: process.stdout,
    stderr: process.stderr,
    get stdin() {
      return process.stdin;
    },
    flushed: () =>
      new Promise((settle) => {
        // Called back also when the write fails; the stream's errors are heard elsewhere.
        process.stdout.write('', () => settle());
      }),
    clock: systemClock,
    schedule: (callback, seconds) => {
      const timer = setInterval(callback, seconds * 1000);
      timer.unref();
      return () => clearInterval(timer);
    },
    keepHeapSmall,
    // Not by an import of node:crypto, which takes a tenth of the time that --version may take.
    newGuid: () => globalThis.crypto.randomUUID(),
    random: () => Math.random(),
    onSignal: listenForSignals,
    ask: async (question, consequence) => {
      const { askYesOrNo } = await import('./ask.js');
      const streams = { input: process.stdin, output: process.stderr };
      return askYesOrNo(question, consequence, streams);
    },
    readStdin: async () => {
      const { buffer } = await import('node:stream/consumers');
      return buffer(process.stdin);
    },
    stdinChunks: () => process.stdin,
    askText: async (question, consequence) => {
      const { askForText } = await import('./ask.js');
      const streams = { input: process.stdin, output: process.stderr };
      return askForText(question, consequence, streams);
    },
  };
}

/** A user whom the system knows only by a number, as in a container, has the home that container engines give: the root. */
function ownHome(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}

/**
 * Lets V8's heap grow to 1.25 times what is in use before it is collected, and not to as much as 4 times: with ten
 * thousand machines that halves the memory. Unlike a limit, it never ends a run.
 */
function keepHeapSmall(): void {
  void import('node:v8').then((v8) => v8.setFlagsFromString('--heap-growing-percent=25'));
}

/** A process of another user is one, too. */
function isProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const BUILD_LENGTH = 12;

/** The hash of this file: it names every other file of the program by a hash of what is in it. */
async function buildId(): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256')
    .update(await ownText())
    .digest('hex')
    .slice(0, BUILD_LENGTH);
}

/** This file, which a single-file executable holds within. */
async function ownText(): Promise<Uint8Array> {
  const { isSea, getAsset } = await import('node:sea');
  if (isSea()) {
    return new Uint8Array(getAsset('dist/cli.js'));
  }
  const { readFile } = await import('node:fs/promises');
  return readFile(new URL(import.meta.url));
}

/** Once each: a second Ctrl-C finds Node's own handler and ends the process at once. */
function listenForSignals(listener: (signal: EndingSignal) => void): () => void {
  const signals: readonly EndingSignal[] = ['SIGINT', 'SIGTERM'];
  const handlers = signals.map((signal) => ({ signal, handle: () => listener(signal) }));
  for (const { signal, handle } of handlers) {
    process.once(signal, handle);
  }
  return () => {
    for (const { signal, handle } of handlers) {
      process.removeListener(signal, handle);
    }
  };
}
