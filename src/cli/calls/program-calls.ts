// Runs azbackup once more in this process, for those who call it through a server: the same parser, settings, commands
// and exit codes, with streams that are caught instead of shown.

import { usageError } from '../../errors/azbackup-error.js';
import type {
  CallOptions,
  CallOutcome,
  CallPerson,
  ProgramCalls,
} from '../../commands/mcp/program-calls.js';
import type { OutputStream } from '../../output/io.js';
import { sandboxDirectory, type Backend } from '../backend/backend.js';
import type { ContextRequest } from '../context.js';
import { filesIn } from '../files/state-files.js';
import type { Host, RunObserver } from '../host.js';
import type { Settings } from '../settings.js';
import { observeRun } from '../run-observer.js';
import { readOnlyFiles } from './read-only-files.js';

/** The door to the program, as a context that is open has it. */
export function programCalls(
  request: Pick<ContextRequest, 'host' | 'io' | 'settings' | 'again'>,
  backend: Pick<Backend, 'sandbox'>,
): ProgramCalls {
  const { host, io, settings } = request;
  const { sandbox, cloud, subscription, resourceGroup, vault } = settings;
  return {
    place: {
      sandbox: sandbox ? sandboxDirectory({ host, settings }) : undefined,
      cloud,
      subscription,
      resourceGroup,
      vault,
    },
    startOptions: startOptionsOf(settings),
    messages: () => host.stdinChunks(),
    write: (text) => io.writeOut(text),
    log: (line) => io.writeErr(`${line}\n`),
    now: () => host.clock.now(),
    newGuid: () => host.newGuid(),
    call: async (argv, options) => {
      const caught = catching(options.onLine);
      const inner = innerHost({ host, settings, caught, options }, backend);
      const exitCode = await request.again(argv, inner);
      return caught.outcome(exitCode);
    },
  };
}

/** What every call has in common with the call that started the server. */
function startOptionsOf(settings: Settings): readonly string[] {
  const { sandbox, sandboxDir, sandboxAs, cloud, auth, maxConcurrency, record, config, debug } =
    settings;
  return [
    ...(sandbox && sandboxDir === undefined ? ['--sandbox'] : []),
    ...optionWord('sandbox-dir', sandboxDir),
    ...optionWord('sandbox-as', sandboxAs),
    ...optionWord('cloud', cloud === 'AzureCloud' ? undefined : cloud),
    ...optionWord('auth', auth === 'auto' ? undefined : auth),
    ...optionWord('max-concurrency', maxConcurrency),
    ...optionWord('record', record),
    ...optionWord('config', config),
    ...(debug ? ['--debug'] : []),
  ];
}

function optionWord(name: string, text: string | number | undefined): readonly string[] {
  return text === undefined ? [] : [`--${name}=${text}`];
}

interface InnerCall {
  readonly host: Host;
  readonly settings: Settings;
  readonly caught: Caught;
  readonly options: CallOptions;
}

/** The host of a call: nobody at a terminal, no standard input, and no files where none may be written. */
function innerHost(
  { host, settings, caught, options }: InnerCall,
  { sandbox }: Pick<Backend, 'sandbox'>,
): Host {
  const { person, keepsState } = options;
  return {
    ...host,
    // What nobody catches ends the server, and its streams are flushed by it.
    onUncaught: () => undefined,
    flushed: () => Promise.resolve(),
    env: { ...host.env, NO_COLOR: '1' },
    stdout: caught.nothing,
    stderr: caught.stderr,
    stdin: { isTTY: false },
    onSignal: (listener) => onAbort(options.signal, () => listener('SIGINT')),
    ...personOf(person),
    readStdin: () =>
      Promise.reject(
        usageError('AZB_AGENT_FILE', 'an agent has no standard input', {
          causes: ['- stands for standard input'],
          fix: ['name the VMs themselves, or run the command in a terminal'],
        }),
      ),
    agent: { canAsk: person !== undefined, settings, read: caught.read },
    observer: caught.observer,
    ...(keepsState
      ? {}
      : { openStateFiles: (folder: string) => readOnlyFiles(filesIn(host, folder)) }),
    // One and the same for all calls: an open sandbox stays open until the process ends.
    ...(sandbox === undefined
      ? {}
      : { openSandbox: () => Promise.resolve(sandbox.access.sandbox) }),
  };
}

function personOf(person: CallPerson | undefined): Pick<Host, 'ask' | 'askText'> {
  return {
    ask: (question, consequence) =>
      person === undefined ? Promise.resolve(false) : person.ask(question, consequence),
    askText: (question, consequence) =>
      person === undefined ? Promise.resolve(undefined) : person.askText(question, consequence),
  };
}

function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => undefined;
  }
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}

/** The streams of a call, and what came through them. */
interface Caught {
  readonly nothing: OutputStream;
  readonly stderr: OutputStream;
  readonly observer: RunObserver;
  readonly read: (lines: readonly string[]) => void;
  outcome(exitCode: number): CallOutcome;
}

function catching(onLine: (line: string) => void): Caught {
  const seen = observeRun();
  let lines: readonly string[] = [];
  const stderr = byLine(onLine);
  return {
    nothing: { write: () => true, on: () => undefined },
    stderr: { write: stderr.write, on: () => undefined },
    observer: seen.observer,
    read: (text) => {
      lines = text;
    },
    outcome: (exitCode) => {
      stderr.end();
      return { exitCode, document: seen.document(), lines, error: seen.error() };
    },
  };
}

function byLine(onLine: (line: string) => void): {
  readonly write: (text: string) => boolean;
  readonly end: () => void;
} {
  let rest = '';
  const tell = (line: string): void => {
    if (line.trim() !== '') {
      onLine(line);
    }
  };
  return {
    write: (text) => {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(tell);
      return true;
    },
    end: () => {
      tell(rest);
      rest = '';
    },
  };
}
