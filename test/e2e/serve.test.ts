// The sandbox over sockets: proxy, TLS and tokens as any client meets them, nothing of it in this process.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/faults/request-faults.js';
import { cleanPlace, runBin, type BinRun } from '../support/process/bin.js';
import { signIn, TunnelRefused, type ProxiedClient } from '../support/process/proxied-client.js';
import { sandboxFolder, worldInFolder } from '../support/sandbox-folder.js';
import {
  shellEnvironment,
  startServing,
  type ServedProcess,
} from '../support/process/served-sandbox.js';

const ARM = 'https://management.azure.com';
const SUBSCRIPTIONS = `${ARM}/subscriptions?api-version=2022-12-01`;
const GROUPS = `${ARM}/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups`;
const GROUPS_VERSION = 'api-version=2025-03-01';
const SECRETS = 'https://kv-prod-rbac.vault.azure.net/secrets?api-version=7.5';

/** Servers killed; `.ci/run` kills more. */
const ROUNDS = process.env['AZBACKUP_KILL_ROUNDS'] === undefined ? 3 : 14;

const place = cleanPlace();
afterAll(() => place.remove());

const served: ServedProcess[] = [];
afterAll(async () => {
  await Promise.all(served.map((each) => each.stop('SIGKILL')));
});

async function serve(...args: readonly string[]): Promise<ServedProcess> {
  const server = await startServing(place, args);
  served.push(server);
  return server;
}

/** A sandbox folder of its own, so that tests do not meet one another's changes. */
function folder(name: string, faults: Fault[] = []): string {
  return sandboxFolder(place.directory, name, faults);
}

function bearer(token: string): { readonly headers: { readonly authorization: string } } {
  return { headers: { authorization: `Bearer ${token}` } };
}

function putGroup(client: ProxiedClient, token: string, name: string) {
  return client.ask(`${GROUPS}/${name}?${GROUPS_VERSION}`, {
    method: 'PUT',
    headers: { ...bearer(token).headers, 'content-type': 'application/json' },
    body: JSON.stringify({ location: 'japaneast' }),
  });
}

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

