// All requests of a class wait together; other classes go on.
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../../src/clock.js';
import {
  createRequestPace,
  type PaceNotice,
  type SharedPauses,
} from '../../../../../src/services/arm/pacing/request-pace.js';
import {
  clockRetryPolicy,
  type RetryNotice,
} from '../../../../../src/services/arm/transport/clock-retry-policy.js';
import { fetchHttpClient } from '../../../../../src/services/arm/transport/fetch-http-client.js';
import { rawClient, type RawClient } from '../../../../../src/services/arm/transport/raw-client.js';
import { armError, json } from '../../../../support/contract/services-under-test.js';

const ARM = 'https://management.azure.com/subscriptions/S1';
const VAULT = `${ARM}/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v`;
const VM = `${ARM}/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm`;

/** Sleepers side by side: whoever sleeps longest is last. */
class SharedClock implements Clock {
  #now = 0;
  now(): number {
    return this.#now;
  }
  async sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const end = this.#now + seconds * 1000;
    await new Promise(setImmediate);
    this.#now = Math.max(this.#now, end);
  }
}

interface Tried {
  readonly client: RawClient;
  readonly clock: SharedClock;
  readonly notices: (RetryNotice | PaceNotice)[];
  /** Address and second of each request. */
  readonly sent: (readonly [string, number])[];
  /** Most requests that were under way at once. */
  most(): number;
}

function client(
  answer: (url: string, second: number, count: number) => Response,
  options: {
    readonly shared?: SharedPauses;
    readonly maxConcurrency?: number;
    readonly maxRetries?: number;
    readonly isExtra?: boolean;
    readonly clock?: SharedClock;
    readonly deadlineMilliseconds?: number;
  } = {},
): Tried {
  const { clock = new SharedClock(), maxRetries = 3, deadlineMilliseconds, isExtra } = options;
  const notices: Tried['notices'] = [];
  const sent: (readonly [string, number])[] = [];
  let underWay = 0;
  let most = 0;
  const httpClient = fetchHttpClient(async ({ url }) => {
    sent.push([url, clock.now() / 1000]);
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise(setImmediate);
    underWay -= 1;
    return answer(url, clock.now() / 1000, sent.length);
  });
  const pace = createRequestPace({
    clock,
    ...options,
    onPace: (notice) => notices.push(notice),
  });
  const retry = clockRetryPolicy({
    clock,
    pace,
    maxRetries,
    deadlineMilliseconds,
    ...(isExtra === undefined ? {} : { isExtra }),
    onRetry: (notice) => notices.push(notice),
  });
  return {
    client: rawClient({
      httpClient,
      retryOptions: { maxRetries: 0 },
      userAgentOptions: { userAgentPrefix: 'test' },
      additionalPolicies: [{ policy: retry, position: 'perCall' }],
    }),
    clock,
    notices,
    sent,
    most: () => most,
  };
}

const ok = (): Response => json({ value: [] });
const refused = (seconds: number, code = 'TooManyRequests'): Response =>
  armError(429, code, 'later', { 'retry-after': String(seconds) });
const get = (tried: Tried, url: string): Promise<number | undefined> =>
  tried.client.send({ method: 'GET', url }).then(
    ({ status }) => status,
    (error: unknown) =>
      error instanceof Object && 'statusCode' in error ? Number(error.statusCode) : undefined,
  );

describe('a refusal', () => {
  it('stops the class for everybody, and nobody else', async () => {
    const tried = client((_url, second, count) => (count === 1 ? refused(30) : ok()));
    const first = get(tried, `${VAULT}/backupJobs`);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    const others = [`${VAULT}/backupJobs/1`, VM, `${VAULT}/backupJobs/2`].map((url) =>
      get(tried, url),
    );
    expect(await Promise.all([first, ...others])).toEqual([200, 200, 200, 200]);
    const early = tried.sent.filter(([, second]) => second < 30).map(([url]) => url);
    expect(early).toEqual([`${VAULT}/backupJobs`, VM]);
    expect(tried.sent).toHaveLength(5);
  });

  it('is said once for the class, with what waits and how long', async () => {
    const tried = client((_url, second) => (second < 20 ? refused(10) : ok()));
    const urls = [1, 2, 3, 4, 5].map((job) => `${VAULT}/backupJobs/${job}`);
    expect(await Promise.all(urls.map((url) => get(tried, url)))).toEqual([
      200, 200, 200, 200, 200,
    ]);
    expect(tried.notices).toEqual([
      {
        seconds: 10,
        reason: 'throttled',
        host: 'management.azure.com',
        calls: 'backupJobs reads, subscription S1',
        attempt: 1,
      },
    ]);
  });

  it('of all reads of a subscription stops all of them', async () => {
    const tried = client((_url, _second, count) =>
      count === 1 ? refused(15, 'SubscriptionRequestsThrottled') : ok(),
    );
    await get(tried, VM);
    await get(tried, `${VAULT}/backupJobs`);
    expect(tried.sent.map(([, second]) => second)).toEqual([0, 15, 15]);
    expect(tried.notices).toMatchObject([{ calls: 'all reads, subscription S1' }]);
  });

  it('fails nobody, however often it happens in a row', async () => {
    const tried = client((_url, _second, count) => (count <= 12 ? refused(5) : ok()));
    expect(await get(tried, VM)).toBe(200);
    expect(tried.clock.now()).toBe(60_000);
  });

  it('without a time is waited for longer and longer', async () => {
    const tried = client((_url, _second, count) =>
      count <= 4 ? armError(429, 'TooManyRequests', 'later') : ok(),
    );
    await get(tried, VM);
    expect(tried.sent.map(([, second]) => second)).toEqual([0, 1, 3, 7, 15]);
  });

  it('is not waited for beyond the command own time', async () => {
    const tried = client(() => refused(50), { deadlineMilliseconds: 30_000 });
    expect(await get(tried, VM)).toBe(429);
    expect(tried.clock.now()).toBe(0);
  });

  it('is answered at once to who wants to be told', async () => {
    const tried = client(() => refused(50), { maxRetries: 0 });
    expect(await get(tried, VM)).toBe(429);
    expect([tried.clock.now(), tried.notices]).toEqual([0, []]);
  });
});

