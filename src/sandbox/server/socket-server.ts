// One port for everything: a proxy for clients that have one set, and TLS for those that were given an
// endpoint. The first byte of a connection tells which.

import { setMaxListeners } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { RealClock } from '../kernel/time/clock.js';
import { serviceHost } from '../http/routing/host.js';
import type { CertificateAuthority } from './certificate-authority.js';
import { endpointHost } from './endpoint-address.js';
import { respondOverSocket, type NodeExchange } from './node-exchange.js';
import { handleConnect, type Tunnels } from './tunnels.js';

/** First byte of a TLS connection: a handshake record (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 0x16;
/** Longer than clients keep a connection that they do not use, so that none meets one being closed. */
const KEEP_ALIVE_MILLISECONDS = 300_000;
/** How long requests may take to end when the server stops. */
const PATIENCE_SECONDS = 5;

/** What a server is made of. */
export interface SocketServerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly authority: CertificateAuthority;
  readonly fetch: NodeExchange['fetch'];
  readonly resolves: Tunnels['resolves'];
  readonly clock: RealClock;
  readonly onRefusal: Tunnels['onRefusal'];
  readonly onDefect: NodeExchange['onDefect'];
}

/** A server that listens. */
export interface SocketServer {
  readonly port: number;
  /** Takes no more connections, lets requests end that are under way, and closes. */
  close(): Promise<void>;
}

/** Starts a server. Rejects with Node's error, such as EADDRINUSE, when it cannot listen. */
export async function listen(options: SocketServerOptions): Promise<SocketServer> {
  const stop = new AbortController();
  // Each request under way listens for it.
  setMaxListeners(0, stop.signal);
  const requests = new Set<Promise<void>>();
  const tls = tlsServer(options, requests, stop.signal);
  const proxy = proxyServer(options, tls);
  const sockets = new Set<Socket>();
  const front = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    handOver(socket, tls, proxy);
  });
  const port = await listening(front, options);
  return {
    port,
    close: async () => {
      front.close();
      tls.closeIdleConnections();
      await endOf(requests, options.clock);
      stop.abort();
      await Promise.all(requests);
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}

function tlsServer(
  options: SocketServerOptions,
  requests: Set<Promise<void>>,
  stopped: AbortSignal,
): TlsServer {
  const { authority, fetch, onDefect } = options;
  return createTlsServer(
    {
      ...authority.loopback(),
      ALPNProtocols: ['http/1.1'],
      keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
      SNICallback: (name, done) => {
        const known = serviceHost(endpointHost(name) ?? name) !== undefined;
        const error = known ? null : new Error(`the sandbox does not answer for ${name}`);
        done(error, known ? authority.contextFor(name) : undefined);
      },
    },
    (incoming, outgoing) => {
      const answered = respondOverSocket(incoming, outgoing, { fetch, onDefect, stopped });
      requests.add(answered);
      void answered.finally(() => requests.delete(answered));
    },
  ).on('tlsClientError', (_error, socket) => socket.destroy());
}

function proxyServer(options: SocketServerOptions, tls: TlsServer): HttpServer {
  const tunnels: Tunnels = {
    resolves: options.resolves,
    open: (socket) => tls.emit('connection', socket),
    onRefusal: options.onRefusal,
  };
  return createHttpServer((incoming, outgoing) => {
    const reason = 'speak HTTPS to it: through CONNECT as its proxy, or directly';
    outgoing.writeHead(403, { 'content-type': 'text/plain', connection: 'close' });
    outgoing.end(`the azbackup sandbox does not answer for ${incoming.url}: ${reason}\n`);
  }).on('connect', (request, socket, head) => {
    handleConnect(request, socket, head, tunnels).catch((error: unknown) => {
      options.onDefect(error);
      socket.destroy();
    });
  });
}

function handOver(socket: Socket, tls: TlsServer, proxy: HttpServer): void {
  socket.once('data', (first: Buffer) => {
    socket.pause();
    socket.unshift(first);
    if (first[0] === TLS_HANDSHAKE) {
      // Takes over the connection beneath the socket, and what the socket holds already.
      tls.emit('connection', socket);
    } else {
      proxy.emit('connection', socket);
      socket.resume();
    }
  });
}

function listening(server: Server, options: SocketServerOptions): Promise<number> {
  const { host, port } = options;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.removeListener('error', reject);
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** The end of all requests, or of patience with them. */
async function endOf(requests: ReadonlySet<Promise<void>>, clock: RealClock): Promise<void> {
  const ended = new AbortController();
  const patience = clock.sleep(PATIENCE_SECONDS, ended.signal).catch(() => undefined);
  await Promise.race([Promise.all(requests), patience]);
  ended.abort();
  await patience;
}
