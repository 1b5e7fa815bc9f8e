// The process's edge: turns arguments into an exit code. Alone knows the process, its streams and its
// signals; everything else is handed a Host.

import { homedir } from 'node:os';
import { CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { systemClock } from '../clock.js';
import { argumentsOf, type CommandDefinition } from '../commands/command.js';
import { attributeName } from '../commands/options/global-options.js';
import { instantOf } from '../domain/time/instant.js';
import { AzbackupError, usageError } from '../errors/azbackup-error.js';
import { EXIT_CODES, type ExitKind } from '../errors/exit-code.js';
import type { EndingSignal, Host } from './host.js';
import type { ResultDocument } from '../commands/results/result-document.js';
import { createIo, type Io } from '../output/io.js';
import { suffixFixes } from '../output/suggested-commands.js';
import type { OutputFormat } from '../output/output-format.js';
import { buildProgram, type Invocation } from './program.js';
import { sandboxSuffix } from './sandbox-options.js';
import type { Settings } from './settings.js';
import type { CommandResult } from '../commands/context.js';

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
  const run: Run = { argv, host, io, signal: watchSignals(host) };
  try {
    return await runCommand(run);
  } catch (error) {
    return await renderError(run, error);
  } finally {
    run.signal.stop();
  }
}

/** One call of the program. `settings` is set once they are known, for rendering errors. */
interface Run {
  readonly argv: readonly string[];
  readonly host: Host;
  readonly io: Io;
  readonly signal: WatchedSignals;
  settings?: Settings;
  /** The machine, when only one was named; for the fixes of errors. */
  vm?: string | undefined;
  /** Options that keep suggested commands on the same sandbox. */
  commandSuffix?: string;
}

