// The sandbox's own certificate authority: made once for each sandbox folder, trusted by nobody who was
// not told to, and unable to vouch for any name but those that the sandbox answers for.

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import writeFileAtomic from 'write-file-atomic';
import { SERVED_DOMAINS } from '../http/routing/host.js';
import { acquireLock } from '../kernel/persistence/file-lock.js';
import { makeFolder } from '../kernel/persistence/own-folder.js';
import { parseInstant } from '../kernel/time/instant.js';
import { certificatePath } from './server-record.js';
import {
  authorityCertificate,
  serverCertificate,
  type ServerName,
  type Signer,
  type ValidPeriod,
} from './certificate.js';

const keyName = 'ca.key';
const lockName = 'ca.lock';
const authorityName = 'azbackup sandbox (this machine only)';

const DAY_MILLISECONDS = 86_400_000;
const AUTHORITY_DAYS = 3650;
/** The longest that clients accept of a server; a server process lives shorter. */
const SERVER_DAYS = 397;
/** The authority is made anew when less than this is left to it. */
const RENEWAL_DAYS = SERVER_DAYS + 1;

/** Names of this machine by which clients may call the sandbox without a proxy. */
const LOOPBACK: ServerName = { names: ['localhost'], addresses: ['127.0.0.1', '::1'] };

/** Issues certificates for one sandbox folder. */
export interface CertificateAuthority {
  /** Its own certificate, in PEM. */
  readonly certificate: string;
  /** What a TLS server needs to be this host; made when first asked for. */
  contextFor(hostname: string): SecureContext;
  /** Key and certificate of the server for clients that name no host, in PEM. */
  loopback(): { readonly key: string; readonly cert: string };
}

/**
 * Opens the authority of a folder; makes it, readable by its owner only, where there is none.
 * @param nowMilliseconds real time, since clients check certificates by theirs
 */
export async function openCertificateAuthority(
  directory: string,
  nowMilliseconds: number,
): Promise<CertificateAuthority> {
  await makeFolder(directory);
  const { certificate, signer } = await readOrMake(directory, nowMilliseconds);
  const period = validPeriod(nowMilliseconds, SERVER_DAYS);
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const certificateFor = (server: ServerName): string =>
    serverCertificate(server, keys.publicKey, signer, period);
  const contexts = new Map<string, SecureContext>();
  return {
    certificate,
    contextFor: (hostname) => {
      const name = hostname.toLowerCase();
      const known = contexts.get(name);
      if (known !== undefined) {
        return known;
      }
      const context = createSecureContext({ key, cert: certificateFor({ names: [name] }) });
      contexts.set(name, context);
      return context;
    },
    loopback: () => ({ key, cert: certificateFor(LOOPBACK) }),
  };
}

interface Authority {
  readonly certificate: string;
  readonly signer: Signer;
}

/** One process at a time: of two that make it at once, both must end with the same. */
async function readOrMake(directory: string, nowMilliseconds: number): Promise<Authority> {
  const lock = await acquireLock(join(directory, lockName));
  try {
    return (
      (await readAuthority(directory, nowMilliseconds)) ?? (await make(directory, nowMilliseconds))
    );
  } finally {
    await lock.release();
  }
}

async function readAuthority(
  directory: string,
  nowMilliseconds: number,
): Promise<Authority | undefined> {
  const [certificate, key] = await Promise.all([
    readIfThere(certificatePath(directory)),
    readIfThere(join(directory, keyName)),
  ]);
  if (certificate === undefined || key === undefined) {
    return undefined;
  }
  const read = new X509Certificate(certificate);
  const signer = signerOf(createPrivateKey(key));
  const renewal = nowMilliseconds + RENEWAL_DAYS * DAY_MILLISECONDS;
  const good =
    read.checkPrivateKey(signer.privateKey) && (parseInstant(read.validTo) ?? 0) > renewal;
  return good ? { certificate, signer } : undefined;
}

async function make(directory: string, nowMilliseconds: number): Promise<Authority> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = signerOf(privateKey);
  const period = validPeriod(nowMilliseconds, AUTHORITY_DAYS);
  const certificate = authorityCertificate(signer, SERVED_DOMAINS, period);
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writePrivate(join(directory, keyName), key);
  await writePrivate(certificatePath(directory), certificate);
  return { certificate, signer };
}

function signerOf(privateKey: KeyObject): Signer {
  return { name: authorityName, privateKey, publicKey: createPublicKey(privateKey) };
}

/** From a day ago, for clients whose clock is behind. */
function validPeriod(nowMilliseconds: number, days: number): ValidPeriod {
  return {
    fromMilliseconds: nowMilliseconds - DAY_MILLISECONDS,
    untilMilliseconds: nowMilliseconds + days * DAY_MILLISECONDS,
  };
}

async function writePrivate(path: string, text: string): Promise<void> {
  await writeFileAtomic(path, text, { mode: 0o600, chown: false, fsync: false });
  await chmod(path, 0o600);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
