// Whether verifying a recording sees what is otherwise, and says nothing where it cannot know.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  verifyRecording,
  type VerifiedExchange,
} from '../../../src/sandbox/recorded/verify-recording.js';
import type { Exchange } from '../../../src/sandbox/recorded/recording.js';
import { runCli } from '../../support/run-cli.js';

const JOB = /\/backupJobs\/[\w-]+$/u;

let recorded: Exchange[] = [];

/** What a command says and is answered, as if Azure had answered. */
beforeAll(async () => {
  const exchanges: Exchange[] = [];
  const around = async (request: Request, answer: () => Promise<Response>): Promise<Response> => {
    const text = await request.clone().text();
    const response = await answer();
    if (!request.url.startsWith('https://login.')) {
      exchanges.push({
        request: {
          method: request.method,
          url: request.url,
          headers: Object.fromEntries(request.headers),
          body: text === '' ? null : JSON.parse(text),
        },
        response: {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: JSON.parse((await response.clone().text()) || 'null'),
        },
      });
    }
    return response;
  };
  await runCli(['backup-now', '--vm', 'VM010'], { around });
  // Most polls say the same as the one before.
  const polls = exchanges.filter(({ request }) => JOB.test(new URL(request.url).pathname));
  const dull = new Set(polls.slice(2, -2));
  recorded = exchanges.filter((exchange) => !dull.has(exchange));
});

const verify = (exchanges: readonly Exchange[]): Promise<readonly VerifiedExchange[]> =>
  verifyRecording({ file: 'test', exchanges });

/** The recording with one answer changed: the last to a request whose URL ends so, without its query. */
function changed(end: RegExp, change: (answer: Exchange['response']) => object): Exchange[] {
  const at = recorded.findLastIndex(({ request }) => end.test(new URL(request.url).pathname));
  return recorded.map((exchange, index) =>
    index === at
      ? { ...exchange, response: { ...exchange.response, ...change(exchange.response) } }
      : exchange,
  );
}

/** Kinds and places of all differences. */
async function differencesOf(exchanges: readonly Exchange[]): Promise<string[]> {
  const verified = await verify(exchanges);
  return verified.flatMap(({ differences }) => differences.map(({ kind, at }) => `${kind} ${at}`));
}

const bodyWith = (text: string, other: string) => (answer: Exchange['response']) => ({
  body: JSON.parse(JSON.stringify(answer.body).replace(text, other)),
});

describe('verifyRecording', () => {
  it('agrees with what the sandbox itself has said, job and all', async () => {
    const verified = await verify(recorded);
    expect(verified.length).toBeGreaterThan(10);
    expect(verified.map(({ differences }) => differences).flat()).toEqual([]);
    expect(verified.filter(({ outcome }) => outcome === 'not-compared')).toEqual([]);
  });

  it.each([
    [
      'another constant',
      bodyWith('"status":"Completed"', '"status":"Done"'),
      'value body.properties',
    ],
    [
      'a field that is missing',
      bodyWith('"operation":', '"operations":'),
      'missing body.properties.operations',
    ],
    [
      'a field too many',
      bodyWith('"operation":', '"operations":'),
      'extra body.properties.operation',
    ],
    [
      'another type',
      bodyWith('"entityFriendlyName":"VM010"', '"entityFriendlyName":10'),
      'type body.properties.entityFriendlyName',
    ],
    ['another status', () => ({ status: 202 }), 'status status'],
    [
      'a header that is missing',
      ({ headers = {} }: Exchange['response']) => ({
        headers: { ...headers, 'azure-asyncoperation': 'https://management.azure.com/x' },
      }),
      'missing header azure-asyncoperation',
    ],
  ])('sees %s', async (_what, change, expected) => {
    const found = await differencesOf(changed(JOB, change));
    expect(found.filter((each) => each.startsWith(expected))).not.toEqual([]);
  });

  it('sees states in another order', async () => {
    const polls = recorded.flatMap(({ request }, index) =>
      JOB.test(new URL(request.url).pathname) ? [index] : [],
    );
    const [first = 0, last = 0] = [polls[0], polls.at(-1)];
    const swapped = recorded.map((exchange, index) => {
      const other = index === first ? last : index === last ? first : index;
      return { ...exchange, response: recorded[other]?.response ?? exchange.response };
    });
    expect(first).toBeLessThan(last);
    expect(await differencesOf(swapped)).toContain('value body.properties.status');
  });

  it.each([
    ['Azure in trouble', () => ({ status: 503, body: null }), 'Azure failed'],
    [
      'a page in place of an answer',
      () => ({ body: '[not JSON: a page of HTML]' }),
      'the answer is not in the recording',
    ],
    [
      'what was lacking',
      () => ({ status: 403, body: { error: { code: 'AuthorizationFailed' } } }),
      'what was missing',
    ],
  ])('does not compare %s, and says why', async (_what, change, reason) => {
    const verified = await verify(changed(JOB, change));
    const skipped = verified.filter(({ outcome }) => outcome === 'not-compared');
    expect(skipped.map((each) => each.reason)).toEqual([expect.stringContaining(reason)]);
    expect(verified.flatMap(({ differences }) => differences)).toEqual([]);
  });

  it('does not compare what the sandbox does not model', async () => {
    const [exchange] = recorded;
    const url =
      'https://management.azure.com/subscriptions/x/providers/Microsoft.Nothing/things?api-version=2024-01-01';
    const unknown = { request: { method: 'GET', url }, response: { status: 200, body: {} } };
    const verified = await verify(exchange === undefined ? [unknown] : [exchange, unknown]);
    expect(verified.at(-1)).toMatchObject({ outcome: 'not-compared' });
  });
});
