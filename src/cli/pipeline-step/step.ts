// azbackup as a step of GitHub Actions or Azure Pipelines: inputs to a command line, the command as ever, then its result
// as outputs, marks and a page. The exit code stays the command's own.

import { access, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fullName } from '../../commands/command.js';
import type { REPORT_FORMATS } from '../../commands/gate/report-formats.js';
import type { AnyDocument } from '../../commands/results/result-document.js';
import { instantOf } from '../../domain/time/instant.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import { describeError } from '../../errors/error-envelope.js';
import { EXIT_CODES } from '../../errors/exit-code.js';
import { jsonParts } from '../../output/formats/json.js';
import { createIo, type OutputStream } from '../../output/io.js';
import { createView } from '../../output/view.js';
import { formatError } from '../../output/views/error.js';
import type { Host, Program } from '../host.js';
import { observeRun, type Observed } from '../run-observer.js';
import { annotationsOf } from './annotations.js';
import { azurePipelinesRunner } from './azure-pipelines-runner.js';
import { githubRunner } from './github-runner.js';
import type { PipelineRunner, StepInputs } from './runner.js';
import { stepCommand, type StepCommand } from './step-inputs.js';
import { stepOutputs, type StepFiles } from './step-outputs.js';
import { stepSummary } from './step-summary.js';

/** Variables that nobody may read in a log, whatever happens. */
const SECRETS = [
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
  'AZBACKUP_ADE_CLIENT_SECRET',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'SYSTEM_ACCESSTOKEN',
];

/** As much of what was written as a page can show. */
const MAX_KEPT = 1024 * 1024;

/**
 * Runs the command that the inputs of a step name.
 * @param program what runs it
 * @returns its exit code
 */
export async function pipelineStep(host: Host, program: Program): Promise<number> {
  let runner: PipelineRunner | undefined;
  try {
    runner = runnerOf(host);
    hideSecrets(host, runner);
    const inputs = runner.inputs();
    const command = stepCommand(inputs);
    const folder = await ownFolder(runner, host.newGuid());
    return await runStep({ host, program, runner, folder }, inputs, command);
  } catch (error) {
    return refused(host, runner, error);
  }
}

/** Where a step is run. */
interface Place {
  readonly host: Host;
  readonly program: Program;
  readonly runner: PipelineRunner;
  /** Of its own, for its files. */
  readonly folder: string;
}

function runnerOf(host: Host): PipelineRunner {
  if (host.env['GITHUB_ACTIONS'] === 'true') {
    return githubRunner(host);
  }
  if (host.env['TF_BUILD']?.toLowerCase() === 'true') {
    return azurePipelinesRunner(host);
  }
  throw usageError(
    'AZB_USAGE',
    'this runs as a step of GitHub Actions or Azure Pipelines, and this is neither',
    { fix: ['azbackup --help'] },
  );
}

function hideSecrets({ env, stdout }: Host, runner: PipelineRunner): void {
  for (const secret of SECRETS.flatMap((name) => env[name] ?? [])) {
    if (secret !== '') {
      stdout.write(runner.mask(secret));
    }
  }
}

/** A folder for the files of a step. */
async function ownFolder(runner: PipelineRunner, guid: string): Promise<string> {
  const folder = path.join(runner.folder, `azbackup-${guid}`);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw usageError('AZB_FILE_UNWRITABLE', `${runner.folder} cannot be written`, {
      target: runner.folder,
      causes: [error instanceof Error ? error.message : String(error)],
      underlying: error,
    });
  }
  return folder;
}

/** A step that was not even begun: an input does not fit, or the runner lacks something. */
async function refused(
  host: Host,
  runner: PipelineRunner | undefined,
  thrown: unknown,
): Promise<number> {
  const report = describeError(thrown, { debug: false });
  const { stdout, stderr, env } = host;
  const io = createIo({ stdout, stderr, stdin: { isTTY: false }, env, noColor: true });
  const view = createView(io, 'err', { now: instantOf(host.clock.now()) });
  const text = formatError(report, 'table', view);
  if (runner === undefined) {
    io.writeErr(text);
  } else {
    // An input may be a text of others, too, such as the title of a pull request.
    const [before, after] = runner.brackets;
    stdout.write(`${before}${runner.shown(text)}${after}`);
    const error = report.envelope;
    const ending = { code: error.exitCode, document: undefined, error, files: {} };
    await published(host, runner, 'outputs', async () => [
      await runner.outputs(stepOutputs(ending)),
      ...(await annotationsOf(undefined, error)).map((each) => runner.annotation(each)),
    ]);
  }
  return report.envelope.exitCode;
}

