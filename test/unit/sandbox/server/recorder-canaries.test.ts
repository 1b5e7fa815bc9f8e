// What the recorder writes of a world whose every secret is known: none of them, nor what was given out.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSandbox } from '../../../../src/sandbox/create-sandbox.js';
import { openRecorder } from '../../../../src/sandbox/server/recorder.js';
import { worldClock } from '../../../../src/sandbox/kernel/time/world-clock.js';
import { defaultWorld } from '../../../support/run-cli.js';
import { assign } from '../../../support/worlds/tiny-world.js';
import { canariesOf, CanaryWatch, plantClientSecrets } from '../../../workflow/support/canaries.js';

const ARM = 'https://management.azure.com';
const VAULT_DATA = 'https://vault.azure.net';
const KEY_VAULT = 'https://kv-prod-rbac.vault.azure.net';
const KEYS_VERSION = 'api-version=7.5';
const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000001';
const VAULT = `${SUBSCRIPTION}/resourceGroups/rg-prod/providers/Microsoft.RecoveryServices/vaults/rsv-prod`;
const BACKUP_VERSION = 'api-version=2023-06-01';
const KEY_VAULT_ADMINISTRATOR = '00482a5a-887f-4fb3-b363-3b7fe8e74483';
const ASSERTION = 'canary-assertion-0f9d3b7a51c24e68-signed';

const listSchema = z
  .object({ value: z.array(z.object({ id: z.string().optional(), kid: z.string().optional() })) })
  .transform(({ value }) => value.flatMap(({ id, kid }) => id ?? kid ?? []));
const blobSchema = z.object({ value: z.string() });
const tokenSchema = z.object({ access_token: z.string().optional() });

/** A client whose every exchange is recorded, and what was seen of it before that. */
interface RecordedClient {
  readonly ask: (what: string, url: string, init?: RequestInit) => Promise<string>;
  /** Knows the world's secrets, and those that were added since. */
  readonly watch: CanaryWatch;
  /** Bodies as they were sent and answered. */
  readonly seen: string[];
  readonly statuses: Map<string, number>;
  /** The form with which it proves who it is. */
  readonly signIn: {
    readonly url: string;
    readonly client_id: string;
    readonly client_secret: string;
  };
}

async function recordedClient(directory: string): Promise<RecordedClient> {
  const state = defaultWorld('copies');
  plantClientSecrets(state);
  const { principals, signedInObjectId } = state.directory;
  assign(state, signedInObjectId, KEY_VAULT_ADMINISTRATOR, SUBSCRIPTION);
  const watch = new CanaryWatch();
  watch.add(canariesOf(state));
  const sandbox = createSandbox({ state, clock: worldClock(state) });
  const recorded = await openRecorder(directory, (request) => sandbox.fetch(request));
  const seen: string[] = [];
  const statuses = new Map<string, number>();
  const client = principals.find(({ objectId }) => objectId === signedInObjectId);
  return {
    ask: async (what, url, init = {}) => {
      const response = await recorded(new Request(url, init));
      statuses.set(what, response.status);
      const text = await response.text();
      seen.push(typeof init.body === 'string' ? init.body : '', text);
      return text;
    },
    watch,
    seen,
    statuses,
    signIn: {
      url: `https://login.microsoftonline.com/${client?.tenantId}/oauth2/v2.0/token`,
      client_id: client?.appId ?? '',
      client_secret: client?.clientSecret ?? '',
    },
  };
}

async function token(
  { ask, watch, signIn }: RecordedClient,
  resource: string,
  proof: Record<string, string> = { client_secret: signIn.client_secret },
): Promise<{ readonly authorization: string }> {
  const text = await ask(`sign-in by ${Object.keys(proof)[0]}`, signIn.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: signIn.client_id,
      scope: `${resource}/.default`,
      ...proof,
    }).toString(),
  });
  const value = tokenSchema.parse(JSON.parse(text)).access_token;
  watch.add(value === undefined ? [] : [{ of: 'token', value }]);
  return { authorization: `Bearer ${value}` };
}

/** Not modelled, so refused; recorded all the same. */
async function showAssertion(client: RecordedClient): Promise<void> {
  client.watch.add([{ of: 'assertion', value: ASSERTION }]);
  await token(client, ARM, {
    client_assertion: ASSERTION,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  });
}

async function readKeyVault(client: RecordedClient, kind: 'keys' | 'secrets'): Promise<void> {
  const { ask, watch } = client;
  const signedIn = { ...(await token(client, VAULT_DATA)), 'content-type': 'application/json' };
  const list = await ask(kind, `${KEY_VAULT}/${kind}?${KEYS_VERSION}`, { headers: signedIn });
  for (const id of listSchema.parse(JSON.parse(list))) {
    await ask(`one of ${kind}`, `${id}?${KEYS_VERSION}`, { headers: signedIn });
    const write = { method: 'POST', headers: signedIn };
    const blob = await ask(`backup of ${kind}`, `${id}/backup?${KEYS_VERSION}`, write);
    const { value } = blobSchema.parse(JSON.parse(blob));
    watch.add([{ of: `backup of ${kind}`, value }]);
    const url = `${KEY_VAULT}/${kind}/restore?${KEYS_VERSION}`;
    await ask(`restore of ${kind}`, url, { ...write, body: JSON.stringify({ value }) });
  }
}

async function readRecoveryPoints(client: RecordedClient): Promise<void> {
  const signedIn = { headers: await token(client, ARM) };
  const list = async (what: string, path: string): Promise<readonly string[]> =>
    listSchema.parse(
      JSON.parse(await client.ask(what, `${ARM}${path}?${BACKUP_VERSION}`, signedIn)),
    );
  for (const item of await list('items', `${VAULT}/backupProtectedItems`)) {
    const [point] = await list('points', `${item}/recoveryPoints`);
    if (point !== undefined) {
      await client.ask('point', `${ARM}${point}?${BACKUP_VERSION}`, signedIn);
    }
  }
}

describe('what is recorded of a client that may read everything', () => {
  const directory = mkdtempSync(join(tmpdir(), 'azbackup-record-'));
  let client: RecordedClient;

  beforeAll(async () => {
    client = await recordedClient(directory);
    await showAssertion(client);
    await readKeyVault(client, 'keys');
    await readKeyVault(client, 'secrets');
    await readRecoveryPoints(client);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('was answered with secrets', () => {
    expect(Object.fromEntries(client.statuses)).toMatchObject({
      'sign-in by client_secret': 200,
      'one of keys': 200,
      'backup of keys': 200,
      'one of secrets': 200,
      'backup of secrets': 200,
      point: 200,
    });
    expect(client.watch.leaks(client.seen.join('\n')).join('\n')).toMatch(
      /(?=[^]*token)(?=[^]*assertion)(?=[^]*backup of keys)(?=[^]*backup of secrets)(?=[^]*client secret)(?=[^]*kv-prod-rbac\/secrets)(?=[^]*recovery point)/u,
    );
  });

  it('holds none of them', () => {
    const files = readdirSync(directory);
    const leaking = files.flatMap((file) =>
      client.watch.leaks(readFileSync(join(directory, file), 'utf8')).map((of) => `${file}: ${of}`),
    );
    expect(files.length).toBeGreaterThan(20);
    expect(leaking).toEqual([]);
  });
});
