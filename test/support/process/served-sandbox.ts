// The built program's `sandbox serve` as a process of its own.

import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll } from 'vitest';
import type { Fault } from '../../../src/sandbox/faults/request-faults.js';
import { sandboxFolder } from '../sandbox-folder.js';
import { cleanPlace, runBin, startOf, type CleanPlace } from './bin.js';
import { proxiedClient, type ProxiedClient } from './proxied-client.js';

/** A server that answers. */
export interface ServedProcess {
  readonly proxy: string;
  readonly endpoint: string;
  readonly port: number;
  readonly pid: number;
  /** Path of the certificate that clients trust, in PEM. */
  readonly certificate: string;
  readonly ca: string;
  readonly directory: string;
  client(maxSockets?: number): ProxiedClient;
  /** What it has written on stderr so far. */
  stderr(): string;
  /** Sends a signal; the exit code, or null where the signal ended it. */
  stop(signal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
}

/** Starts `azbackup sandbox serve` on a free port, and waits until it answers. */
export async function startServing(
  place: { readonly directory: string; readonly env: Readonly<Record<string, string>> },
  args: readonly string[] = [],
): Promise<ServedProcess> {
  const start = startOf(['sandbox', 'serve', '--port', '0', '-o', 'json', ...args]);
  const child = spawn(start.file, start.args, {
    cwd: place.directory,
    env: { ...place.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const [item] = JSON.parse(await firstLine(child, () => errors.join(''))).items;
  const ca = readFileSync(item.certificate, 'utf8');
  const clients: ProxiedClient[] = [];
  return {
    ...item,
    ca,
    pid: child.pid,
    client: (maxSockets) => {
      const client = proxiedClient({ port: item.port, ca }, maxSockets);
      clients.push(client);
      return client;
    },
    stderr: () => errors.join(''),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      for (const client of clients) {
        client.close();
      }
      return ended;
    },
  };
}

function firstLine(child: ChildProcess, stderr: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) {
        resolve(text);
      }
    });
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${stderr()}`)));
  });
}

/** What `sandbox env` says, as a process gets it that the shell starts. */
export async function shellEnvironment(
  place: CleanPlace,
  directory: string,
): Promise<Record<string, string>> {
  const args = ['sandbox', 'env', '--sandbox-dir', directory, '-o', 'json'];
  const { items } = JSON.parse((await runBin(place, args)).stdout);
  return Object.fromEntries(
    items.flatMap(({ name, value }: { name: string; value: string | null }) =>
      value === null ? [] : [[name, value]],
    ),
  );
}

/** A place of a test file's own, with servers that end with the file. */
export interface ServingPlace {
  readonly place: CleanPlace;
  readonly serve: (...args: readonly string[]) => Promise<ServedProcess>;
  /** A sandbox folder of its own, so that tests do not meet one another's changes. */
  readonly folder: (name: string, faults?: Fault[]) => string;
}

/** Makes such a place. */
export function servingPlace(): ServingPlace {
  const place = cleanPlace();
  const served: ServedProcess[] = [];
  // Last in, first out: the servers end before their folders go.
  afterAll(() => place.remove());
  afterAll(async () => {
    await Promise.all(served.map((each) => each.stop('SIGKILL')));
  });
  return {
    place,
    serve: async (...args) => {
      const server = await startServing(place, args);
      served.push(server);
      return server;
    },
    folder: (name, faults = []) => sandboxFolder(place.directory, name, faults),
  };
}
