// `azbackup sandbox serve`: the sandbox as Azure for any client, until it is stopped.

import path from 'node:path';
import { usageError } from '../../errors/azbackup-error.js';
import type { SandboxServeDocument } from './serve.result.js';
import type { ServedSandbox } from '../../sandbox/server/serve-sandbox.js';
import { RecordFolderError } from '../../sandbox/server/recorder.js';
import { AlreadyServedError, requireUnserved } from '../../sandbox/server/server-record.js';
import { isoInstant } from '../../sandbox/kernel/time/instant.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { SandboxAccess } from './access.js';
import { controlledSandbox } from './control.js';
import type { SandboxServeOptions } from './serve.command.js';

/**
 * Runs the command; its document is out as soon as the server answers. Stopping it by a signal is how it
 * is meant to end, so that is `done`.
 */
export async function run(
  context: CommandContext,
  options: SandboxServeOptions,
): Promise<CommandResult<SandboxServeDocument>> {
  const control = controlledSandbox(context);
  warnOfOpenAddress(context, options);
  await requireOnlyServer(control.access);
  if (options.world !== undefined) {
    await control.reset(options.world);
  }
  const server = await serve(context, control.access, options);
  const document = await documentOf(control.access, server, options);
  for (const item of document.items) {
    context.itemFinished(item);
  }
  return {
    document,
    exit: 'done',
    untilEnd: async () => {
      await abortOf(context.signal);
      await server.close();
    },
  };
}

/** Whoever reaches the server may change the sandbox: its secrets are the same everywhere. */
function warnOfOpenAddress(context: CommandContext, { host }: SandboxServeOptions): void {
  if (!/^(?:127\.|localhost$|::1$|\[::1\]$)/iu.test(host)) {
    context.warn(`${host} is not this machine alone: anyone who can reach it may use the sandbox`);
  }
}

/** Before anything is changed, and a world reset under the server that runs. */
async function requireOnlyServer({ directory }: SandboxAccess): Promise<void> {
  try {
    await requireUnserved(directory);
  } catch (error) {
    throw servedError(error, directory);
  }
}

function servedError(error: unknown, directory: string): unknown {
  return error instanceof AlreadyServedError
    ? usageError('AZB_SANDBOX_SERVED', `the sandbox in ${directory} is served already`, {
        target: directory,
        causes: [error.message],
        fix: ['azbackup sandbox env', 'or choose another folder: --sandbox-dir'],
        underlying: error,
      })
    : error;
}

async function serve(
  context: CommandContext,
  access: SandboxAccess,
  options: SandboxServeOptions,
): Promise<ServedSandbox> {
  const { serveSandbox } = await import('../../sandbox/server/serve-sandbox.js');
  const { sandbox, directory, realClock } = access;
  try {
    return await serveSandbox({
      ...options,
      sandbox,
      directory,
      record: recordingsOf(access, options) ?? undefined,
      clock: realClock,
      onRefusal: (reason) => context.warn(reason),
      onDefect: (error) =>
        context.warn(`bug in the sandbox: ${error instanceof Error ? error.stack : 'unknown'}`),
    });
  } catch (error) {
    throw addressError(recordError(servedError(error, directory), options), options);
  }
}

function recordError(error: unknown, { record = '' }: SandboxServeOptions): unknown {
  return error instanceof RecordFolderError
    ? usageError('AZB_RECORD_FOLDER', `exchanges cannot be recorded in ${record}`, {
        target: record,
        causes: [error.message],
        fix: ['choose another folder: --record FOLDER'],
        underlying: error,
      })
    : error;
}

/** Node's errors about the address, in the user's terms; anything else as it is. */
function addressError(error: unknown, { host, port }: SandboxServeOptions): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EADDRINUSE' && code !== 'EADDRNOTAVAIL' && code !== 'EACCES') {
    return error;
  }
  return usageError('AZB_SANDBOX_ADDRESS', `cannot listen on ${host}, port ${port}`, {
    target: `${host}:${port}`,
    causes: [error instanceof Error ? error.message : String(error)],
    fix: ['azbackup sandbox serve --port 0'],
    underlying: error,
  });
}

function recordingsOf(
  { workingDirectory }: SandboxAccess,
  { record }: SandboxServeOptions,
): string | null {
  return record === undefined ? null : path.resolve(workingDirectory, record);
}

async function documentOf(
  access: SandboxAccess,
  server: ServedSandbox,
  options: SandboxServeOptions,
): Promise<SandboxServeDocument> {
  return access.sandbox.change(({ world, nowMilliseconds, clock }) => ({
    kind: 'sandbox-serve',
    schemaVersion: 1,
    items: [
      {
        proxy: server.address,
        endpoint: `https://localhost:${server.port}`,
        port: server.port,
        certificate: server.certificate,
        directory: access.directory,
        recordings: recordingsOf(access, options),
      },
    ],
    summary: {
      world,
      time: isoInstant(nowMilliseconds),
      speed: clock?.mode === 'running' ? clock.speed : 0,
    },
  }));
}

function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