interface WatchedSignals {
  readonly aborted: AbortSignal;
  received(): EndingSignal | undefined;
  stop(): void;
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

async function runCommand(run: Run): Promise<number> {
  const invocation = parseArguments(run);
  if (invocation === undefined) {
    return EXIT_CODES.done;
  }
  const settings = await resolveSettings(run, invocation);
  run.settings = settings;
  run.vm = onlyMachine(invocation.given);
  run.commandSuffix = sandboxSuffix(settings, run.host.env);
  if (settings.query !== undefined) {
    const { checkQuery } = await import('../output/query.js');
    await checkQuery(settings.query);
  }
  const command = await invocation.definition.load();
  const options = optionsFor(invocation, settings);
  const parsed = command.optionsSchema.safeParse(options);
  if (!parsed.success) {
    throw usageError('AZB_USAGE', parsed.error.issues[0]?.message ?? 'the options do not fit', {
      causes: parsed.error.issues.slice(1).map(({ message }) => message),
      fix: [`azbackup ${commandName(invocation.definition)} --help`],
    });
  }
  const { openContext } = await import('./context.js');
  const streaming = settings.output === 'jsonl' && settings.query === undefined;
  const stream = streaming ? await import('../output/formats/jsonl.js') : undefined;
  const show = async (document: ResultDocument, nowMilliseconds: number): Promise<void> => {
    const { renderResult } = await import('../output/render.js');
    const { output: format, query, verbose } = settings;
    const now = instantOf(nowMilliseconds);
    const commandSuffix = run.commandSuffix ?? '';
    suffixFixes(document, commandSuffix);
    const rest = { format, io: run.io, now, verbose, commandSuffix };
    try {
      run.io.writeOut(await renderResult(document, { ...rest, query }));
    } catch (error) {
      // The query fits no such document. What was done was done: the result is shown as it is.
      run.io.writeOut(await renderResult(document, rest));
      throw error;
    }
  };
  const { context, clock, progress } = await openContext({
    host: run.host,
    io: run.io,
    settings,
    repairSandbox: invocation.definition.repairsSandbox === true && !settings.dryRun,
    signal: run.signal.aborted,
    itemFinished: (kind, item) => {
      if (stream !== undefined) {
        run.io.writeOut(stream.formatItemRecord(kind, suffixFixes(item, run.commandSuffix ?? '')));
      }
    },
    publish: async (document, nowMilliseconds) => {
      if (settings.output === 'json' && settings.query === undefined) {
        // One line: who reads a stream that does not end could not tell where the document does.
        run.io.writeOut(`${JSON.stringify(document)}\n`);
      } else {
        await show(document, nowMilliseconds);
      }
    },
  });
  let result: CommandResult;
  try {
    result = await command.run(context, options);
  } finally {
    await progress.finish();
  }
  if (result.published === true) {
    return exitCodeOf(run, result.exit);
  }
  if (stream !== undefined) {
    run.io.writeOut(stream.formatSummaryRecord(result.document));
  } else {
    await show(result.document, clock.now());
  }
  return exitCodeOf(run, result.exit);
}

function onlyMachine({ vm }: Invocation['given']): string | undefined {
  const [name, ...more] = Array.isArray(vm) ? vm.map(String) : [];
  return more.length === 0 ? name : undefined;
}

/** The command that was named; undefined when help or the version was all that was wanted. */
function parseArguments(run: Run): Invocation | undefined {
  let invocation: Invocation | undefined;
  const program = buildProgram(packageJson.version, run.io, (called) => {
    invocation = called;
  });
  try {
    program.parse([...run.argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    if (error.exitCode === 0 || error.code === 'commander.help') {
      return undefined;
    }
    throw usageError('AZB_USAGE', error.message.replace(/^error: /u, ''), {
      fix: ['azbackup --help'],
    });
  }
  return invocation;
}

async function resolveSettings(run: Run, { definition, given }: Invocation): Promise<Settings> {
  const [{ mergeSettings, environmentSettings, settingsSchema }, { readConfigFiles }] =
    await Promise.all([import('./settings.js'), import('./config-file.js')]);
  const globalNames = new Set(Object.keys(settingsSchema.shape));
  const flags = {
    name: 'command line',
    values: Object.fromEntries(
      Object.entries(normalise(given)).filter(([key]) => globalNames.has(key)),
    ),
  };
  const environment = environmentSettings(run.host.env);
  // Known as far as possible before files are read: an unreadable file must be reported in the right form.
  run.settings = mergeSettings([flags, environment]);
  const files = await readConfigFiles({
    cwd: run.host.cwd,
    env: run.host.env,
    homeDirectory: run.host.homeDirectory,
    explicit: run.settings.config,
  });
  const merged = mergeSettings([flags, environment, ...files]);
  return definition.sandboxOnly === true ? { ...merged, sandbox: true } : merged;
}

/** commander keeps `--no-input` as `input: false`. */
function normalise(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { input, color, ...rest } = given;
  return {
    ...rest,
    ...(input === false ? { noInput: true } : {}),
    ...(color === false ? { noColor: true } : {}),
  };
}

/** The command's own options, and the global ones that it takes. */
function optionsFor(
  { definition, given }: Invocation,
  settings: Settings,
): Record<string, unknown> {
  const own = new Set(definition.options.map(({ flags }) => ownAttribute(flags)));
  for (const { name } of argumentsOf(definition)) {
    own.add(name);
  }
  const taken = new Set(definition.globalOptions.map((name) => attributeName(name)));
  return Object.fromEntries(
    [
      ...Object.entries(given).filter(([key]) => own.has(key)),
      ...Object.entries(settings).filter(([key]) => taken.has(key)),
    ].filter(([, value]) => value !== undefined),
  );
}

function ownAttribute(flags: string): string {
  const long = /--(?:no-)?(?<name>[a-z-]+)/u.exec(flags)?.groups?.['name'] ?? '';
  return attributeName(long);
}

function commandName({ parent, name }: CommandDefinition): string {
  return parent === undefined ? name : `${parent} ${name}`;
}

function exitCodeOf(run: Run, exit: ExitKind): number {
  const terminated = exit === 'interrupted' && run.signal.received() === 'SIGTERM';
  return EXIT_CODES[terminated ? 'terminated' : exit];
}

async function renderError(run: Run, thrown: unknown): Promise<number> {
  const error = run.signal.aborted.aborted ? interruption(run, thrown) : thrown;
  const [{ describeError }, { formatError }, { createView }] = await Promise.all([
    import('../errors/error-envelope.js'),
    import('../output/views/error.js'),
    import('../output/view.js'),
  ]);
  const names = { vm: run.vm };
  const report = describeError(error, { debug: run.settings?.debug ?? false, names });
  const now = instantOf(run.host.clock.now());
  const commandSuffix = run.commandSuffix ?? '';
  const view = createView(run.io, 'err', { now, commandSuffix });
  run.io.writeErr(formatError(suffixFixes(report, commandSuffix), outputFormat(run), view));
  return report.envelope.exitCode;
}

/** Whatever a command throws after Ctrl-C, Ctrl-C is why; thrown means that no change was under way. */
function interruption(run: Run, thrown: unknown): AzbackupError {
  return new AzbackupError({
    code: 'AZB_INTERRUPTED',
    kind: run.signal.received() === 'SIGTERM' ? 'terminated' : 'interrupted',
    message: 'stopped before anything was changed',
    underlying: thrown,
  });
}

/** The format asked for, as far as it is known when arguments or settings are what is wrong. */
function outputFormat(run: Run): OutputFormat {
  if (run.settings !== undefined) {
    return run.settings.output;
  }
  const text = run.argv.join(' ');
  const [, asked] =
    /(?:^| )(?:-o ?|--output[ =])(?<format>jsonl?)(?: |$)/u.exec(text) ??
    /^(?<format>jsonl?)$/u.exec(run.host.env['AZBACKUP_OUTPUT'] ?? '') ??
    [];
  return asked === 'json' || asked === 'jsonl' ? asked : 'table';
}

const DAY_MILLISECONDS = 86_400_000;

/** Runs the program for the real process; sets its exit code when everything has been written. */
export async function runProcess(): Promise<void> {
  const host: Host = {
    env: process.env,
    cwd: process.cwd(),
    homeDirectory: homedir(),
    stdout: process.stdout,
    stderr: process.stderr,
    get stdin() {
      return process.stdin;
    },
    clock: systemClock,
    schedule: (callback, seconds) => {
      const timer = setInterval(callback, seconds * 1000);
      timer.unref();
      return () => clearInterval(timer);
    },
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
    askText: async (question, consequence) => {
      const { askForText } = await import('./ask.js');
      const streams = { input: process.stdin, output: process.stderr };
      return askForText(question, consequence, streams);
    },
  };
  // A promise keeps no process alive: one that never settles would end the program with 0, as if all were well.
  const alive = setInterval(() => undefined, DAY_MILLISECONDS);
  try {
    process.exitCode = await main(process.argv.slice(2), host);
  } finally {
    clearInterval(alive);
  }
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
