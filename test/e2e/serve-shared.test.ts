// A served sandbox that others use as well: commands on its folder and clients change one world, on one clock; and what is
// recorded of it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBin, type BinRun } from '../support/process/bin.js';
import { signIn } from '../support/process/proxied-client.js';
import { worldInFolder } from '../support/sandbox-folder.js';
import { servingPlace, shellEnvironment } from '../support/process/served-sandbox.js';
import { ARM, bearer, putGroup, SUBSCRIPTIONS } from '../support/process/arm-requests.js';

const { place, serve, folder } = servingPlace();

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
