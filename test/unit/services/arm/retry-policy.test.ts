import { describe, expect, it } from 'vitest';
import { fetchHttpClient } from '../../../../src/services/arm/transport/fetch-http-client.js';
import { rawClient, type RawRequest } from '../../../../src/services/arm/transport/raw-client.js';
import { sharedClientOptions } from '../../../../src/services/arm/transport/transport.js';
import {
  armError,
  CANARY_TOKEN,
  connectionError,
  empty,
  json,
  servicesUnderTest,
  type Answer,
} from '../../../support/contract/services-under-test.js';

const URL_OF_JOBS = 'https://management.azure.com/jobs?api-version=1&sig=canary';
const VAULT_ID =
  '/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v1';

/** Sends one request through the shared policies and tells what came of it. */
async function send(answer: Answer, request: Partial<RawRequest> = {}, maxRetries = 3) {
  const azure = servicesUnderTest(answer, { maxRetries });
  const client = rawClient(sharedClientOptions(azure.transport));
  const ended = await client.send({ method: 'GET', url: URL_OF_JOBS, ...request }).then(
    (response) => ({ status: response.status, code: undefined }),
    (error: unknown) => {
      const { statusCode, code } = error as { statusCode?: number; code?: string };
      return { status: statusCode, code };
    },
  );
  return { ...azure, ended };
}

/** Answers in turn, the last one for ever. */
function interleave(...answers: readonly (() => Response)[]): Answer {
  return (_request, count) => {
    const answer = answers[Math.min(count, answers.length) - 1];
    return answer === undefined ? empty(200) : answer();
  };
}

const ok = () => json({ value: [] });
const unavailable = () => armError(503, 'ServerBusy', 'busy');
const reset = () => {
  throw connectionError('ECONNRESET');
};

describe('the retry policy', () => {
  it('waits on the clock for as long as it is asked to, and says so', async () => {
    const throttled = () => armError(429, 'Throttled', 'later', { 'retry-after': '324' });
    const { ended, clock, retries } = await send(interleave(throttled, ok));
    expect(ended.status).toBe(200);
    expect(clock.sleeps).toEqual([324]);
    expect(retries).toEqual([
      {
        seconds: 324,
        reason: 'throttled',
        host: 'management.azure.com',
        calls: 'requests',
        attempt: 1,
      },
    ]);
  });

  it('backs off when nobody says how long', async () => {
    const { ended, clock, requests } = await send(interleave(unavailable));
    expect(ended).toMatchObject({ status: 503, code: 'ServerBusy' });
    expect(clock.sleeps).toEqual([1, 2, 4]);
    expect(requests).toHaveLength(4);
  });

  it('never waits longer than a minute of its own accord', async () => {
    const { clock } = await send(interleave(unavailable), {}, 9);
    expect(Math.max(...clock.sleeps)).toBe(64);
  });

  it.each([408, 500, 502, 503, 504])('repeats a GET after %d', async (status) => {
    const { ended, retries } = await send(interleave(() => empty(status), ok));
    expect(ended.status).toBe(200);
    expect(retries[0]?.reason).toBe('server-error');
  });

  it.each([400, 401, 403, 404, 409, 412, 501])('does not repeat after %d', async (status) => {
    const { requests } = await send(interleave(() => empty(status)));
    expect(requests).toHaveLength(1);
  });

  it('repeats after a broken connection', async () => {
    const { ended, retries } = await send(interleave(reset, ok));
    expect(ended.status).toBe(200);
    expect(retries[0]?.reason).toBe('network');
  });

  it.each(['ENOTFOUND', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])(
    'takes %s for an answer',
    async (code) => {
      const { ended, requests } = await send(() => {
        throw connectionError(code);
      });
      expect(ended.code).toBe(code);
      expect(requests).toHaveLength(1);
    },
  );

  it.each([
    ['PUT', URL_OF_JOBS, 2],
    ['DELETE', URL_OF_JOBS, 2],
    ['PUT', 'https://management.azure.com/secrets/bek?api-version=7.5', 1],
    ['POST', URL_OF_JOBS, 1],
    ['POST', 'https://management.azure.com/locations/l/backupStatus?api-version=1', 2],
    [
      'POST',
      'https://management.azure.com/providers/Microsoft.ResourceGraph/resources?api-version=1',
      2,
    ],
    ['POST', 'https://login.microsoftonline.com/t/oauth2/v2.0/token', 2],
  ] as const)(
    '%s %s is sent %d times when the first answer is lost',
    async (method, url, times) => {
      const { requests } = await send(interleave(reset, ok), { method, url });
      expect(requests).toHaveLength(times);
    },
  );

  it('repeats even a POST that was throttled: it was not carried out', async () => {
    const throttled = () => armError(429, 'Throttled', 'later', { 'retry-after': '5' });
    const { requests } = await send(interleave(throttled, ok), { method: 'POST' });
    expect(requests).toHaveLength(2);
  });

  it('gives up at once when the wait would be too long', async () => {
    const throttled = () => armError(429, 'Throttled', 'later', { 'retry-after': '3600' });
    const { ended, clock } = await send(interleave(throttled));
    expect(ended.status).toBe(429);
    expect(clock.sleeps).toEqual([]);
  });

  it('keeps the client request id when it repeats', async () => {
    const { requests } = await send(interleave(unavailable, ok));
    const ids = requests.map(({ headers }) => headers.get('x-ms-client-request-id'));
    expect(ids[0]).toMatch(/^[\da-f-]{36}$/u);
    expect(ids[1]).toBe(ids[0]);
  });

  it('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    const aborting: Answer = () => {
      controller.abort(new Error('stop'));
      return unavailable();
    };
    const { ended, requests } = await send(aborting, { signal: controller.signal });
    expect(ended.status).toBeUndefined();
    expect(requests).toHaveLength(1);
  });

  it('goes around the SDK that throws inside its pipeline, too', async () => {
    const azure = servicesUnderTest(interleave(unavailable, () => empty(404)));
    const vaults = await azure.services.recoveryVaults();
    expect(await vaults.get(VAULT_ID)).toBeUndefined();
    expect(azure.clock.sleeps).toEqual([1]);
  });
});

