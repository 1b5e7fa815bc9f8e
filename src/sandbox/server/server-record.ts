// What other commands need to know of the server of a sandbox folder: where its certificate is, and, in a
// file in that folder, whether one answers now and where.

import { once } from 'node:events';
import { readFile, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { kill, pid } from 'node:process';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const fileName = 'server.json';
const certificateName = 'ca.pem';

/** A server on this machine takes a connection at once. */
const ANSWER_MILLISECONDS = 1000;

/** Where the certificate of a folder's authority is once it was served, for clients that are to trust it. */
export function certificatePath(directory: string): string {
  return join(directory, certificateName);
}

const recordSchema = z.object({
  pid: z.number(),
  /** Address to set as proxy, such as http://127.0.0.1:8443. */
  address: z.string(),
});

/** A server that answers for a folder. */
export type ServerRecord = z.infer<typeof recordSchema>;

/** A folder has a server already: two would each let time flow, and one certificate replace the other's. */
export class AlreadyServedError extends Error {
  override readonly name = 'AlreadyServedError';
  readonly server: ServerRecord;
  constructor(server: ServerRecord) {
    super(`process ${server.pid} serves it on ${server.address}`);
    this.server = server;
  }
}

/** @throws AlreadyServedError when another server answers for the folder */
export async function requireUnserved(directory: string): Promise<void> {
  const server = await runningServer(directory);
  if (server !== undefined && server.pid !== pid && (await isListening(server))) {
    throw new AlreadyServedError(server);
  }
}

/** Whether a server answers: false where a killed server's process id is another program's by now. */
export async function isListening({ address }: ServerRecord): Promise<boolean> {
  const { hostname, port } = new URL(address);
  const socket = connect({ host: hostname.replaceAll(/[[\]]/gu, ''), port: Number(port) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(ANSWER_MILLISECONDS) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Makes a server known; the returned function takes that back. @throws AlreadyServedError */
export async function recordServer(
  directory: string,
  address: string,
): Promise<() => Promise<void>> {
  await requireUnserved(directory);
  const path = join(directory, fileName);
  const record: ServerRecord = { pid, address };
  await writeFileAtomic(path, JSON.stringify(record), { mode: 0o600, chown: false, fsync: false });
  // Of two that begin at once, the last to write is the one that other commands find.
  await requireUnserved(directory);
  return async () => {
    // Another server may have taken its place since.
    if ((await runningServer(directory))?.pid === pid) {
      await unlink(path).catch(() => undefined);
    }
  };
}

/** The server of a folder; undefined when none runs, whatever a killed one has left behind. */
export async function runningServer(directory: string): Promise<ServerRecord | undefined> {
  const record = await recordedServer(directory);
  return record !== undefined && isAlive(record.pid) ? record : undefined;
}

/** The server that was last written down for a folder, whether or not it still runs. */
export async function recordedServer(directory: string): Promise<ServerRecord | undefined> {
  const text = await readFile(join(directory, fileName), 'utf8').catch(() => '{}');
  return recordSchema.safeParse(parseJson(text)).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(processId: number): boolean {
  try {
    return kill(processId, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
