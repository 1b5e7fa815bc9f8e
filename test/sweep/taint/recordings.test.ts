// Nothing that opens something, and no name of the world, is in what --record writes, whatever goes wrong on the way.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultConsequence } from '../../../src/sandbox/faults/request-faults.js';
import { SHARE } from '../share.js';
import { watched, watchedWorld } from '../../workflow/support/watched-run.js';

const COMMANDS = [
  'preflight --vm VM001 --vm VM005',
  'enable --vm VM001 --grant --yes',
  'grant-access --vm VM002 --yes',
  'backup-now --vm VM005 --skip-preflight',
  'audit-keys --vault rsv-prod',
  'restore --vm VM014',
  'restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --subnet default',
  'restore-keys --vm VM014',
];

const WAYS: readonly FaultConsequence[] = [
  { kind: 'status', status: 403, code: 'AuthorizationFailed' },
  { kind: 'malformed' },
  { kind: 'truncate' },
];

let home = '';
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'azbackup-taint-'));
});
afterAll(() => rm(home, { recursive: true }));

let runs = 0;

/** A run that records into a folder of its own. */
async function recorded(
  argv: string,
  options: Parameters<typeof watched>[1] = {},
): Promise<{ readonly leaks: readonly string[]; readonly text: string }> {
  runs += 1;
  const folder = path.join(home, `rec-${runs}`);
  const written = (): string =>
    readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .join('\n');
  const env = { XDG_STATE_HOME: home };
  const run = await watched([...argv.split(' '), '--record', folder], { env, ...options }, written);
  const text = written();
  return { leaks: [...run.leaks, ...namesIn(text)], text };
}

/** Names that people have given, and ids, in the world. */
const names = [
  ...Object.values(watchedWorld.resources).map(({ name }) => name),
  ...Object.values(watchedWorld.resourceGroups).map(({ name }) => name),
  ...watchedWorld.subscriptions.flatMap((each) => [
    each.subscriptionId,
    each.tenantId,
    each.displayName,
  ]),
  ...watchedWorld.directory.principals.flatMap(
    ({ objectId, userPrincipalName, displayName, appId }) => [
      objectId,
      userPrincipalName ?? '',
      displayName.startsWith('Backup Management') ? '' : displayName,
      appId === '262044b1-e2ce-469f-a196-69ab7ada62d3' ? '' : (appId ?? ''),
    ],
  ),
].filter((name) => name.length > 3 && !name.startsWith('AzureDiskEncryption'));

function namesIn(text: string): string[] {
  const lower = text.toLowerCase();
  return [...new Set(names)].filter((name) => lower.includes(name.toLowerCase()));
}

/** Requests that fault, in the share that is run. */
const PLACES = [7, 27, 3, 12, 18, 38].slice(0, Math.ceil(6 / SHARE) + 1);

describe('what is recorded', () => {
  it.each(COMMANDS)('of azbackup %s holds no secret and no name', async (argv) => {
    const { leaks, text } = await recorded(argv);
    expect(leaks).toEqual([]);
    expect(text).toContain('"url": "https://management.azure.com/subscriptions/');
    expect(text).not.toContain('oauth2');
  });

  it.each(WAYS)('holds none when answers go wrong: $kind', async (then) => {
    for (const argv of [
      'enable --vm VM001 --grant --yes',
      'restore-keys --vm VM014',
      'restore --vm VM014',
    ]) {
      for (const nth of PLACES) {
        const { leaks } = await recorded(argv, { faults: [{ match: '* **', nth, then }] });
        expect(leaks.map((leak) => `${argv}, request ${nth}: ${leak}`)).toEqual([]);
      }
    }
  });

  it.each([
    ['a page', (secret: string) => `<html>${secret}</html>`],
    [
      'an odd object',
      (secret: string) => JSON.stringify({ odd: secret, [secret]: { status: secret } }),
    ],
    [
      'an error',
      (secret: string) => JSON.stringify({ error: { code: secret, message: `token ${secret}` } }),
    ],
    ['a text', (secret: string) => JSON.stringify(secret)],
  ])('holds nothing of %s that repeats what was sent', async (_what, body) => {
    const { leaks } = await recorded('preflight --vm VM001 --vm VM002', {
      around: async (request, answer) => {
        const token = request.headers.get('authorization')?.split(' ')[1] ?? '';
        return token === '' || request.url.length % 3 > 0
          ? answer()
          : new Response(body(token), { status: request.url.length % 2 === 0 ? 200 : 400 });
      },
    });
    expect(leaks).toEqual([]);
  });
});
