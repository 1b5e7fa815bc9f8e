// Builds the surroundings of a command: Azure or the sandbox behind the same services, progress on
// stderr, questions to a person. The one place that knows which Azure answers.

import path from 'node:path';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { v5 as nameBasedGuid } from 'uuid';
import packageJson from '../../package.json' with { type: 'json' };
import type { Clock } from '../clock.js';
import { COMMANDS } from '../commands/catalogue.js';
import { once } from '../domain/once.js';
import { instantOf } from '../domain/time/instant.js';
import { KeyMaterial } from '../domain/keys/key-material.js';
import type { AuthMethod } from '../domain/sign-in.js';
import { type AzbackupError, usageError } from '../errors/azbackup-error.js';
import type { Host } from './host.js';
import { lazyProgress, type LazyProgress } from './lazy-progress.js';
import type { Io } from '../output/io.js';
import type { ProgressMode } from '../output/progress/progress-mode.js';
import { backendOf, sandboxDirectory, type Backend } from './backend/backend.js';
import { cloudAccess } from './backend/clouds.js';
import { runHistory } from './runs/run-history.js';
import { createRunRecord, type RunRequest } from './runs/run-record.js';
import { openSandbox } from './sandbox-connection.js';
import { placeFixes, type CommandPlace } from '../output/suggested-commands.js';
import { namedFiles } from './files/named-files.js';
import { noFiles } from './files/no-files.js';
import { filesIn, stateDirectory } from './files/state-files.js';
import {
  createRequestPace,
  type PaceNotice,
  type SharedPauses,
} from '../services/arm/pacing/request-pace.js';
import type { RetryNotice } from '../services/arm/transport/clock-retry-policy.js';
import type { Fetch } from '../services/arm/transport/fetch-http-client.js';
import type { ExchangeRecorder } from '../services/arm/transport/recording-policy.js';
import type { RequestTrace } from '../services/arm/transport/request-trace-policy.js';
import type { Transport } from '../services/arm/transport/transport.js';
import type { Services } from '../services/services.js';
import type { Run } from './run.js';
import type { Settings } from './settings.js';
import type { EngineEvent } from '../steps/events.js';
import type { IntentJournal, JournalSurroundings, StateFiles } from '../steps/intents/journal.js';
import type { CommandContext } from '../commands/context.js';
import type { Surroundings } from '../commands/doctor/surroundings.js';
import type { ProgramCalls } from '../commands/mcp/program-calls.js';

/** Namespace of the guids that azbackup derives from names; never to be changed. */
const GUID_NAMESPACE = '6f2b1d6e-6a4e-5c1b-9d7a-3a1f6b0c2e54';
const MAX_RETRIES = 3;
/** What the program needs to build a context. */
export interface ContextRequest {
  readonly host: Host;
  readonly io: Io;
  readonly settings: Settings;
  readonly signal: AbortSignal;
  /** Seconds that the command may take; undefined where nobody has said. */
  readonly limitSeconds: number | undefined;
  /** Makes the sandbox anew where its state cannot be read. */
  readonly repairSandbox: boolean;
  /** True for a command that looks for what is wrong: the context is there even where nothing can be reached. */
  readonly diagnoses?: boolean;
  /** Why the config files could not be used, for such a command. */
  readonly configProblem?: AzbackupError | undefined;
  /** False for a command that asks nobody, or records in its own way. */
  readonly records: boolean;
  /** True for a command that asks nobody: it must not fail because of what leads to Azure. */
  readonly local: boolean;
  /** What is recorded of a command that changes many machines; absent for any other. */
  readonly run: RunRequest | undefined;
  /** Runs the program once more in this process. */
  readonly again: Run['again'];
  /** What keeps suggested commands where they are suggested. */
  readonly commandPlace: CommandPlace;
  /** Streams items where the format is made for it. */
  readonly itemFinished: (item: object) => void;
}

/** A context, and what ends with the command. */
export interface OpenContext {
  readonly context: CommandContext;
  readonly clock: Clock;
  readonly progress: LazyProgress;
  /** True where the result lacks some of what was asked for. */
  readonly isPartial: () => boolean;
  /** Called once the command has ended, however it did. */
  readonly ended: () => Promise<void>;
}

/** From so many machines on the process takes more time to need less memory. */
const MANY_MACHINES = 300;

/** How many machines an event says that there are. */
function sizeOf(event: EngineEvent): number {
  if (event.type === 'machines.selected') {
    return event.count;
  }
  return event.type === 'machines.read' ? event.total : 0;
}

