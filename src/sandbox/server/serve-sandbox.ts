// Serves the sandbox of a folder over sockets.

import type { RealClock } from '../kernel/time/clock.js';
import { addressedWorld } from '../http/addressed-world.js';
import { serviceHost } from '../http/routing/host.js';
import type { PersistentSandbox } from '../persistent-sandbox.js';
import { beginFlow, letTimeFlow } from '../kernel/time/clock-settings.js';
import { openCertificateAuthority } from './certificate-authority.js';
import { endpointFetch } from './endpoint-address.js';
import { openRecorder } from './recorder.js';
import { servedFetch } from './served-fetch.js';
import { certificatePath, recordServer } from './server-record.js';
import { listen, type SocketServer } from './socket-server.js';

/** What to serve, and where. */
export interface ServeOptions {
  readonly sandbox: PersistentSandbox;
  /** The sandbox's folder. */
  readonly directory: string;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Virtual seconds in a real one; the world's own when left out. */
  readonly speed?: number | undefined;
  /** Folder for a file of each exchange. */
  readonly record?: string | undefined;
  readonly clock: RealClock;
  /** Told of hosts that clients asked for in vain. */
  readonly onRefusal: (reason: string) => void;
  /** Told of errors that are the sandbox's own defects. */
  readonly onDefect: (error: unknown) => void;
}

/** A sandbox that is served. */
export interface ServedSandbox {
  /** What clients set as their proxy; over TLS the same port answers without one. */
  readonly address: string;
  readonly port: number;
  /** Path of the certificate that clients trust. */
  readonly certificate: string;
  /** Lets requests end, and stops. What was answered is in the state file at any time. */
  close(): Promise<void>;
}

/**
 * Starts serving. Rejects with Node's error, such as EADDRINUSE, when it cannot listen, and with
 * AlreadyServedError where another server answers for the folder.
 */
export async function serveSandbox(options: ServeOptions): Promise<ServedSandbox> {
  const { sandbox, directory, clock, host } = options;
  const authority = await openCertificateAuthority(directory, clock.now());
  const served = servedFetch(sandbox, clock);
  const recorded =
    options.record === undefined ? served : await openRecorder(options.record, served);
  const server = await listen({
    ...options,
    authority,
    fetch: endpointFetch(recorded),
    resolves: (hostname) => resolves(sandbox, hostname),
  });
  await sandbox.change((state) => beginFlow(state, clock.now(), options.speed));
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`;
  const removeRecord = await recordServer(directory, address).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return {
    address,
    port: server.port,
    certificate: certificatePath(directory),
    close: () => close(options, server, removeRecord),
  };
}

async function resolves(sandbox: PersistentSandbox, hostname: string): Promise<boolean> {
  const host = serviceHost(hostname);
  if (host === undefined || Object.keys(host.params).length === 0) {
    return host !== undefined;
  }
  return await sandbox.change((state) => addressedWorld(state, host, '/').exists);
}

async function close(
  { sandbox, clock }: ServeOptions,
  server: SocketServer,
  removeRecord: () => Promise<void>,
): Promise<void> {
  await server.close();
  await sandbox.change((state) => letTimeFlow(state, clock.now()));
  await removeRecord();
}
