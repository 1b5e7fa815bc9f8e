import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openCertificateAuthority,
  type CertificateAuthority,
} from '../../../../src/sandbox/server/certificate-authority.js';
import { certificatePath } from '../../../../src/sandbox/server/server-record.js';

const DAY = 86_400_000;
/** TLS judges certificates by the machine's clock. */
const now = new Date().getTime();

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azbackup-ca-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** The error with which a client that trusts the authority meets a server; undefined when all is well. */
async function handshake(authority: CertificateAuthority, name: string): Promise<unknown> {
  const server = createServer({
    ...authority.loopback(),
    SNICallback: (asked, done) => done(null, authority.contextFor(asked)),
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    return await new Promise((resolve) => {
      const socket: TLSSocket = connect(
        { host: '127.0.0.1', port, servername: name, ca: authority.certificate },
        () => {
          socket.end();
          resolve(undefined);
        },
      );
      socket.on('error', resolve);
    });
  } finally {
    server.close();
  }
}

describe('the certificate authority of a sandbox', () => {
  it('is readable by its owner only', async () => {
    await openCertificateAuthority(directory, now);
    for (const name of ['ca.key', 'ca.pem']) {
      expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
    }
  });

  it('is made once, also by two at once', async () => {
    const all = await Promise.all([
      openCertificateAuthority(directory, now),
      openCertificateAuthority(directory, now),
    ]);
    const later = await openCertificateAuthority(directory, now + DAY);
    const file = await readFile(certificatePath(directory), 'utf8');
    expect([...all, later].map(({ certificate }) => certificate)).toEqual([file, file, file]);
  });

  it('is made anew in time before it ends, and when its key is another’s', async () => {
    const first = await openCertificateAuthority(directory, now);
    const late = await openCertificateAuthority(directory, now + 3300 * DAY);
    expect(late.certificate).not.toBe(first.certificate);
    await rm(join(directory, 'ca.key'));
    const again = await openCertificateAuthority(directory, now + 3300 * DAY);
    expect(again.certificate).not.toBe(late.certificate);
  });

  it('vouches for Azure’s hosts under their own names', async () => {
    const authority = await openCertificateAuthority(directory, now);
    for (const name of [
      'management.azure.com',
      'login.microsoftonline.com',
      'KV-prod-rbac.vault.azure.net',
      'localhost',
    ]) {
      expect([name, await handshake(authority, name)]).toEqual([name, undefined]);
    }
  });

  it('can vouch for no other name, even with its key', async () => {
    const authority = await openCertificateAuthority(directory, now);
    expect(await handshake(authority, 'www.example.com')).toMatchObject({
      message: expect.stringMatching(/permitted subtree violation/u),
    });
  });

  it('has what strict clients ask for', async () => {
    const authority = await openCertificateAuthority(directory, now);
    const ca = new X509Certificate(authority.certificate);
    const server = new X509Certificate(authority.loopback().cert);
    expect(ca.ca).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.checkIssued(ca)).toBe(true);
    expect(server.verify(ca.publicKey)).toBe(true);
    expect(server.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    expect(Date.parse(server.validTo) - Date.parse(server.validFrom)).toBeLessThanOrEqual(
      398 * DAY,
    );
  });
});