async function runStep(place: Place, inputs: StepInputs, command: StepCommand): Promise<number> {
  const { host, runner } = place;
  const { argv, wanted } = withReports(place, command);
  const [before, after] = runner.brackets;
  host.stdout.write(before);
  const seen = watchedHost(place, inputs);
  const code = await place.program(argv, seen.host);
  host.stdout.write(after);
  const { document, error, text } = seen;
  let files: StepFiles = {};
  const isShown = await published(host, runner, 'page', async () => {
    files = await writtenFiles(place, document(), wanted);
    const summary = stepSummary({
      command: fullName(command.definition),
      code,
      markdown: files.markdown === undefined ? undefined : await readFile(files.markdown, 'utf8'),
      text: text(),
      error: error(),
    });
    return [await runner.summary(summary)];
  });
  // After the page: outputs have the exit code that the step ends with, also where there is no page of what went well.
  const shown = codeOf(code, isShown);
  const isHandedOn = await published(host, runner, 'outputs', async () => [
    await runner.outputs(stepOutputs({ code: shown, document: document(), error: error(), files })),
    ...(await annotationsOf(document(), error())).map((each) => runner.annotation(each)),
  ]);
  return codeOf(shown, isHandedOn);
}

function codeOf(code: number, isWritten: boolean): number {
  return isWritten || code !== EXIT_CODES.done ? code : EXIT_CODES.unwritten;
}

/** The paths of reports, by their kind. */
type Reports = Readonly<Partial<Record<(typeof REPORT_FORMATS)[number], string>>>;

/** A gate writes its reports in any case: into the folder of the step where no other place was asked for. */
function withReports(
  { host, folder }: Place,
  { definition, argv }: StepCommand,
): { readonly argv: readonly string[]; readonly wanted: Reports } {
  if (definition.kind !== 'gate') {
    return { argv, wanted: {} };
  }
  const asked = argv.flatMap((word): [string, string][] => {
    const [, kind, file] = /^--format=(?<kind>[a-z]+)=(?<file>.+)$/u.exec(word) ?? [];
    return kind === undefined || file === undefined || file === '-'
      ? []
      : [[kind, path.resolve(host.cwd, file)]];
  });
  const wanted: Record<string, string> = Object.fromEntries(asked);
  const more = (['junit', 'sarif', 'markdown'] as const).flatMap((kind) => {
    if (wanted[kind] !== undefined) {
      return [];
    }
    wanted[kind] = path.join(folder, `gate.${REPORT_ENDINGS[kind]}`);
    return [`--format=${kind}=${wanted[kind]}`];
  });
  return { argv: [...argv, ...more], wanted };
}

const REPORT_ENDINGS = { junit: 'xml', sarif: 'sarif', markdown: 'md' } as const;

/** A host whose command is watched, and what it came to. */
interface WatchedHost extends Omit<Observed, 'observer'> {
  readonly host: Host;
  /** What was written to stdout, as far as a page can show it. */
  readonly text: () => string;
}

function watchedHost({ host, runner }: Place, inputs: StepInputs): WatchedHost {
  const { observer, document, error } = observeRun();
  const kept: string[] = [];
  let size = 0;
  const keep = (text: string): void => {
    if (size < MAX_KEPT) {
      kept.push(text);
    }
    size += text.length;
  };
  return {
    host: {
      ...host,
      env: { ...host.env, ...inputs.env },
      // One stream: the service reads two in an order of its own, and the brackets would not hold.
      stdout: streamInto(host.stdout, runner, keep),
      stderr: streamInto(host.stdout, runner),
      stdin: { isTTY: false },
      observer,
    },
    document,
    error,
    text: () => kept.join(''),
  };
}

function streamInto(
  stream: OutputStream,
  { shown }: PipelineRunner,
  keep: (text: string) => void = () => undefined,
): OutputStream {
  return {
    write: (text) => {
      keep(text);
      return stream.write(shown(text));
    },
    on: (event, listener) => stream.on(event, listener),
  };
}

/** The files of a step that are there: a command that failed early has written none. */
async function writtenFiles(
  { folder }: Place,
  document: AnyDocument | undefined,
  { sarif, junit, markdown }: Reports,
): Promise<StepFiles> {
  if (document === undefined) {
    return {};
  }
  const result = path.join(folder, 'result.json');
  const file = await open(result, 'w');
  try {
    for (const part of jsonParts(document)) {
      await file.write(part);
    }
  } finally {
    await file.close();
  }
  const evidence = 'evidence' in document ? document.evidence : undefined;
  const drills = typeof evidence === 'string' ? path.resolve(evidence, 'drills.xml') : undefined;
  return {
    result,
    sarif: await ifThere(sarif),
    junit: await ifThere(junit ?? drills),
    markdown: await ifThere(markdown),
  };
}

async function ifThere(file: string | undefined): Promise<string | undefined> {
  try {
    await access(file ?? '');
    return file;
  } catch {
    return undefined;
  }
}

/** Hands the result on; false where that failed, which is written down. */
async function published(
  host: Host,
  runner: PipelineRunner,
  what: 'page' | 'outputs',
  publish: () => Promise<readonly string[]>,
): Promise<boolean> {
  try {
    const lines = await publish();
    host.stdout.write(lines.join(''));
    await host.flushed?.();
    return true;
  } catch (error) {
    if (!(error instanceof AzbackupError) && !(error instanceof Error && 'code' in error)) {
      throw error;
    }
    const message = `the ${what} of the step could not be written: ${error.message}`;
    host.stdout.write(runner.annotation({ level: 'error', title: 'azbackup', message }));
    return false;
  }
}
