// What other commands need to know of the server of a sandbox folder: where its certificate is, and, in a
// file in that folder, whether one answers now and where.

import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { kill, pid } from 'node:process';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const fileName = 'server.json';
const certificateName = 'ca.pem';

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

/** Makes a server known; the returned function takes that back. */
export async function recordServer(
  directory: string,
  address: string,
): Promise<() => Promise<void>> {
  const path = join(directory, fileName);
  const record: ServerRecord = { pid, address };
  await writeFileAtomic(path, JSON.stringify(record), { mode: 0o600, chown: false, fsync: false });
  return async () => {
    // Another server may have taken its place since.
    if ((await runningServer(directory))?.pid === pid) {
      await unlink(path).catch(() => undefined);
    }
  };
}

/** The server of a folder; undefined when none runs, whatever a killed one has left behind. */
export async function runningServer(directory: string): Promise<ServerRecord | undefined> {
  const text = await readFile(join(directory, fileName), 'utf8').catch(() => '{}');
  const record = recordSchema.safeParse(parseJson(text));
  return record.success && isAlive(record.data.pid) ? record.data : undefined;
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
