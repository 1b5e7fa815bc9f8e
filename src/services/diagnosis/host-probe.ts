// Whether a host can be reached the way that the SDKs go: by name, through the proxy that the environment names
// for it, over TLS. Sends no token, and looks at a certificate even where it is not trusted, to name its issuer.

import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request, type Agent } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket, type DetailedPeerCertificate } from 'node:tls';
import type { Clock } from '../../clock.js';
import { millisecondsOf } from '../../domain/time/instant.js';
import type { HostProbe, TlsTrust } from '../../domain/diagnosis/host-probe.js';
import { createHttpHeaders, createPipelineRequest, proxyPolicy } from '@azure/core-rest-pipeline';

/** The addresses of a host name. @throws Error with Node's code, such as ENOTFOUND */
export async function addressesOf(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** Asks a host for its root. Never rejects. */
export async function probeHost(
  host: string,
  limitSeconds: number,
  clock: Clock,
): Promise<HostProbe> {
  const way = await wayTo(host);
  const proxy = way.proxy === undefined ? {} : { proxy: way.proxy };
  try {
    const { response, tls } = await ask(host, way.agent, limitSeconds);
    const ahead = aheadOf(response.headers.date, clock.now());
    return {
      kind: 'answered',
      ...(ahead === undefined ? {} : { clockAheadSeconds: ahead }),
      tls,
      ...proxy,
    };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error), ...proxy };
  }
}

/** Undefined when the header is no date. */
function aheadOf(httpDate: string | undefined, now: number): number | undefined {
  try {
    return httpDate === undefined ? undefined : Math.round((now - millisecondsOf(httpDate)) / 1000);
  } catch {
    return undefined;
  }
}

/** The SDKs' own choice: by HTTPS_PROXY, ALL_PROXY and NO_PROXY. */
async function wayTo(host: string): Promise<{ readonly agent?: Agent; readonly proxy?: string }> {
  const url = `https://${host}/`;
  const asked = createPipelineRequest({ url });
  await proxyPolicy().sendRequest(asked, (sent) =>
    Promise.resolve({ request: sent, status: 200, headers: createHttpHeaders() }),
  );
  const agent: unknown = asked.agent;
  if (!isProxyAgent(agent)) {
    return {};
  }
  return { agent, proxy: agent.proxy.host };
}

function isProxyAgent(agent: unknown): agent is Agent & { readonly proxy: URL } {
  return (
    typeof agent === 'object' && agent !== null && 'proxy' in agent && agent.proxy instanceof URL
  );
}

async function ask(
  host: string,
  agent: Agent | undefined,
  limitSeconds: number,
): Promise<{ readonly response: IncomingMessage; readonly tls: TlsTrust }> {
  return new Promise((settle, fail) => {
    const sent = request({
      host,
      method: 'HEAD',
      path: '/',
      // One connection for this request alone: its certificate is what is looked at.
      agent: agent ?? false,
      // Looked at below: the reason and the issuer are what is asked for, and nothing secret is sent.
      rejectUnauthorized: false,
      signal: AbortSignal.timeout(limitSeconds * 1000),
    });
    sent.once('error', fail);
    sent.once('response', (response) => {
      const tls = trustOf(response.socket);
      response.destroy();
      settle({ response, tls });
    });
    sent.end();
  });
}

function trustOf(socket: Socket): TlsTrust {
  if (!(socket instanceof TLSSocket)) {
    return { problem: 'NO_TLS', issuer: 'nobody' };
  }
  const issuer = rootName(socket.getPeerCertificate(true));
  return socket.authorized ? { issuer } : { problem: String(socket.authorizationError), issuer };
}

/** Up the chain as far as it was sent; a root is its own issuer. */
function rootName(certificate: DetailedPeerCertificate): string {
  let current = certificate;
  while (
    'issuerCertificate' in current &&
    current.issuerCertificate !== undefined &&
    current.issuerCertificate.fingerprint256 !== current.fingerprint256
  ) {
    current = current.issuerCertificate;
  }
  const { CN, O, OU } = current.issuer;
  return [CN, O, OU].flat().find((name) => name !== undefined) ?? 'unknown';
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return 'no answer in time';
  }
  return typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
}
