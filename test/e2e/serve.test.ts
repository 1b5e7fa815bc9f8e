// The sandbox over sockets: proxy, TLS and tokens as any client meets them, nothing of it in this process.
import { readdirSync, statSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

import { runBin } from '../support/process/bin.js';
import { signIn, TunnelRefused, type ProxiedClient } from '../support/process/proxied-client.js';
import { worldInFolder } from '../support/sandbox-folder.js';
import { servingPlace, type ServedProcess } from '../support/process/served-sandbox.js';
import {
  ARM,
  bearer,
  GROUPS,
  GROUPS_VERSION,
  putGroup,
  SUBSCRIPTIONS,
} from '../support/process/arm-requests.js';

const SECRETS = 'https://kv-prod-rbac.vault.azure.net/secrets?api-version=7.5';

/** Servers killed; `.ci/run` kills more. */
const ROUNDS = process.env['AZBACKUP_KILL_ROUNDS'] === undefined ? 3 : 14;

const { place, serve, folder } = servingPlace();

describe('the served sandbox', () => {
  let server: ServedProcess;
  let client: ProxiedClient;
  let token = '';
  beforeAll(async () => {
    server = await serve('--sandbox-dir', folder('served'));
    client = server.client();
    token = await signIn(client, ARM);
  });

  it('opens tunnels to Azure’s hosts alone, and names those that it refuses', async () => {
    for (const target of ['example.com:443', 'management.azure.com:80', 'aka.ms:443']) {
      await expect(client.tunnel(target)).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining(target),
      });
    }
    await expect(client.tunnel('kv-of-nobody.vault.azure.net:443')).rejects.toThrow(TunnelRefused);
    expect(server.stderr()).toContain('does not answer for example.com:443');
  });

  it('answers an unmodelled route and api-version by name', async () => {
    const route = await client.ask(
      `${ARM}/providers/Microsoft.Nowhere/things?api-version=2020-01-01`,
    );
    const version = await client.ask(`${ARM}/subscriptions?api-version=1999-01-01`, bearer(token));
    for (const { status, text } of [route, version]) {
      expect(status).toBe(501);
      expect(text).toMatch(/SandboxNotModelled.*(?:things|1999-01-01)/u);
    }
  });

  it('gives Azure’s own answers where there is no good token', async () => {
    const vault = await signIn(client, 'https://vault.azure.net');
    const answers = {
      missing: await client.ask(SUBSCRIPTIONS),
      nonsense: await client.ask(SUBSCRIPTIONS, bearer('x.y.z')),
      audience: await client.ask(SUBSCRIPTIONS, bearer(vault)),
      challenge: await client.ask(SECRETS),
    };
    const codes = Object.values(answers).map((answer) => [
      answer.status,
      answer.json<{ error: { code: string } }>().error.code,
    ]);
    expect(codes).toEqual([
      [401, 'AuthenticationFailed'],
      [401, 'InvalidAuthenticationToken'],
      [401, 'InvalidAuthenticationTokenAudience'],
      [401, 'Unauthorized'],
    ]);
    expect(answers.challenge.headers['www-authenticate']).toContain('https://vault.azure.net');
  });

  it('answers methods that it cannot take, and no defect of its own', async () => {
    const { status } = await client.ask(SUBSCRIPTIONS, { method: 'TRACE' });
    expect(status).toBe(405);
    expect(server.stderr()).not.toContain('bug');
  });

  it('is the only one of its folder, and is not reset by another', async () => {
    const { code, stderr } = await runBin(place, [
      'sandbox',
      'serve',
      '--port',
      '0',
      '--world',
      'empty',
      '--sandbox-dir',
      path.join(place.directory, 'served'),
    ]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/is served already[^]*process \d+[^]*AZB_SANDBOX_SERVED/u),
    });
    expect((await client.ask(SUBSCRIPTIONS, bearer(token))).status).toBe(200);
  });

  it('keeps connections open, and reads bodies in pieces up to its limit', async () => {
    const one = server.client(1);
    const small = await putGroup(one, token, 'rg-pieces');
    expect([small.status, small.headers.connection]).toEqual([201, 'keep-alive']);
    const large = await one
      .ask(`${GROUPS}/rg-large?${GROUPS_VERSION}`, {
        method: 'PUT',
        headers: bearer(token).headers,
        body: 'x'.repeat(5 * 1024 * 1024),
      })
      .catch((error: unknown) => error);
    // Whether the client still reads the refusal depends on how much it had sent.
    expect(large instanceof Error ? { status: 413 } : large).toMatchObject({ status: 413 });
    expect((await one.ask(SUBSCRIPTIONS, bearer(token))).status).toBe(200);
  });

  it('answers without a proxy, too, and leads such clients back to itself', async () => {
    const { status, headers } = await new Promise<{
      readonly status: number | undefined;
      readonly headers: Record<string, unknown>;
    }>((resolve, reject) => {
      const url = `${server.endpoint}/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers/Microsoft.RecoveryServices/vaults/rsv-plain?api-version=2024-04-01`;
      const request = httpsRequest(
        url,
        { method: 'PUT', ca: server.ca, headers: bearer(token).headers },
        (response) => {
          response.resume();
          resolve({ status: response.statusCode, headers: response.headers });
        },
      );
      request.on('error', reject);
      request.end(
        JSON.stringify({
          location: 'japaneast',
          sku: { name: 'RS0', tier: 'Standard' },
          properties: { publicNetworkAccess: 'Enabled' },
        }),
      );
    });
    expect(status).toBe(201);
    expect(headers['azure-asyncoperation']).toMatch(
      new RegExp(`^https://localhost:${server.port}/`, 'u'),
    );
  });

  it('keeps its key to its owner, and says where it answers', async () => {
    expect(statSync(path.join(server.directory, 'ca.key')).mode & 0o777).toBe(0o600);
    expect(server.certificate).toBe(path.join(server.directory, 'ca.pem'));
    const second = await runBin(place, [
      'sandbox',
      'serve',
      '--port',
      String(server.port),
      '--host',
      '::',
      '--sandbox-dir',
      folder('same-port'),
      '-o',
      'json',
    ]);
    expect(second.code).toBe(2);
    const [warning = '', error = ''] = second.stderr.trim().split('\n');
    expect(warning).toMatch(/^warning: .*anyone who can reach it/u);
    expect(JSON.parse(error)).toMatchObject({ code: 'AZB_SANDBOX_ADDRESS' });
  });
});

