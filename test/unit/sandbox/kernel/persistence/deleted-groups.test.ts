// Groups of a kept world are deleted as those of a plain one are, whichever process asks.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildDefaultWorld } from '../../../../../src/sandbox/estates/default-world.js';
import { createAccessToken } from '../../../../../src/sandbox/http/access-token.js';
import { createSandbox } from '../../../../../src/sandbox/create-sandbox.js';
import type { WorldState } from '../../../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../../../src/sandbox/kernel/time/world-clock.js';
import { openPersistentSandbox } from '../../../../../src/sandbox/persistent-sandbox.js';

const now = Date.UTC(2026, 10, 23, 9);
const management = 'https://management.azure.com';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azbackup-sandbox-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** A world that answers, and lets time pass. */
interface Asked {
  fetch(request: Request): Promise<Response>;
  token(): Promise<string>;
  pass(seconds: number): Promise<void>;
}

function tokenOf(state: WorldState, nowMilliseconds: number): string {
  const principal = state.directory.principals.find(
    ({ objectId }) => objectId === state.directory.signedInObjectId,
  );
  if (principal === undefined) {
    throw new Error('nobody is signed in');
  }
  return createAccessToken(
    state,
    { now: () => nowMilliseconds },
    { principal, audience: management },
  );
}

function plain(): Asked {
  const state = buildDefaultWorld(now);
  const clock = worldClock(state);
  const sandbox = createSandbox({ state, clock });
  return {
    fetch: async (request) => await sandbox.fetch(request),
    token: async () => await Promise.resolve(tokenOf(state, clock.now())),
    pass: async (seconds) => {
      clock.advanceTo(clock.now() + seconds * 1000);
      await Promise.resolve();
    },
  };
}

/** Every request comes from another process. */
function kept(): Asked {
  const open = async () =>
    await openPersistentSandbox({ directory, world: () => buildDefaultWorld(now) });
  return {
    fetch: async (request) => await (await open()).fetch(request),
    token: async () => {
      const sandbox = await open();
      return await sandbox.change((state) => tokenOf(state, sandbox.clock.now()));
    },
    pass: async (seconds) => {
      const sandbox = await open();
      await sandbox.clock.advanceTo(sandbox.clock.now() + seconds * 1000);
    },
  };
}

async function send(asked: Asked, method: string, target: string) {
  const request = new Request(new URL(target, management), {
    method,
    headers: { authorization: `Bearer ${await asked.token()}` },
  });
  const response = await asked.fetch(request);
  const text = await response.text();
  return { status: response.status, location: response.headers.get('location'), text };
}

/** Everything that was seen while all groups were being deleted, two at a time. */
async function deleteAll(asked: Asked) {
  const version = 'api-version=2021-04-01';
  const groups = `/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups`;
  const names = async (): Promise<string[]> =>
    JSON.parse((await send(asked, 'GET', `${groups}?${version}`)).text).value.map(
      ({ name }: { readonly name: string }) => name,
    );
  const seen: unknown[] = [];
  const jobs: string[] = [];
  for (const name of await names()) {
    const { status, location } = await send(asked, 'DELETE', `${groups}/${name}?${version}`);
    seen.push([name, status]);
    jobs.push(location ?? '');
    await asked.pass(7);
  }
  for (let round = 0; round < 12; round += 1) {
    for (const job of jobs) {
      const { status, text } = await send(asked, 'GET', job);
      seen.push([status, text]);
    }
    await asked.pass(50);
  }
  return [...seen, await names()];
}

describe('groups of a kept world', () => {
  it('go as those of a plain world do', async () => {
    const expected = await deleteAll(plain());
    const statuses = new Set(expected.map((each) => (Array.isArray(each) ? each[0] : each)));
    expect(statuses).toContain(200);
    expect(statuses).toContain(409);
    expect(await deleteAll(kept())).toEqual(expected);
  });
});