function cloudsOf(
  request: ContextRequest,
  backend: Backend,
  correlationId: string,
): Pick<CommandContext, 'backupApplication' | 'clouds'> {
  const { backupAppId, backupAppName } = backend.cloud;
  return {
    backupApplication: {
      appId: backupAppId,
      displayName: backupAppName ?? 'Backup Management Service',
    },
    clouds: cloudAccess(request.host.cwd, () => transportOf(request, backend, correlationId)),
  };
}

/** Builds the context of one command. Throws AzbackupError for settings that lead nowhere. */
export async function openContext(request: ContextRequest): Promise<OpenContext> {
  const { host, io, settings } = request;
  const backend = await backendOf(request);
  const { clock } = backend;
  const progress = lazyProgress(async () => {
    const { createProgress } = await import('../output/progress/create-progress.js');
    return createProgress(progressMode(settings, io), { io, clock, schedule: host.schedule });
  });
  const { renderer } = progress;
  const [started, correlationId] = [clock.now(), host.newGuid()];
  let isPartial = false;
  const warn = (message: string): void => {
    if (!settings.quiet) {
      renderer.write(`warning: ${message}\n`);
    }
  };
  const run = createRunRecord(request.run, { host, now: () => clock.now(), warn });
  const context: CommandContext = {
    clock,
    commands: COMMANDS,
    installation: { ...host.installation, version: packageJson.version },
    journal: lazyJournal(request, backend, warn),
    correlationId,
    services: await openServices(request, backend, renderer, { started, correlationId }),
    maxConcurrency: settings.maxConcurrency,
    ...cloudsOf(request, backend, correlationId),
    emit: (event) => {
      if (sizeOf(event) >= MANY_MACHINES) {
        host.keepHeapSmall?.();
      }
      run.event(event);
      renderer.emit(event);
    },
    run,
    runs: runHistory(host),
    drillFiles: filesIn(host, backend.drillFolder),
    signal: request.signal,
    // The sandbox's own time is nobody else's, and a rehearsal must repeat itself.
    random: settings.sandbox ? () => 0 : () => host.random(),
    guidOf: (text) => nameBasedGuid(text, GUID_NAMESPACE),
    defaultSubscription: () => backend.defaultSubscription(),
    adeClientSecret: () => adeClientSecret(host),
    showPlan: planShower(request, { clock, renderer }),
    warn,
    leftOut: (message) => {
      isPartial = true;
      renderer.write(`warning: ${message}\n`);
    },
    agreedByFlag: settings.yes,
    confirm: async (question, consequence, instead) => {
      await progress.shown();
      return confirm(request, question, consequence, instead);
    },
    confirmPlan: async (question, consequence) => {
      if (hasAgreed(request)) {
        return true;
      }
      await progress.shown();
      return host.ask(question, consequence);
    },
    askText: async (question, consequence, instead) => {
      await progress.shown();
      requirePerson(request, consequence, instead);
      return request.host.askText(question, consequence);
    },
    ...(host.agent === undefined ? namedFiles(host) : noFiles()),
    programCalls: () => openProgramCalls(request, backend),
    inPlace: (document) => placeFixes(document, request.commandPlace),
    surroundings: () => openSurroundings(request, backend, correlationId),
    itemFinished: (item, exit) => {
      if (exit !== undefined) {
        run.ended(item, exit);
      }
      request.itemFinished(item);
    },
    ...(backend.sandbox === undefined ? {} : { sandbox: backend.sandbox }),
  };
  return { context, clock, progress, isPartial: () => isPartial, ended: () => run.close() };
}

function adeClientSecret({ env }: Host): KeyMaterial | undefined {
  const secret = env['AZBACKUP_ADE_CLIENT_SECRET'] ?? '';
  return secret === '' ? undefined : new KeyMaterial(secret);
}

async function openProgramCalls(request: ContextRequest, backend: Backend): Promise<ProgramCalls> {
  const { programCalls } = await import('./calls/program-calls.js');
  return programCalls(request, backend);
}

/** Read with the first request, when what it is read with is loaded anyway. */
function lazyPauses(files: StateFiles): SharedPauses {
  const open = once(async () => {
    const { sharedPauses } = await import('./backend/shared-pauses.js');
    return sharedPauses(files);
  });
  return {
    read: async () => (await open()).read(),
    write: async (key, until, now) => (await open()).write(key, until, now),
  };
}

