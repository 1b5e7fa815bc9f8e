// What a query of Resource Graph comes to: pages, quota, and answers that are no whole list.
import { describe, expect, it } from 'vitest';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import {
  armError,
  json,
  servicesUnderTest,
  type Answer,
} from '../../../support/contract/services-under-test.js';

const page = (ids: readonly unknown[], more: object = {}, headers: Record<string, string> = {}) =>
  json({ data: ids, resultTruncated: 'false', ...more }, 200, headers);

async function asked(answer: Answer, scope = {}) {
  const azure = servicesUnderTest(answer, { maxRetries: 3 });
  const ids = (await azure.services.resourceGraph()).ids('resources | project id', scope);
  const ended = await ids.then(
    (found) => ({ found, fields: undefined }),
    (error: unknown) => ({
      found: undefined,
      fields: error instanceof AzbackupError ? error.fields : error,
    }),
  );
  return { ...azure, ...ended };
}

describe('the ids of a query', () => {
  it('are those of all pages, each asked for with the token of the one before', async () => {
    const { found, requests } = await asked(
      (_, count) =>
        count === 1
          ? page([{ id: 'a' }, { id: 'b' }], { $skipToken: 't1', resultTruncated: 'true' })
          : page([{ id: 'c', name: 'x' }]),
      { subscriptions: ['s1'] },
    );
    expect(found).toEqual(['a', 'b', 'c']);
    const options = { $top: 1000, resultFormat: 'objectArray' };
    const query = { query: 'resources | project id', subscriptions: ['s1'] };
    expect(requests.map(({ body }) => body)).toEqual([
      { ...query, options },
      { ...query, options: { ...options, $skipToken: 't1' } },
    ]);
    expect(requests[0]?.url.searchParams.get('api-version')).toBe('2022-10-01');
  });

  it('wait for the quota where the last answer has spent it, and only then', async () => {
    const quota = (left: number) => ({
      'x-ms-user-quota-remaining': String(left),
      'x-ms-user-quota-resets-after': '00:00:04',
    });
    const { clock, found } = await asked((_, count) =>
      count < 3
        ? page([{ id: `m${count}` }], { $skipToken: `t${count}` }, quota(2 - count))
        : page([{ id: 'm3' }], {}, quota(14)),
    );
    expect(found).toEqual(['m1', 'm2', 'm3']);
    expect(clock.sleeps).toEqual([4]);
  });

  it('are asked for again after the time that a refusal names', async () => {
    const { clock, found } = await asked((_, count) =>
      count === 1
        ? armError(429, 'RateLimiting', 'slow', { 'x-ms-user-quota-resets-after': '00:01:05' })
        : page([]),
    );
    expect([found, clock.sleeps]).toEqual([[], [65]]);
  });

  it('are asked for again after a passing failure: a query changes nothing', async () => {
    const { found } = await asked((_, count) =>
      count === 1 ? armError(503, 'ServerBusy', 'busy') : page([{ id: 'a' }]),
    );
    expect(found).toEqual(['a']);
  });

  it.each<[string, () => Response, object]>([
    [
      'cut off without a token',
      () => page([{ id: 'a' }], { resultTruncated: 'true' }),
      { code: 'AZB_GRAPH_TRUNCATED', kind: 'usage' },
    ],
    [
      'cut off, in the form of newer versions',
      () => page([{ id: 'a' }], { resultTruncated: true }),
      { code: 'AZB_GRAPH_TRUNCATED' },
    ],
    [
      'of the first subscriptions only',
      () => page([{ id: 'a' }], {}, { 'x-ms-tenant-subscription-limit-hit': 'true' }),
      { code: 'AZB_GRAPH_TRUNCATED' },
    ],
    [
      'without ids',
      () => page([{ name: 'a', id: null }]),
      { code: 'AZB_GRAPH_QUERY', causes: ['its columns: name, id'] },
    ],
    [
      'in the form of a table',
      () => page([], { data: { columns: [], rows: [] } }),
      { code: 'AZB_UNEXPECTED_RESPONSE' },
    ],
    [
      'refused',
      () => armError(403, 'AccessDenied', 'Access is denied'),
      { code: 'AZB_NOT_ALLOWED', kind: 'not-allowed', azureCode: 'AccessDenied' },
    ],
  ])('are none that can be relied on: %s', async (_, answer, expected) => {
    expect((await asked(answer)).fields).toMatchObject(expected);
  });

  it('are refused with the place of what is wrong', async () => {
    const details = [
      { code: 'InvalidQuery', message: 'Query is invalid.' },
      {
        code: 'ParserFailure',
        message: 'ParserFailure',
        line: 2,
        characterPositionInLine: 7,
        token: '=',
      },
    ];
    const { fields } = await asked(() =>
      json({ error: { code: 'BadRequest', message: 'Please provide', details } }, 400),
    );
    expect(fields).toMatchObject({
      code: 'AZB_GRAPH_QUERY',
      kind: 'usage',
      azureCode: 'InvalidQuery',
      causes: ['Query is invalid.', "line 2, character 7: ParserFailure at '='"],
    });
  });
});