describe('what is left', () => {
  /** Answers that count down from what others have left. */
  function counting(from: number): () => Response {
    let left = from;
    return () => {
      left -= 1;
      return left < 0
        ? refused(3600)
        : json({ value: [] }, 200, {
            'x-ms-ratelimit-remaining-subscription-resource-requests': String(left),
          });
    };
  }

  it('is not overdrawn, and it is said that requests come later', async () => {
    const tried = client(counting(60));
    const url = `${VAULT}/backupPolicies/p`;
    await get(tried, url);
    const statuses = await Promise.all(Array.from({ length: 55 }, () => get(tried, url)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(tried.notices).toMatchObject([
      { reason: 'few-left', calls: 'backupPolicies reads, subscription S1' },
    ]);
    expect(tried.clock.now()).toBeLessThan(3_600_000);
  });

  it('is taken at once by what only adds to a result', async () => {
    const tried = client(counting(60), { isExtra: true });
    const url = `${VAULT}/backupPolicies/p`;
    await get(tried, url);
    const statuses = await Promise.all(Array.from({ length: 64 }, () => get(tried, url)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(59);
    expect(tried.clock.now()).toBe(0);
  });
});

describe('requests under way', () => {
  it.each([1, 3])('are no more than %d at once where that is asked for', async (maxConcurrency) => {
    const tried = client((_url, _second, count) => (count === 2 ? refused(5) : ok()), {
      maxConcurrency,
    });
    const all = Array.from({ length: 9 }, (_, index) => get(tried, `${VM}${index}`));
    expect(new Set(await Promise.all(all))).toEqual(new Set([200]));
    expect(tried.most()).toBe(maxConcurrency);
  });

  it('are any number otherwise', async () => {
    const tried = client(ok);
    await Promise.all(Array.from({ length: 9 }, (_, index) => get(tried, `${VM}${index}`)));
    expect(tried.most()).toBe(9);
  });
});

describe('processes of one user', () => {
  /** A file as both see it. */
  function sharedFile(): SharedPauses & { readonly writes: number } {
    const known = new Map<string, number>();
    let writes = 0;
    return {
      read: () => Promise.resolve(known),
      write: (key, until) => {
        writes += 1;
        known.set(key, until);
        return Promise.resolve();
      },
      get writes() {
        return writes;
      },
    };
  }

  it('wait for what another one was refused', async () => {
    const shared = sharedFile();
    const clock = new SharedClock();
    const [one, other] = [
      client(() => refused(60), { shared, clock, maxRetries: 0 }),
      client(ok, { shared, clock }),
    ];
    expect(await get(one, VM)).toBe(429);
    expect(await get(other, `${VAULT}/backupJobs`)).toBe(200);
    expect(clock.now()).toBe(0);
    expect(await get(other, VM)).toBe(200);
    // It looks every few seconds, and so not again at once.
    expect(other.sent.map(([, second]) => second)).toEqual([0, 60]);
    expect(other.notices).toMatchObject([{ reason: 'throttled', seconds: 60 }]);
  });

  it('keep short refusals to themselves', async () => {
    const shared = sharedFile();
    await get(
      client(() => refused(5), { shared, maxRetries: 0 }),
      VM,
    );
    expect(shared.writes).toBe(0);
  });

  it.each([
    ['in the past', -1],
    ['farther off than any refusal', 8 * 3_600_000],
  ])('pass over an instant %s', async (_what, until) => {
    const shared = sharedFile();
    await shared.write('management.azure.com s1 microsoft.compute reads', until, 0);
    const tried = client(ok, { shared });
    expect(await get(tried, VM)).toBe(200);
    expect(tried.clock.now()).toBe(0);
  });
});
