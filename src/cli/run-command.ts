// From arguments to an exit code, when nothing goes wrong: which command, with which settings and options,
// in which surroundings, and where its result goes.

import type { FinishedCommand, ReadyCommand } from '../commands/command.js';
import type { AnyDocument } from '../commands/results/result-document.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import { EXIT_CODES, type ExitKind } from '../errors/exit-code.js';
import { commandPlace } from './command-place.js';
import { ANYWHERE } from '../output/suggested-commands.js';
import { globalValues, onlyMachine, ownValues, parseArguments } from './invocation.js';
import type { Invocation } from './program.js';
import type { Run } from './run.js';
import type { RunRequest } from './runs/run-record.js';
import type { Settings } from './settings.js';
import { askedTopic, topicText } from './topics/show-topic.js';

/**
 * Runs the command that the arguments name.
 * @throws whatever goes wrong
 */
export async function runCommand(run: Run): Promise<number> {
  const topic = askedTopic(run.argv);
  if (topic !== undefined) {
    run.io.writeOut(await topicText(topic));
    return EXIT_CODES.done;
  }
  const invocation = parseArguments(run.argv, run.io);
  if (invocation === undefined) {
    return EXIT_CODES.done;
  }
  return runInvocation(run, invocation);
}

async function runInvocation(run: Run, typed: Invocation): Promise<number> {
  const { invocation, settings, request } = await settled(run, typed);
  const command = await invocation.definition.withOptions(
    ownValues(invocation),
    globalValues(invocation, settings),
  );
  const { finished, misfit } = await execute(run, { invocation, settings, request }, command);
  await keepForCompletion(run, invocation, settings, finished.document);
  const exitCode = exitCodeOf(run, finished.exit);
  if (misfit === undefined) {
    return exitCode;
  }
  const { renderUnwritten } = await import('./render-error.js');
  return renderUnwritten(run, misfit, exitCode);
}

/** What was called, with which settings, and what is recorded of it. */
interface SettledCall {
  readonly invocation: Invocation;
  readonly settings: Settings;
  readonly request: RunRequest | undefined;
}

/** A run that is resumed has the command line that it was started with. */
async function settled(run: Run, typed: Invocation): Promise<SettledCall> {
  const settings = await settle(run, typed);
  if (!Object.hasOwn(typed.definition.options, 'runFile')) {
    return { invocation: typed, settings, request: undefined };
  }
  const [{ recordedOptions, resumeRun }, { sandboxDirectory }, { fullName }] = await Promise.all([
    import('./runs/resume-run.js'),
    import('./backend/backend.js'),
    import('../commands/command.js'),
  ]);
  const { host } = run;
  const sandbox = settings.sandbox ? sandboxDirectory({ host, settings }) : null;
  const place = { cloud: settings.cloud, sandbox };
  const command = fullName(typed.definition);
  const runFile = typed.given['runFile'];
  const file = typeof runFile === 'string' ? runFile : undefined;
  if (typed.given['resume'] === undefined) {
    const head = { command, options: recordedOptions(typed, settings), ...place };
    return { invocation: typed, settings, request: { head, file, resumed: undefined } };
  }
  const resumed = await resumeRun(host, typed, place);
  const { invocation } = resumed;
  const head = { command, options: {}, ...place };
  return {
    invocation,
    settings: await settle(run, invocation),
    request: { head, file, resumed },
  };
}

/** Names for the shell to complete. That they cannot be kept is no failure of the command. */
async function keepForCompletion(
  { host }: Run,
  { definition }: Invocation,
  settings: Settings,
  document: AnyDocument,
): Promise<void> {
  const isCompletion = definition.kind === 'completion';
  if (definition.local === true && !isCompletion) {
    return;
  }
  try {
    const [{ keepNames, namesFolder, rememberNames }, { filesIn, stateDirectory }] =
      await Promise.all([
        import('./completion/remember-names.js'),
        import('./files/state-files.js'),
      ]);
    const folder = namesFolder(stateDirectory(host.env, host.homeDirectory));
    const store = { files: filesIn(host, folder), sandbox: settings.sandbox };
    await (isCompletion ? keepNames(store) : rememberNames(store, document));
  } catch {
    // A home that cannot be written, as in CI.
  }
}

/** The settings, and what of them errors have to know. */
async function settle(run: Run, invocation: Invocation): Promise<Settings> {
  const { resolveSettings } = await import('./resolve-settings.js');
  const settings = await resolveSettings(run, invocation);
  run.settings = settings;
  run.vm = onlyMachine(invocation.given);
  run.commandPlace = commandPlace(invocation, settings, run.host.env);
  if (settings.query !== undefined) {
    const [{ checkQuery }, { nearNames }] = await Promise.all([
      import('../output/query.js'),
      import('../facts/choose-machines.js'),
    ]);
    await checkQuery(settings.query, nearNames);
  }
  return settings;
}

async function execute(
  { host, io, signal, configProblem, again, commandPlace: place = ANYWHERE }: Run,
  { invocation: { definition }, settings, request }: SettledCall,
  command: ReadyCommand,
): Promise<{ readonly finished: FinishedCommand; readonly misfit: string | undefined }> {
  const [{ createResultOutput }, { openContext }] = await Promise.all([
    import('./result-output.js'),
    import('./context.js'),
  ]);
  const output = createResultOutput({
    io,
    settings,
    kind: definition.kind,
    commandPlace: place,
    agent: host.agent,
  });
  const { context, clock, progress, isPartial, ended } = await openContext({
    host,
    io,
    // What asks nobody must not fail because of a sandbox that cannot be read.
    settings: definition.local === true ? { ...settings, sandbox: false } : settings,
    limitSeconds: command.limitSeconds,
    repairSandbox: definition.repairsSandbox === true && !settings.dryRun,
    records: definition.sandboxOnly !== true && definition.local !== true,
    diagnoses: definition.diagnoses === true,
    configProblem,
    local: definition.local === true,
    signal: signal.aborted,
    run: request,
    again,
    commandPlace: place,
    itemFinished: (item) => output.item(item),
  });
  let finished: FinishedCommand;
  try {
    finished = await command.run(context);
    if (finished.untilEnd !== undefined) {
      const misfit = await shown(output.result(finished, clock.now()));
      host.observer?.result(finished.document);
      await finished.untilEnd();
      return { finished, misfit };
    }
  } finally {
    await progress.finish();
    await ended();
  }
  const misfit = await shown(output.result(finished, clock.now()));
  host.observer?.result(finished.document);
  const isLess = isPartial() && finished.exit === 'done';
  return { finished: isLess ? { ...finished, exit: 'partial' } : finished, misfit };
}

/**
 * Waits until the result is out. Returns how the query does not fit it: that is found only now, and must not end as if
 * the command had not been carried out.
 */
async function shown(written: Promise<void>): Promise<string | undefined> {
  try {
    await written;
    return undefined;
  } catch (error) {
    if (error instanceof AzbackupError && error.fields.code === 'AZB_QUERY_INVALID') {
      const causes = error.fields.causes ?? [];
      return `the query does not fit the result, which is shown as a whole: ${causes.join(', ')}`;
    }
    throw error;
  }
}

function exitCodeOf(run: Run, exit: ExitKind): number {
  const terminated = exit === 'interrupted' && run.signal.received() === 'SIGTERM';
  return EXIT_CODES[terminated ? 'terminated' : exit];
}