describe('a served sandbox and other commands on its folder', () => {
  it('has one clock with them: tokens expire when it is advanced, Retry-After shrinks with speed', async () => {
    const directory = folder('clock');
    const server = await serve('--sandbox-dir', directory);
    const client = server.client();
    const token = await signIn(client, ARM);
    const command = (...args: readonly string[]): Promise<BinRun> =>
      runBin(place, ['sandbox', ...args, '--sandbox-dir', directory, '-o', 'json']);

    const shown = JSON.parse((await command('clock', 'show')).stdout);
    expect(shown.items[0]).toMatchObject({ mode: 'running', speed: 1, server: server.proxy });
    await command('clock', 'freeze');
    const keyStatus = (await client.ask(SUBSCRIPTIONS, bearer(token))).headers.date;
    await command('clock', 'advance', '59m');
    const later = await client.ask(SUBSCRIPTIONS, bearer(token));
    expect(Date.parse(later.headers.date ?? '') - Date.parse(keyStatus ?? '')).toBe(59 * 60_000);
    await command('clock', 'advance', '2m');
    expect((await client.ask(SUBSCRIPTIONS, bearer(token))).text).toContain(
      'ExpiredAuthenticationToken',
    );

    await command('clock', 'speed', '60');
    await command('fault', 'add', '--match', 'GET …/subscriptions', '--then', '429:90');
    const throttled = await client.ask(SUBSCRIPTIONS);
    expect([throttled.status, throttled.headers['retry-after']]).toEqual([429, '2']);
  });

  it('meets their faults as a client does', async () => {
    const match = 'GET …/subscriptions';
    // The first is put in by a command; those of the requests after it are there from the start.
    const directory = folder('faults', [
      { match, nth: 3, then: { kind: 'truncate' } },
      { match, nth: 4, then: { kind: 'malformed' } },
      { match, nth: 5, then: { kind: 'status', status: 503 } },
      { match, nth: 6, then: { kind: 'slow', seconds: 12 } },
      { match, nth: 7, then: { kind: 'hang' } },
    ]);
    const server = await serve('--sandbox-dir', directory, '--speed', '60');
    const client = server.client();
    const token = await signIn(client, ARM);
    const ask = (): Promise<unknown> =>
      client.ask(SUBSCRIPTIONS, bearer(token)).then(
        ({ status, text }) => [status, text],
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      );
    const good = await ask();
    expect(good).toMatchObject([200, expect.stringContaining('subscriptionId')]);
    const once = ['--match', match, '--times', '1', '--then', 'reset'];
    const add = ['sandbox', 'fault', 'add', ...once, '--sandbox-dir', directory, '-o', 'none'];
    const { code, stderr } = await runBin(place, add);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await ask()).toBe('ECONNRESET');
    expect(await ask()).toBe('ECONNRESET');
    const [status, text] = (await ask()) as [number, string];
    expect(status).toBe(200);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(await ask()).toMatchObject([503, expect.stringContaining('ServiceUnavailable')]);
    expect(await ask()).toEqual(good);
    const hanging = ask();
    expect(await server.stop()).toBe(0);
    expect(await hanging).toBe('ECONNRESET');
    expect(server.stderr()).toBe('');
  });

  it('loses nothing when they and its clients change the world at once', async () => {
    const directory = folder('together');
    const server = await serve('--sandbox-dir', directory, '--speed', '600');
    const env = await shellEnvironment(place, directory);
    const client = server.client();
    const token = await signIn(client, ARM);
    const names = Array.from({ length: 20 }, (_, index) => `rg-together-${index}`);
    const [groups, ...runs] = await Promise.all([
      Promise.all(names.map((name) => putGroup(client, token, name))),
      runBin(place, ['enable', '--vm', 'VM003', '-o', 'json'], { env }),
      runBin(place, ['enable', '--vm', 'VM001', '--grant', '-o', 'json'], { env }),
      runBin(place, ['enable', '--vm', 'VM004', '--sandbox-dir', directory, '-o', 'json']),
    ]);
    expect(groups.map(({ status }) => status)).toEqual(names.map(() => 201));
    expect(runs.map(({ code, stderr }) => (code === 0 ? 'done' : stderr))).toEqual(
      runs.map(() => 'done'),
    );
    const { backup, resourceGroups } = await worldInFolder(directory);
    const items = Object.values(backup).flatMap((vault) => Object.keys(vault.items));
    for (const name of ['vm001', 'vm003', 'vm004']) {
      expect(items.join(' ').toLowerCase()).toContain(name);
    }
    expect(Object.values(resourceGroups).map(({ name }) => name)).toEqual(
      expect.arrayContaining(names),
    );
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

describe('--record', () => {
  it('writes each exchange without its secrets', async () => {
    const directory = folder('recorded');
    const recordings = path.join(place.directory, 'exchanges');
    const server = await serve(
      '--sandbox-dir',
      directory,
      '--record',
      recordings,
      '--speed',
      '600',
    );
    const env = await shellEnvironment(place, directory);
    await runBin(place, ['enable', '--vm', 'VM001', '--grant', '-o', 'none'], { env });
    const client = server.client();
    const vaultToken = await signIn(client, 'https://vault.azure.net');
    const canary = 'canary-of-the-recorder';
    await client.ask('https://kv-prod-policy.vault.azure.net/secrets/canary?api-version=7.5', {
      method: 'PUT',
      headers: { ...bearer(vaultToken).headers, 'content-type': 'application/json' },
      body: JSON.stringify({ value: canary }),
    });
    await server.stop();

    const files = readdirSync(recordings);
    expect(files[0]).toBe('000001.json');
    const texts = files.map((name) => readFileSync(path.join(recordings, name), 'utf8'));
    const exchanges = texts.map((text) => JSON.parse(text));
    expect(exchanges.map(({ request }) => `${request.method} ${request.url}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^POST https:\/\/login\.microsoftonline\.com\/.*\/oauth2\/v2\.0\/token/u,
        ),
        expect.stringMatching(/^PUT https:\/\/management\.azure\.com\/.*protectedItems/u),
        expect.stringMatching(/^PUT https:\/\/kv-prod-policy\.vault\.azure\.net\/secrets\/canary/u),
      ]),
    );
    const all = texts.join('\n');
    const { principals } = (await worldInFolder(directory)).directory;
    const secrets = principals.flatMap(({ clientSecret }) => clientSecret ?? []);
    expect(secrets.length).toBeGreaterThan(0);
    // Without the text itself in a failure's message.
    expect([canary, vaultToken, ...secrets].filter((secret) => all.includes(secret))).toEqual([]);
    expect(all).not.toMatch(/eyJ[\w-]+\.eyJ/u);
  });
});
