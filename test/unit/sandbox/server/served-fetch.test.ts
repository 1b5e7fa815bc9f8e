import { describe, expect, it } from 'vitest';
import type { TransportHooks } from '../../../../src/sandbox/persistent-sandbox.js';
import { endpointFetch } from '../../../../src/sandbox/server/endpoint-address.js';
import { servedFetch } from '../../../../src/sandbox/server/served-fetch.js';
import { beginFlow } from '../../../../src/sandbox/kernel/time/clock-settings.js';
import { buildEmptyWorld } from '../../../../src/sandbox/estates/empty-world.js';

const url = 'https://management.azure.com/x';

/** Asks a served world in which everything is accepted and takes its time. */
async function ask(speed: number, retryAfter: string) {
  const state = buildEmptyWorld(0);
  beginFlow(state, 0, speed);
  const slept: number[] = [];
  const clock = {
    now: () => 2000,
    sleep: (seconds: number) => {
      slept.push(seconds);
      return Promise.resolve();
    },
  };
  const sandbox = {
    fetch: async (_request: Request, hooks?: TransportHooks) => {
      hooks?.beforeRequest(state);
      await hooks?.delay(30);
      return new Response('{}', { status: 202, headers: { 'retry-after': retryAfter } });
    },
  };
  const response = await servedFetch(sandbox, clock)(new Request(url));
  return { state, slept, retryAfter: response.headers.get('retry-after') };
}

describe('the sandbox in real time', () => {
  it.each([
    [1, '60', '60'],
    [60, '60', '1'],
    [60, '90', '2'],
    [3600, '60', '1'],
    [0.5, '60', '120'],
    [60, 'Mon, 23 Nov 2026 18:00:00 GMT', 'Mon, 23 Nov 2026 18:00:00 GMT'],
  ])('at speed %d asks for Retry-After %s as %s', async (speed, header, expected) => {
    expect((await ask(speed, header)).retryAfter).toBe(expected);
  });

  it('lets time flow before it answers, and slow answers take their part of it', async () => {
    const { state, slept } = await ask(60, '60');
    expect(state.nowMilliseconds).toBe(120_000);
    expect(slept).toEqual([0.5]);
  });
});

describe('requests without a proxy', () => {
  const answer = (request: Request): Promise<Response> =>
    Promise.resolve(
      Response.json(
        { asked: request.url, nextLink: `${url}?page=2` },
        { headers: { location: `${url}/operation`, 'azure-asyncoperation': `${url}/status` } },
      ),
    );

  it.each(['https://localhost:8443', 'https://management.azure.com.localhost:8443'])(
    'to %s mean Azure’s host, and are led back',
    async (origin) => {
      const response = await endpointFetch(answer)(new Request(`${origin}/x`));
      expect(Object.fromEntries(response.headers)).toMatchObject({
        location: `${origin}/x/operation`,
        'azure-asyncoperation': `${origin}/x/status`,
      });
      expect(await response.json()).toEqual({ asked: url, nextLink: `${origin}/x?page=2` });
    },
  );

  it('under Azure’s own names are answered under these', async () => {
    const response = await endpointFetch(answer)(new Request(url));
    expect(response.headers.get('location')).toBe(`${url}/operation`);
  });
});
