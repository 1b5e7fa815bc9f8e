// No secret may be seen: not in results, not in errors, not with --debug, not in files. Every secret of a
// world, and every token that it gives out, is looked for in everything that the program says.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import type { Host } from '../../../src/cli/host.js';
import { OUTPUT_FORMATS } from '../../../src/output/output-format.js';
import { worldStateSchema, type WorldState } from '../../../src/sandbox/kernel/state.js';
import { TEST_NOW, type CliRun } from '../../support/run-cli.js';
import { canariesOf, CanaryWatch } from '../support/canaries.js';
import { copiesOf, encryptionInfo } from '../support/key-world.js';
import {
  leaksWhenFailing,
  watched,
  watchedSecrets,
  watchedWorld,
  WAYS_TO_FAIL,
} from '../support/watched-run.js';

const WAY_COUNT = Object.keys(WAYS_TO_FAIL).length;

/** The places of all requests but those that only repeat an earlier one, as polls do. */
function firstOfEach(exchanges: CliRun['exchanges']): number[] {
  const addresses = exchanges.map(({ method, url }) => `${method} ${url.split('?')[0]}`);
  return addresses.flatMap((address, index) =>
    addresses.indexOf(address) === index ? [index] : [],
  );
}

const ALL_MACHINES = Array.from(
  { length: 16 },
  (_, index) => `--vm VM${String(index + 1).padStart(3, '0')}`,
).join(' ');

const COMMANDS = [
  'preflight ALL',
  'enable ALL --grant --yes',
  'enable --vm VM001 --grant --dry-run',
  'grant-access ALL --yes',
  'grant-access ALL --revoke --yes',
  'grant-access --vm VM001 --scope object --yes',
  'status ALL',
  'status --vault rsv-prod --max-age 26h',
  'recovery-points list --vault rsv-prod --calendar',
  'recovery-points show latest --vm VM005',
  'recovery-points show latest --vm VM014',
  'backup-now --vm VM005 --vm VM016 --skip-preflight',
  'backup-now --vm VM016',
  'jobs list',
  'jobs watch --vm VM005 --timeout 1m',
  'disable --vm VM005 --vm VM010',
  'disable --vm VM010 --delete-data --confirm VM010',
  'undelete --vm VM011 --resume --policy DefaultPolicy',
  'resume --vm VM005',
  'vault list',
  'vault show rsv-prod',
  'vault create rsv-new -g rg-prod --soft-delete-days 30',
  'policy list',
  'policy show DefaultPolicy --vault rsv-prod',
  'policy create nightly --vault rsv-prod --daily 02:00',
  'policy update daily-90-days --vault rsv-prod --daily 20:00',
  'policy diff DefaultPolicy EnhancedPolicy --vault rsv-prod',
  'policy delete DefaultPolicy --vault rsv-prod --yes',
  'audit-keys --vault rsv-prod',
  'restore --vm VM014 --dry-run',
  'restore --vm VM014',
  'restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --subnet default',
  'restore --vm VM005 --key-vault kv-prod-lost --keys always --keep-staging',
  'restore --vm VM014 --secondary-region --target-resource-group rg-dr --key-vault kv-dr',
  'restore-keys --vm VM014 --dry-run',
  'restore-keys --vm VM014',
  'restore-keys --vm VM005 --key-vault kv-prod-lost',
  'sandbox show',
  'sandbox reset --yes',
  'preflight --vm no-such-machine',
  'enable --vm VM001 --no-such-option',
];

describe('the world', () => {
  it('has secrets of every kind', () => {
    const kinds = [
      'client secret',
      '/keys/',
      '/secrets/',
      'decoded',
      'unwrapped',
      'recovery point',
    ];
    expect(kinds.filter((kind) => !watchedSecrets.some(({ of }) => of.includes(kind)))).toEqual([]);
  });

  it.each(watchedSecrets.map(({ of, value }) => ({ of, value })))(
    'would be seen to show $of',
    ({ value }) => {
      const watch = new CanaryWatch();
      watch.add([{ of: 'it', value }]);
      const bytes = Buffer.from(value);
      const forms = [
        bytes.toString('base64'),
        bytes.toString('base64url'),
        bytes.toString('hex'),
        encodeURIComponent(bytes.toString('base64')),
        Buffer.from(`{"value":"${bytes.toString('latin1')}"}`, 'latin1').toString('base64'),
        bytes.subarray(0, 40).toString('hex'),
        ...(typeof value === 'string' ? [`text ${value} text`, JSON.stringify({ value })] : []),
      ];
      expect(forms.filter((form) => watch.leaks(`before ${form} after`).length === 0)).toEqual([]);
    },
  );
});