/** Opened when it is first used: commands that change nothing long have no use for it. */
function lazyJournal(
  { host }: ContextRequest,
  { clock, journalFolder }: Backend,
  warn: (message: string) => void,
): IntentJournal {
  const open = once(() => openJournal(host, journalFolder, { now: () => clock.now(), warn }));
  return {
    begin: async (intent) => (await open()).begin(intent),
    accepted: async (intent, operation) => (await open()).accepted(intent, operation),
    inJob: async (intent, jobId) => (await open()).inJob(intent, jobId),
    settle: async (intent) => (await open()).settle(intent),
    find: async (query) => (await open()).find(query),
  };
}

async function openJournal(
  host: Host,
  folder: string,
  surroundings: Pick<JournalSurroundings, 'now' | 'warn'>,
): Promise<IntentJournal> {
  const { createJournal } = await import('../steps/intents/journal.js');
  const newGuid = (): string =>
    nameBasedGuid(`${surroundings.now()} ${host.newGuid()}`, GUID_NAMESPACE);
  return createJournal({ ...surroundings, newGuid, files: filesIn(host, folder) });
}

function isMachineProgress(settings: Settings): boolean {
  return settings.progress === 'jsonl';
}

/** Records that stream to the terminal would land in the line that is drawn over. */
function progressMode({ quiet, progress, output }: Settings, io: Io): ProgressMode {
  if (quiet) {
    return 'none';
  }
  return output === 'jsonl' && io.outIsTty && progress === 'auto' ? 'plain' : progress;
}

async function openSurroundings(
  request: ContextRequest,
  backend: Backend,
  correlationId: string,
): Promise<Surroundings> {
  const { host, settings } = request;
  const [{ lookAround }, { sharedClientOptions }] = await Promise.all([
    import('./diagnosis/surroundings.js'),
    import('../services/arm/transport/transport.js'),
  ]);
  const directory = sandboxDirectory(request);
  return lookAround({
    host,
    cloud: backend.cloud,
    configProblem: request.configProblem,
    connectionProblem: backend.problem,
    signIn: {
      cloud: backend.cloud,
      environment: backend.env,
      ...authMethod(settings),
      client: sharedClientOptions(await transportOf(request, backend, correlationId)),
    },
    sandbox: {
      directory,
      inUse: settings.sandbox,
      open: async () =>
        backend.sandbox?.access.sandbox ??
        host.openSandbox?.(directory) ??
        openSandbox(directory, host.clock.now(), false),
    },
  });
}

async function openServices(
  request: ContextRequest,
  backend: Backend,
  progress: LazyProgress['renderer'],
  { started, correlationId }: { readonly started: number; readonly correlationId: string },
): Promise<Services> {
  const { createServices } = await import('../services/create-services.js');
  const recorder = await openRecorder(request, backend, progress);
  const note = (
    name: 'throttled' | 'retrying' | 'slowed',
    details: Readonly<Record<string, string | number>>,
  ): void =>
    progress.emit({
      type: 'note',
      note: name,
      details,
      atSeconds: (backend.clock.now() - started) / 1000,
    });
  const transport = {
    ...(await transportOf(request, backend, correlationId)),
    deadlineMilliseconds:
      request.limitSeconds === undefined ? undefined : started + request.limitSeconds * 1000,
    onRetry: ({ reason, calls, ...details }: RetryNotice): void =>
      note(reason === 'throttled' ? 'throttled' : 'retrying', {
        ...details,
        ...(reason === 'throttled' ? { calls } : {}),
      }),
    ...(request.settings.debug ? { onRequest: debugLines(progress) } : {}),
    ...(recorder === undefined ? {} : { recorder }),
  };
  return createServices({
    ...transport,
    pace: createRequestPace({
      clock: backend.clock,
      maxConcurrency: request.settings.maxConcurrency,
      shared: lazyPauses(backend.pauses),
      onPace: ({ reason, ...details }: PaceNotice) =>
        note(reason === 'throttled' ? 'throttled' : 'slowed', { ...details }),
    }),
    credential: async () => {
      const [{ createCredential }, { sharedClientOptions }] = await Promise.all([
        import('../services/arm/sign-in/credential.js'),
        import('../services/arm/transport/transport.js'),
      ]);
      return createCredential({
        cloud: backend.cloud,
        environment: backend.env,
        ...authMethod(request.settings),
        client: sharedClientOptions(transport),
      });
    },
  });
}

