// A client that reaches Azure's hosts as any program with a proxy does: CONNECT, TLS, HTTP, and nothing
// of the sandbox's own code.

import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';

/** Where the proxy is, and whom it may be vouched for by. */
export interface ProxyAddress {
  readonly port: number;
  /** The sandbox's certificate, in PEM. */
  readonly ca: string;
}

/** One answer. */
export interface ClientAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  json<T = Record<string, unknown>>(): T;
}

/** What to ask besides the URL. */
export interface ClientRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A proxy that would not open a tunnel. */
export class TunnelRefused extends Error {
  readonly status: number;
  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

/** Asks through a proxy; keeps its connections until it is closed. */
export interface ProxiedClient {
  ask(url: string, request?: ClientRequest): Promise<ClientAnswer>;
  /** Opens a tunnel and returns its raw socket. Rejects with TunnelRefused. */
  tunnel(authority: string): Promise<Duplex>;
  close(): void;
}

/** Makes a client with at most so many connections to each host. */
export function proxiedClient(proxy: ProxyAddress, maxSockets = 8): ProxiedClient {
  const agent = new Agent({ keepAlive: true, maxSockets });
  const tunnel = (authority: string): Promise<Duplex> => openTunnel(proxy.port, authority);
  agent.createConnection = (options, callback) => {
    void connectThrough(tunnel, options.host ?? '', proxy.ca, callback);
    return undefined;
  };
  return {
    ask: (url, { method = 'GET', headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const request = httpsRequest(url, { method, headers, agent }, (response) => {
          readText(response).then(
            (text) =>
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                text,
                json: () => JSON.parse(text),
              }),
            reject,
          );
        });
        request.on('error', reject);
        request.end(body);
      }),
    tunnel,
    close: () => agent.destroy(),
  };
}

type Connected = Parameters<Agent['createConnection']>[1];

/** Node's agents take a connection that is long in coming by a callback only. */
async function connectThrough(
  tunnel: ProxiedClient['tunnel'],
  servername: string,
  ca: string,
  connected: Connected,
): Promise<void> {
  let error: Error | null = null;
  const socket = await tunnel(`${servername}:443`).catch((reason: unknown) => {
    error = reason instanceof Error ? reason : new Error(String(reason));
    return new Duplex();
  });
  connected?.(error, error === null ? tlsConnect({ socket, servername, ca }) : socket);
}

function openTunnel(port: number, authority: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method: 'CONNECT', path: authority });
    request.on('error', reject);
    request.on('connect', (response, socket) => {
      if (response.statusCode === 200) {
        resolve(socket);
      } else {
        socket.destroy();
        reject(new TunnelRefused(response.statusCode ?? 0, response.statusMessage ?? ''));
      }
    });
    request.end();
  });
}

async function readText(stream: IncomingMessage): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    text += String(chunk);
  }
  return text;
}

/** A token of the sandbox's operator for one resource, such as https://vault.azure.net. */
export async function signIn(client: ProxiedClient, resource: string): Promise<string> {
  const answer = await client.ask(
    'https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token',
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'bbbbbbbb-0000-4000-8000-000000000001',
        client_secret: 'not-a-real-secret-operator',
        scope: `${resource}/.default`,
      }).toString(),
    },
  );
  return answer.json<{ access_token: string }>().access_token;
}
