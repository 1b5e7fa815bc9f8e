// CONNECT: which hosts a client may reach through the proxy. Those that the sandbox answers for, and no
// other, so that nothing meant for a sandbox can arrive in the real cloud.

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { serviceHost } from '../http/routing/host.js';

const HTTPS_PORT = '443';

/** What the proxy does with its clients' tunnels. */
export interface Tunnels {
  /** Whether a key vault or storage account of this name exists, so that its host name resolves. */
  readonly resolves: (hostname: string) => Promise<boolean>;
  /** Takes over the socket of an open tunnel. */
  readonly open: (socket: Duplex) => void;
  /** Told of each refusal, with its reason. */
  readonly onRefusal: (reason: string) => void;
}

/** Answers one CONNECT; to be called for Node's `connect` event. */
export async function handleConnect(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  tunnels: Tunnels,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  const target = printable(request.url ?? '');
  const refusal = await refuse(target, tunnels.resolves);
  if (refusal !== undefined) {
    tunnels.onRefusal(refusal.reason);
    socket.end(refusalText(refusal));
    return;
  }
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  if (head.length > 0) {
    socket.unshift(head);
  }
  tunnels.open(socket);
}

interface Refusal {
  readonly status: number;
  readonly reason: string;
}

async function refuse(target: string, resolves: Tunnels['resolves']): Promise<Refusal | undefined> {
  const [, hostname = '', port = ''] = /^(?<host>.*):(?<port>\d+)$/u.exec(target) ?? [];
  if (serviceHost(hostname) === undefined || port !== HTTPS_PORT) {
    const reason = `the azbackup sandbox does not answer for ${target}, and lets nothing else out`;
    return { status: 403, reason };
  }
  // A proxy looks the name up for its client; where that fails, proxies answer with this status.
  return (await resolves(hostname))
    ? undefined
    : { status: 502, reason: `${hostname} does not exist in the azbackup sandbox` };
}

/** Clients show the reason phrase or the body, hardly one both. */
function refusalText({ status, reason }: Refusal): string {
  const body = `${reason}\n`;
  return [
    `HTTP/1.1 ${status} ${reason}`,
    'Content-Type: text/plain',
    `Content-Length: ${body.length}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

/** What a client sent, safe to be repeated in a header. */
function printable(text: string): string {
  return text.replaceAll(/[^\w.:[\]-]/gu, '?').slice(0, 260);
}
