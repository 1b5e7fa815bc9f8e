// Connections through a proxy stay open from one request to the next.

import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer as createProxy } from 'node:http';
import { createServer, request as httpsRequest } from 'node:https';
import { connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPipelineRequest, createHttpHeaders, proxyPolicy } from '@azure/core-rest-pipeline';
import { afterEach, describe, expect, it } from 'vitest';
import { openCertificateAuthority } from '../../../../src/sandbox/server/certificate-authority.js';
import { keptTunnelsPolicy } from '../../../../src/services/arm/transport/kept-tunnels-policy.js';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(async () => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A proxy that counts its tunnels, and a server behind it. */
async function surroundings(): Promise<{
  proxy: number;
  port: number;
  ca: string;
  tunnels: string[];
}> {
  const folder = await mkdtemp(path.join(tmpdir(), 'azbackup-tunnels-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  // TLS judges certificates by the machine's clock.
  const authority = await openCertificateAuthority(folder, new Date().getTime());
  const server = createServer(authority.loopback(), (_request, response) => response.end('ok'));
  const port = await listening(server);
  const tunnels: string[] = [];
  const proxy = createProxy().on('connect', ({ url = '' }, socket) => {
    tunnels.push(url);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    closing.push(async () => onward.destroy());
  });
  return { proxy: await listening(proxy), port, ca: authority.certificate, tunnels };
}

/** The agent that a request gets of the SDKs' policy for this proxy, and of ours after it. */
async function agentFor(url: string, proxy: number): Promise<Agent> {
  const request = createPipelineRequest({
    url,
    proxySettings: { host: 'http://127.0.0.1', port: proxy },
  });
  const answer = { request, status: 200, headers: createHttpHeaders() };
  await proxyPolicy().sendRequest(request, (sent) =>
    keptTunnelsPolicy.sendRequest(sent, async () => answer),
  );
  if (!(request.agent instanceof Agent)) {
    throw new TypeError('the request goes through no proxy');
  }
  return request.agent;
}

function ask(url: string, agent: Agent, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    httpsRequest({ hostname, port, path: pathname, agent, ca }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      // The connection is free a moment after the answer has come.
      response.on('end', () => setImmediate(() => resolve(text)));
    })
      .on('error', reject)
      .end();
  });
}

describe('requests through a proxy', () => {
  it('share one tunnel when they follow one another', async () => {
    const { proxy, port, ca, tunnels } = await surroundings();
    const url = `https://127.0.0.1:${port}/`;
    const agent = await agentFor(url, proxy);
    closing.push(async () => agent.destroy());
    expect([
      await ask(url, agent, ca),
      await ask(url, agent, ca),
      await ask(url, agent, ca),
    ]).toEqual(['ok', 'ok', 'ok']);
    expect(tunnels).toEqual([`127.0.0.1:${port}`]);
  });
});
