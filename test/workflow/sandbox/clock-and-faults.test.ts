// The commands on the sandbox's clock and faults.
import { describe, expect, it } from 'vitest';
import { formatSandboxEnv } from '../../../src/commands/sandbox/env.view.js';
import { defaultWorld, runCli, TEST_NOW } from '../../support/run-cli.js';

interface Document {
  readonly items: readonly Record<string, unknown>[];
  readonly summary: Record<string, unknown>;
}

async function run(world: ReturnType<typeof defaultWorld>, ...argv: readonly string[]) {
  const { code, stdout, stderr } = await runCli(['sandbox', ...argv, '-o', 'json'], { world });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const document: Document = JSON.parse(stdout);
  return document;
}

describe('sandbox clock', () => {
  it('shows the time, and changes nothing by looking', async () => {
    const world = defaultWorld();
    const before = structuredClone(world);
    expect((await run(world, 'clock', 'show')).items).toEqual([
      {
        time: '2026-11-23T18:00:00.000Z',
        mode: 'running',
        speed: 1,
        advancedSeconds: 0,
        server: null,
      },
    ]);
    expect(world).toEqual(before);
  });

  it.each([
    ['41m', 41 * 60],
    ['90s', 90],
    ['2d12h', 60 * 3600],
    ['1d2h3m4s', 93_784],
  ])('advance %s', async (duration, seconds) => {
    const world = defaultWorld();
    const { items } = await run(world, 'clock', 'advance', duration);
    expect(items[0]).toMatchObject({ advancedSeconds: seconds });
    expect(world.nowMilliseconds).toBe(TEST_NOW + seconds * 1000);
  });

  it('ends what takes time when it is advanced', async () => {
    const world = defaultWorld();
    const outcome = async (): Promise<unknown> => {
      const status = await runCli(['status', '--vm', 'VM011', '-o', 'json'], { world });
      return JSON.parse(status.stdout).items[0].outcome;
    };
    expect(await outcome()).toBe('soft-deleted');
    await run(world, 'clock', 'advance', '15d');
    expect(await outcome()).toBe('not-protected');
  });

  it('freezes, and runs again at a speed', async () => {
    const world = defaultWorld();
    expect((await run(world, 'clock', 'freeze')).items).toMatchObject([
      { mode: 'frozen', speed: 0 },
    ]);
    expect(world.clock).toEqual({ mode: 'frozen' });
    expect((await run(world, 'clock', 'speed', '60')).items).toMatchObject([
      { mode: 'running', speed: 60 },
    ]);
    expect(world.clock).toMatchObject({ mode: 'running', speed: 60 });
    expect(world.nowMilliseconds).toBe(TEST_NOW);
  });

  it('tells with --dry-run what would be, and leaves it', async () => {
    const world = defaultWorld();
    const { items } = await run(world, 'clock', 'advance', '1h', '--dry-run');
    expect(items).toMatchObject([{ time: '2026-11-23T19:00:00.000Z', advancedSeconds: 3600 }]);
    expect(world.nowMilliseconds).toBe(TEST_NOW);
  });

  it.each([
    ['advance'],
    ['advance', '41'],
    ['advance', ''],
    ['advance', '-1h'],
    ['advance', '999999d'],
    ['speed', '0'],
    ['speed', 'fast'],
    ['speed', '1000000'],
  ])('refuses %s %s', async (...argv) => {
    const { code, stderr } = await runCli(['sandbox', 'clock', ...argv, '-o', 'json']);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'AZB_USAGE' });
  });
});

const PROTECTION = ['--match', 'PUT …/protectedItems/*'] as const;

