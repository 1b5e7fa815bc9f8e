// A host that is asked what it says of its cloud, and never stops answering.
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openCertificateAuthority } from '../../src/sandbox/server/certificate-authority.js';
import { certificatePath } from '../../src/sandbox/server/server-record.js';
import { cleanPlace, runBin } from '../support/process/bin.js';

const place = cleanPlace();
afterAll(() => place.remove());

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const MEGABYTE = Buffer.alloc(1024 * 1024, ' ');

/** Sends until the other side has gone. */
function sendForEver(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const send = (): void => {
    if (response.write(MEGABYTE)) {
      setImmediate(send);
    }
  };
  response.on('drain', send);
  send();
}

describe('cloud show --from-metadata', () => {
  it('reads no more of an answer than any such document has', async () => {
    const folder = path.join(place.directory, 'authority');
    const authority = await openCertificateAuthority(folder, Date.now());
    const server = createServer(authority.loopback(), (_, response) => sendForEver(response));
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, stderr } = await runBin(
      place,
      ['cloud', 'show', '--from-metadata', `https://localhost:${port}`],
      { env: { NODE_EXTRA_CA_CERTS: certificatePath(folder) } },
    );
    expect({ code, stderr }).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('it is longer than any such document'),
    });
  }, 20_000);
});