describe('what is told of a request', () => {
  it('leaves out whatever opens something', async () => {
    const { traces, clock } = await send(interleave(unavailable, ok));
    expect(traces.map(({ status }) => status)).toEqual([503, 200]);
    expect(traces[0]?.url).toBe('https://management.azure.com/jobs?api-version=1');
    expect(JSON.stringify(traces)).not.toContain('canary');
    expect(clock.sleeps).toEqual([1]);
  });

  it('names the ids', async () => {
    const ids = { 'x-ms-request-id': 'r', 'x-ms-correlation-request-id': 'c' };
    const azure = servicesUnderTest(() => armError(404, 'ResourceNotFound', 'no', ids));
    await (await azure.services.recoveryVaults()).get(VAULT_ID);
    expect(azure.traces[0]).toMatchObject({ method: 'GET', requestId: 'r', correlationId: 'c' });
    expect(azure.traces[0]?.clientRequestId).toBe(
      azure.requests[0]?.headers.get('x-ms-client-request-id'),
    );
  });

  it('is told when no answer came', async () => {
    const { traces } = await send(() => {
      throw connectionError('ENOTFOUND');
    });
    expect(traces).toHaveLength(1);
    expect(traces[0]).not.toHaveProperty('status');
  });
});

describe('every request', () => {
  it('says who sends it and for which command, and carries the token', async () => {
    const azure = servicesUnderTest(() => empty(404));
    await (await azure.services.recoveryVaults()).get(VAULT_ID);
    await (
      await azure.services.virtualMachines()
    ).get('/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1');
    for (const { headers } of azure.requests) {
      expect(headers.get('user-agent')).toMatch(/^azbackup\/0\.0\.0 /u);
      expect(headers.get('x-ms-correlation-request-id')).toBe(azure.transport.correlationId);
      expect(headers.get('authorization')).toBe(`Bearer ${CANARY_TOKEN}`);
    }
    expect(azure.requests).toHaveLength(2);
  });

  it('of one audience shares one token, until it is about to expire by the clock', async () => {
    const azure = servicesUnderTest(() => empty(404));
    const [vaults, roles] = [await azure.services.recoveryVaults(), await azure.services.roles()];
    await Promise.all([vaults.get(VAULT_ID), roles.definition(VAULT_ID), vaults.get(VAULT_ID)]);
    expect(azure.tokensFetched).toEqual(['https://management.azure.com/.default']);
    azure.clock.advance(3500);
    await vaults.get(VAULT_ID);
    expect(azure.tokensFetched).toHaveLength(2);
  });
});

describe('the in-process HTTP client', () => {
  const request = { method: 'POST', url: 'https://host/x' } as const;

  it.each([
    ['text', 'text'],
    [new TextEncoder().encode('bytes'), 'bytes'],
    [new TextEncoder().encode('xbufferx').subarray(1, 7), 'buffer'],
    [new Blob(['blob']), 'blob'],
    [new Blob(['stream']).stream(), 'stream'],
    [() => new Blob(['lazy']).stream(), 'lazy'],
    [null, ''],
  ])('sends a body of any kind', async (body, text) => {
    const { createPipelineRequest } = await import('@azure/core-rest-pipeline');
    let seen = '';
    const client = fetchHttpClient(async (sent) => {
      seen = await sent.text();
      return new Response('answer', { status: 202, headers: { 'X-Thing': 'a' } });
    });
    const response = await client.sendRequest(
      createPipelineRequest({ ...request, ...(body === null ? {} : { body }) }),
    );
    expect(seen).toBe(text);
    expect(response).toMatchObject({ status: 202, bodyAsText: 'answer' });
    expect(response.headers.get('x-thing')).toBe('a');
  });

  it('is aborted before and while it sends', async () => {
    const { createPipelineRequest } = await import('@azure/core-rest-pipeline');
    const aborted = createPipelineRequest({ ...request, abortSignal: AbortSignal.abort() });
    const never = fetchHttpClient(() => Promise.reject(new Error('asked')));
    await expect(never.sendRequest(aborted)).rejects.toMatchObject({ name: 'AbortError' });
    const controller = new AbortController();
    const during = fetchHttpClient(() => {
      controller.abort();
      return Promise.reject(new Error('cut'));
    });
    await expect(
      during.sendRequest(createPipelineRequest({ ...request, abortSignal: controller.signal })),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