/** How requests go, whoever sends them. */
async function transportOf(
  { host }: ContextRequest,
  backend: Backend,
  correlationId: string,
): Promise<Omit<Transport, 'credential'>> {
  return {
    cloud: backend.cloud,
    ...(backend.fetch === undefined ? {} : { httpClient: await sandboxClient(backend.fetch) }),
    clock: backend.clock,
    startTimer: host.schedule,
    deadlineMilliseconds: undefined,
    correlationId,
    version: packageJson.version,
    maxRetries: MAX_RETRIES,
    onRetry: () => undefined,
  };
}

/** Opened before the first request: a folder that cannot be used must be known before anything is changed. */
async function openRecorder(
  { host, settings, records }: ContextRequest,
  { cloud }: Backend,
  progress: LazyProgress['renderer'],
): Promise<ExchangeRecorder | undefined> {
  if (settings.record === undefined || !records) {
    return undefined;
  }
  const { openRecording } = await import('../services/recording/open-recording.js');
  return openRecording({
    directory: path.resolve(host.cwd, settings.record),
    keyFile: path.join(stateDirectory(host.env, host.homeDirectory), 'recording.key'),
    hasModes: host.userId !== undefined,
    cloud,
    version: packageJson.version,
    onFailure: (reason) => progress.write(`warning: nothing is recorded any more: ${reason}\n`),
  });
}

function planShower(
  { host, io, settings }: Pick<ContextRequest, 'host' | 'io' | 'settings'>,
  { clock, renderer }: { readonly clock: Clock; readonly renderer: LazyProgress['renderer'] },
): CommandContext['showPlan'] {
  return async (plan, family, names) => {
    // An agent applies a plan that was shown.
    if (settings.quiet || isMachineProgress(settings) || host.agent !== undefined) {
      return;
    }
    const [{ createView }, { formatPlan }] = await Promise.all([
      import('../output/view.js'),
      import('../output/views/plan.js'),
    ]);
    const view = createView(io, 'err', { now: instantOf(clock.now()) });
    // On a terminal it stands apart from what follows.
    const gap = view.terminal ? '\n' : '';
    renderer.write(`${formatPlan(plan, family, view, names)}${gap}`);
  };
}

async function sandboxClient(fetch: Fetch): Promise<HttpClient> {
  const { fetchHttpClient } = await import('../services/arm/transport/fetch-http-client.js');
  return fetchHttpClient(fetch);
}

/** How to sign in: the sandbox knows service principals only. */
function authMethod({ sandbox, auth }: Settings): { readonly method?: AuthMethod } {
  if (sandbox) {
    return { method: 'environment' };
  }
  return auth === 'auto' ? {} : { method: auth };
}

function debugLines(progress: LazyProgress['renderer']): (trace: RequestTrace) => void {
  return ({ method, url, status, milliseconds, requestId }) => {
    const end = `${status ?? 'no response'}, ${milliseconds} ms, request ${requestId ?? '-'}`;
    progress.write(`debug: ${method} ${url} -> ${end}\n`);
  };
}

async function confirm(
  request: ContextRequest,
  question: string,
  consequence: string,
  instead?: string,
): Promise<boolean> {
  const { host, settings } = request;
  if (settings.yes && instead === undefined) {
    return true;
  }
  requirePerson(request, consequence, instead ?? 'add --yes');
  return host.ask(question, consequence);
}

/** CI systems say that they are one, and some of them give their jobs a terminal. */
function isCi({ env }: Host): boolean {
  return !['', '0', 'false'].includes((env['CI'] ?? '').toLowerCase());
}

/** True where a plan that loses nothing needs no consent besides the call itself. */
function hasAgreed(request: Pick<ContextRequest, 'host' | 'io' | 'settings'>): boolean {
  const { host, settings } = request;
  return (
    host.agent !== undefined ||
    settings.yes ||
    isMachineProgress(settings) ||
    isCi(host) ||
    !canAsk(request)
  );
}

function canAsk({ host, io, settings }: Pick<ContextRequest, 'host' | 'io' | 'settings'>): boolean {
  return !settings.noInput && (host.agent?.canAsk ?? (io.inIsTty && io.errIsTty));
}

/** Throws a usage error `AZB_CONFIRMATION_NEEDED` where nobody can be asked. */
function requirePerson(
  request: Pick<ContextRequest, 'host' | 'io' | 'settings'>,
  consequence: string,
  instead: string,
): void {
  if (!canAsk(request)) {
    throw usageError('AZB_CONFIRMATION_NEEDED', 'confirmation required', {
      causes: [consequence],
      // What says yes on a command line is not for an agent to say.
      fix: request.host.agent === undefined ? [instead] : ['run the command in a terminal'],
    });
  }
}