describe('no secret is seen', () => {
  it.each(COMMANDS)('in azbackup %s', async (argv) => {
    for (const more of ['-o json --debug -v', '-o table -v --progress jsonl']) {
      const words = `${argv.replace('ALL', ALL_MACHINES)} ${more}`.split(' ');
      const run = await watched(words);
      expect(run.leaks).toEqual([]);
      expect(run.stdout + run.stderr).not.toBe('');
    }
  });

  it.each(OUTPUT_FORMATS)('in results as %s', async (format) => {
    for (const argv of [
      'enable --vm VM001 --vm VM008 --grant',
      'status --vm VM005 --vm VM014',
      'rp show latest --vm VM005',
      'rp list --vm VM005',
    ]) {
      const run = await watched([...argv.split(' '), '-o', format, '--debug']);
      expect(run.leaks).toEqual([]);
    }
  });

  it.each(Object.entries(WAYS_TO_FAIL))(
    'when any one answer %s',
    async (_what, then) => {
      const argv = 'enable --vm VM001 --grant --debug -o json'.split(' ');
      const { exchanges } = await watched(argv);
      expect(exchanges.length).toBeGreaterThan(20);
      expect(await leaksWhenFailing(argv, firstOfEach(exchanges), then)).toEqual([]);
    },
    60_000,
  );

  it.each(Object.entries(WAYS_TO_FAIL))(
    'when any one answer to restore-keys %s',
    async (_what, then) => {
      const argv = 'restore-keys --vm VM014 --debug -v -o json'.split(' ');
      const { exchanges, writes } = await watched(argv);
      expect(writes.length).toBeGreaterThan(1);
      expect(await leaksWhenFailing(argv, exchanges.keys(), then)).toEqual([]);
    },
    60_000,
  );

  // The first request of each kind fails in every way; those that repeat it, in one way after the other.
  it.each(Object.entries(WAYS_TO_FAIL).map(([what, then], way) => ({ what, then, way })))(
    'when the answer to any one request of a restore $what',
    async ({ then, way }) => {
      const machine = '--to vm --name VM014R --vnet vnet-prod --subnet default';
      const argv = `restore --vm VM014 ${machine} --debug -v -o json`.split(' ');
      const { exchanges, writes } = await watched(argv);
      expect(writes.length).toBeGreaterThan(8);
      expect(exchanges.some(({ url }) => url.includes('.blob.core.windows.net/'))).toBe(true);
      const first = firstOfEach(exchanges);
      const repeated = [...exchanges.keys()].filter((index) => !first.includes(index));
      const turn = repeated.filter((_, place) => place % WAY_COUNT === way);
      expect(await leaksWhenFailing(argv, [...first, ...turn], then)).toEqual([]);
    },
    60_000,
  );

  it.each([
    ['as it is', (info: string) => info],
    ['cut off', (info: string) => info.slice(0, -9)],
    ['cut off within the copies', (info: string) => info.slice(0, info.length / 2)],
    ['without its names', (info: string) => info.replaceAll(/"\w+":/gu, '"x":')],
    [
      'with a copy that opens nothing',
      (info: string) => info.replace('Backup', 'backup').replace(/.{9}"/u, '"'),
    ],
  ])('of a file %s', async (_what, change) => {
    const stdin = change(encryptionInfo(copiesOf(watchedWorld, 'VM014')));
    for (const more of ['-o json --debug -v', '-o table -v --progress jsonl', '--dry-run']) {
      const argv = `restore-keys --file - --os-type linux ${more}`.split(' ');
      const run = await watched(argv, { stdin });
      expect(run.leaks).toEqual([]);
    }
  });

  it('among the tokens, which were looked for', async () => {
    const run = await watched(['preflight', '--vm', 'VM001']);
    expect(run.tokens).toBeGreaterThan(0);
  });
});

describe('no secret is left in a file', () => {
  let home = '';

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'azbackup-taint-'));
  });

  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  it("outside the sandbox's own state", async () => {
    const commands = ['enable --vm VM001 --grant', 'status --vm VM001', 'preflight --vm NONE'];
    for (const argv of commands) {
      await main([...argv.split(' '), '--sandbox', '--debug'], hostAt(home));
    }
    const files = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    const own = path.join(home, '.local', 'state', 'azbackup', 'sandbox');
    const watch = new CanaryWatch();
    watch.add(canariesOf(savedWorld(path.join(own, 'world.json'))));
    const leaking = files
      .filter((file) => !file.startsWith(own))
      .filter((file) => watch.leaks(readFileSync(file, 'latin1')).length > 0);
    expect(files.some((file) => file.startsWith(own))).toBe(true);
    expect(leaking).toEqual([]);
  });
});

function savedWorld(file: string): WorldState {
  return worldStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** A process whose home and working folder are this one, and that keeps its sandbox there. */
function hostAt(home: string): Host {
  const stream: Host['stdout'] = { write: () => true, on: () => undefined, isTTY: false };
  let guids = 0;
  return {
    env: { HOME: home },
    cwd: home,
    homeDirectory: home,
    stdout: stream,
    stderr: stream,
    stdin: { isTTY: false },
    clock: { now: () => TEST_NOW, sleep: () => Promise.resolve() },
    schedule: () => () => undefined,
    random: () => 0,
    newGuid: () => {
      guids += 1;
      return `00000000-0000-4000-8000-${String(guids).padStart(12, '0')}`;
    },
    onSignal: () => () => undefined,
    ask: () => Promise.resolve(false),
    askText: () => Promise.resolve(undefined),
    readStdin: () => Promise.resolve(new Uint8Array()),
    timeZone: 'Asia/Tokyo',
  };
}
