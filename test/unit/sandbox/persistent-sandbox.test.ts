import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/sandbox/http/exchange.js';
import {
  openPersistentSandbox,
  resetPersistentSandbox,
  type PersistentSandbox,
} from '../../../src/sandbox/persistent-sandbox.js';
import { StateFileError } from '../../../src/sandbox/kernel/persistence/saved-world.js';
import { buildEmptyWorld } from '../../../src/sandbox/estates/empty-world.js';
import { tenantId } from '../../../src/sandbox/estates/build/principals.js';

const now = Date.UTC(2026, 10, 23, 9);
const configuration = `https://login.microsoftonline.com/${tenantId}/v2.0/.well-known/openid-configuration`;

let directory = '';
let exchanges: Exchange[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azbackup-sandbox-'));
  exchanges = [];
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function open(): Promise<PersistentSandbox> {
  return await openPersistentSandbox({
    directory,
    world: () => buildEmptyWorld(now),
    onExchange: (exchange) => exchanges.push(exchange),
  });
}

const get = (sandbox: PersistentSandbox, signal?: AbortSignal): Promise<Response> =>
  sandbox.fetch(new Request(configuration, signal === undefined ? {} : { signal }));

describe('openPersistentSandbox', () => {
  it('answers requests and tells of them', async () => {
    const response = await get(await open());
    expect(response.status).toBe(200);
    expect(exchanges).toMatchObject([{ method: 'GET', url: configuration, status: 200 }]);
  });

  it('reads the body of a request before it takes its turn', async () => {
    const sandbox = await open();
    const [application] = await sandbox.change((state) => state.directory.principals);
    const response = await sandbox.fetch(
      new Request(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: application?.appId ?? '',
          client_secret: application?.clientSecret ?? '',
          scope: 'https://management.azure.com/.default',
        }),
      }),
    );
    expect(await response.json()).toMatchObject({ token_type: 'Bearer' });
  });

  it('has one clock for all that use the folder', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    expect(one.clock.now()).toBe(now);
    await one.clock.advanceTo(now + 90_000);
    await other.clock.advanceTo(now + 30_000);
    expect(other.clock.now()).toBe(now + 90_000);
    expect((await other.describe()).now).toBe('2026-11-23T09:01:30.000Z');
  });

  it('goes back to a new world when told to', async () => {
    const sandbox = await open();
    await sandbox.clock.advanceTo(now + 90_000);
    await sandbox.reset(buildEmptyWorld(now + 1_000));
    expect(sandbox.clock.now()).toBe(now + 1_000);
    expect((await sandbox.describe()).world).toBe('empty');
  });
});

describe('resetPersistentSandbox', () => {
  it('helps when the folder holds something unreadable', async () => {
    await writeFile(join(directory, 'world.json'), 'rubbish');
    await expect(open()).rejects.toThrow(StateFileError);
    await resetPersistentSandbox(directory, buildEmptyWorld(now));
    expect((await (await open()).describe()).world).toBe('empty');
  });
});

describe('faults of a persistent sandbox', () => {
  it('are counted across the processes that use the folder', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    await one.change((state) => {
      state.faults = [{ match: 'GET …', nth: 2, then: { kind: 'status', status: 503 } }];
    });
    const statuses = [await get(one), await get(other), await get(one)].map(({ status }) => status);
    expect(statuses).toEqual([200, 503, 200]);
  });

  it('hang without keeping others waiting', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    await one.change((state) => {
      state.faults = [{ match: 'GET …', nth: 1, then: { kind: 'hang' } }];
    });
    const controller = new AbortController();
    const hanging = get(one, controller.signal);
    // Turns are taken in order: when the second is over, the request has met its fault.
    await one.describe();
    await one.describe();
    expect((await get(other)).status).toBe(200);
    controller.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
  });

  it('make an answer slow in virtual time', async () => {
    const sandbox = await open();
    await sandbox.change((state) => {
      state.faults = [{ match: 'GET …', then: { kind: 'slow', seconds: 45 } }];
    });
    expect((await get(sandbox)).status).toBe(200);
    expect(sandbox.clock.now()).toBe(now + 45_000);
  });
});