describe('the end of a served sandbox', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s is how it is stopped', async (signal) => {
    const directory = folder(`end-${signal}`);
    const server = await serve('--sandbox-dir', directory);
    const client = server.client();
    const token = await signIn(client, ARM);
    expect((await putGroup(client, token, 'rg-kept')).status).toBe(201);
    expect(await server.stop(signal)).toBe(0);
    expect(readdirSync(directory).toSorted()).toEqual([
      'ca.key',
      'ca.pem',
      'world.mdb',
      'world.mdb-lock',
    ]);
    expect(Object.keys((await worldInFolder(directory)).resourceGroups).join(' ')).toContain(
      'rg-kept',
    );
  });

  it('may be a kill at any moment: what was answered is there, and the next server goes on', async () => {
    const directory = folder('killed');
    const answered: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const server = await serve('--sandbox-dir', directory);
      const client = server.client();
      const token = await signIn(client, ARM);
      const writing = Array.from({ length: 12 }, async (_, index) => {
        const name = `rg-${round}-${index}`;
        if ((await putGroup(client, token, name)).status === 201) {
          answered.push(name);
        }
      });
      // Killed after as many answers as the round has a number, with the others under way.
      await Promise.race([
        Promise.allSettled(writing),
        Promise.allSettled(writing.slice(0, (2 * round) % 7)),
      ]);
      await server.stop('SIGKILL');
      await Promise.allSettled(writing);
      const names = Object.values((await worldInFolder(directory)).resourceGroups).map(
        ({ name }) => name,
      );
      expect(names).toEqual(expect.arrayContaining(answered));
    }
    expect(answered.length).toBeGreaterThan(ROUNDS);
  });
});
