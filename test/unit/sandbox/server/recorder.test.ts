import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { injectFault } from '../../../../src/sandbox/faults/inject-faults.js';
import { openRecorder } from '../../../../src/sandbox/server/recorder.js';

const CANARY = 'canary-5f1c';
const TOKEN = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI${CANARY}.c2lnbmF0dXJl`;

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azbackup-record-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function recorded(request: Request, response: Response): Promise<Record<string, unknown>> {
  const fetch = await openRecorder(directory, () => Promise.resolve(response));
  await fetch(request);
  const name = (await readdir(directory)).toSorted().at(-1) ?? '';
  const text = await readFile(join(directory, name), 'utf8');
  expect(text).not.toContain(CANARY);
  return JSON.parse(text);
}

describe('the recorder', () => {
  it('writes one file for each exchange, numbered on from those that are there', async () => {
    const url = 'https://management.azure.com/subscriptions?api-version=2022-12-01';
    for (let times = 0; times < 2; times += 1) {
      await recorded(new Request(url), Response.json({ value: [] }, { status: 200 }));
    }
    expect(await readdir(directory)).toEqual(['000001.json', '000002.json']);
    expect(JSON.parse(await readFile(join(directory, '000001.json'), 'utf8'))).toEqual({
      request: { method: 'GET', url, headers: {}, body: null },
      response: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: { value: [] },
      },
    });
  });

  it('keeps tokens and client secrets to itself', async () => {
    const body = await recorded(
      new Request('https://login.microsoftonline.com/t/oauth2/v2.0/token', {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/plain' },
        body: `grant_type=client_credentials&client_secret=${CANARY}&client_id=kept`,
      }),
      Response.json({ token_type: 'Bearer', access_token: TOKEN, refresh_token: CANARY }),
    );
    expect(body).toMatchObject({
      request: {
        headers: { authorization: '[redacted]' },
        body: 'grant_type=client_credentials&client_secret=[redacted]&client_id=kept',
      },
      response: { body: { token_type: 'Bearer', access_token: '[redacted]' } },
    });
  });

  it('keeps what key vaults hold to itself, and tells their lists', async () => {
    const id = 'https://kv.vault.azure.net/secrets/bek';
    const secret = await recorded(
      new Request(`${id}?api-version=7.4`, {
        method: 'PUT',
        body: JSON.stringify({ value: CANARY }),
      }),
      Response.json({ id, value: CANARY, attributes: { enabled: true } }),
    );
    expect(secret).toMatchObject({ response: { body: { id, value: '[redacted]' } } });
    const list = await recorded(new Request(id), Response.json({ value: [{ id }] }));
    expect(list).toMatchObject({ response: { body: { value: [{ id }] } } });
    const key = { kty: 'RSA', n: 'public', e: 'AQAB', d: CANARY, p: CANARY, qi: CANARY };
    const jwk = await recorded(new Request(id), Response.json({ key }));
    expect(jwk).toMatchObject({ response: { body: { key: { n: 'public', d: '[redacted]' } } } });
  });

  it('keeps the keys of recovery points and signed addresses to itself', async () => {
    const url = 'https://management.azure.com/x';
    const keyAndSecretDetails = {
      bekDetails: { secretData: CANARY, secretUrl: 'https://kv.vault.azure.net/secrets/bek' },
      kekDetails: { keyBackupData: CANARY },
    };
    const point = await recorded(
      new Request(url),
      Response.json(
        { properties: { keyAndSecretDetails } },
        { headers: { location: `${url}?sv=2020&sig=${CANARY}&se=2026` } },
      ),
    );
    expect(point).toMatchObject({
      response: {
        headers: { location: `${url}?sv=2020&sig=[redacted]&se=2026` },
        body: {
          properties: {
            keyAndSecretDetails: {
              bekDetails: { secretUrl: 'https://kv.vault.azure.net/secrets/bek' },
            },
          },
        },
      },
    });
  });

  it('records a request that got no answer, and an answer as far as it came', async () => {
    const url = 'https://management.azure.com/x';
    const sandbox = {
      fetch: () => Promise.resolve(new Response('0123456789')),
      delay: () => undefined,
    };
    const reset = await openRecorder(directory, (request) =>
      injectFault({ kind: 'reset' }, request, sandbox),
    );
    await expect(reset(new Request(url))).rejects.toMatchObject({ code: 'ECONNRESET' });
    const cut = await openRecorder(directory, (request) =>
      injectFault({ kind: 'truncate' }, request, sandbox),
    );
    await expect((await cut(new Request(url))).text()).rejects.toThrow('ECONNRESET');
    const [first, second] = await Promise.all(
      ['000001.json', '000002.json'].map(async (name) =>
        JSON.parse(await readFile(join(directory, name), 'utf8')),
      ),
    );
    expect(first.response).toBeNull();
    expect(second.response.body).toBe('01234');
  });
});