describe('sandbox fault', () => {
  it('adds, lists and clears', async () => {
    const world = defaultWorld();
    const added = await run(world, 'fault', 'add', ...PROTECTION, '--nth', '2', '--then', '429:30');
    const fault = {
      match: PROTECTION[1],
      nth: 2,
      times: null,
      then: '429:30',
      seen: 0,
    };
    expect(added).toMatchObject({ items: [fault], summary: { total: 1, added: 1, cleared: 0 } });
    await run(world, 'fault', 'add', '--match', 'GET **', '--times', '3', '--then', 'slow:2');
    expect((await run(world, 'fault', 'list')).items).toMatchObject([
      fault,
      { times: 3, then: 'slow:2' },
    ]);
    expect(await run(world, 'fault', 'clear')).toMatchObject({
      items: [],
      summary: { total: 0, added: 0, cleared: 2 },
    });
    expect(world.faults).toEqual([]);
  });

  it('takes faults of jobs beside those of requests', async () => {
    const world = defaultWorld();
    const match = 'job Backup VM003';
    const then = 'failed:UserErrorFsFreezeFailed';
    await run(world, 'fault', 'add', ...PROTECTION, '--then', '403');
    const added = await run(world, 'fault', 'add', '--match', match, '--nth', '1', '--then', then);
    expect(added.items).toMatchObject([{ then: '403' }, { match, nth: 1, then }]);
    const outcome = { kind: 'job', outcome: 'Failed', code: 'UserErrorFsFreezeFailed' };
    expect(world.faults?.at(1)?.then).toEqual(outcome);
  });

  it('leaves the world as it is with --dry-run, and when it only lists', async () => {
    const world = defaultWorld();
    const before = structuredClone(world);
    await run(world, 'fault', 'add', ...PROTECTION, '--then', '403', '--dry-run');
    await run(world, 'fault', 'list');
    await run(world, 'fault', 'clear', '--dry-run');
    expect(world).toEqual(before);
  });

  it.each([
    ['add'],
    ['add', ...PROTECTION],
    ['add', '--then', '403'],
    ['add', '--match', 'PUT', '--then', '403'],
    ['add', ...PROTECTION, '--then', '300'],
    ['add', ...PROTECTION, '--then', '403', '--nth', '0'],
    ['add', ...PROTECTION, '--then', '403', '--times', 'x'],
    ['add', ...PROTECTION, '--then', 'failed'],
    ['add', '--match', 'job Backup', '--then', 'failed'],
    ['add', '--match', 'job Backup VM003', '--then', '403'],
    ['add', '--match', 'job Undelete VM003', '--then', 'warnings'],
  ])('refuses %s %s %s %s %s', async (...argv) => {
    const { code, stderr } = await runCli(['sandbox', 'fault', ...argv, '-o', 'json']);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'AZB_USAGE' });
  });
});

describe('nouns within nouns', () => {
  it.each([
    [['sandbox', 'clock'], 'azbackup sandbox clock <command>', 'sandbox clock advance'],
    [['sandbox', '--help'], 'azbackup sandbox <command>', 'sandbox fault add'],
    [
      ['sandbox', 'clock', 'advance', '--help'],
      'azbackup sandbox clock advance <duration> [options]',
      '<duration>',
    ],
  ])('%j shows what there is', async (argv, usage, command) => {
    const { code, stdout } = await runCli(argv, { azure: true });
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: ${usage}`);
    expect(stdout).toContain(command);
  });
});

describe('sandbox env', () => {
  it.each([
    ['/bin/zsh', 'zsh', "export HTTPS_PROXY='http://127.0.0.1:8443'\n"],
    ['/usr/local/bin/fish', 'fish', "set -gx HTTPS_PROXY 'http://127.0.0.1:8443'\n"],
    ['/usr/bin/pwsh', 'powershell', "$env:HTTPS_PROXY = 'http://127.0.0.1:8443'\n"],
    ['/bin/dash', 'bash', "export HTTPS_PROXY='http://127.0.0.1:8443'\n"],
  ])('writes for %s as %s', async (shell, name, line) => {
    const env = { SHELL: shell };
    const prose = await runCli(['sandbox', 'env'], { env });
    expect(prose.code).toBe(0);
    expect(prose.stdout).toContain(line);
    expect(prose.stderr).toContain('no server is running for this sandbox');
    const data = await runCli(['sandbox', 'env', '-o', 'json', '-q'], { env });
    expect(data.json()).toMatchObject({ shell: name, summary: { running: false } });
  });

  it('doubles each quote that PowerShell takes for one', () => {
    const lines = formatSandboxEnv({
      kind: 'sandbox-env',
      schemaVersion: 1,
      shell: 'powershell',
      items: [{ name: 'SSL_CERT_FILE', value: "/o\u2019brien/\u2018a\u201A\u201B'/ca.pem" }],
      summary: { proxy: 'http://127.0.0.1:8443', running: true },
    });
    expect(lines).toEqual([
      "$env:SSL_CERT_FILE = '/o\u2019\u2019brien/\u2018\u2018a\u201A\u201A\u201B\u201B''/ca.pem'",
    ]);
  });

  it('signs in as the principal that was chosen', async () => {
    const { stdout } = await runCli([
      'sandbox',
      'env',
      '-o',
      'json',
      '-q',
      '--sandbox-as',
      'azbackup-viewer',
    ]);
    expect(stdout).toContain('not-a-real-secret-viewer');
  });
});

describe('sandbox reset', () => {
  it.each([
    [['--limits'], { enforced: true, busyShare: 0 }],
    [['--busy', '5%'], { enforced: false, busyShare: 0.05 }],
    [['--limits', '--busy', '100%'], { enforced: true, busyShare: 1 }],
    [[], undefined],
  ])('%j sets the limits of the world', async (options, limits) => {
    const world = defaultWorld();
    await run(world, 'reset', '--world', 'empty', ...options);
    expect(world.limits).toEqual(limits);
  });

  it.each(['5', '101%', '-1%', 'much'])('--busy=%s is refused', async (share) => {
    const { code, stderr } = await runCli(['sandbox', 'reset', `--busy=${share}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('--busy needs a share of requests, such as 5%');
  });
});
