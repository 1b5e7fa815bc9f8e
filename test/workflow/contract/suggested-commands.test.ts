// What is suggested in the sandbox is pasted into the sandbox: without an option it would go to Azure.

import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.js';

const OUTSIDE = { env: { AZBACKUP_SANDBOX: '' } };
const PREFLIGHT = ['preflight', '--vm', 'VM001'];

describe('commands that are suggested', () => {
  it.each([
    ['--sandbox', ['--sandbox'], 'azbackup grant-access --vm VM001 --sandbox'],
    [
      'a folder',
      ['--sandbox-dir', '/tmp/it is mine'],
      "azbackup grant-access --vm VM001 --sandbox-dir '/tmp/it is mine'",
    ],
  ])('stay in the sandbox that %s named, in prose and as JSON', async (_, options, command) => {
    const prose = await runCli([...PREFLIGHT, ...options], OUTSIDE);
    expect(prose.stdout).toContain(`  ${command} `);
    const data = await runCli([...PREFLIGHT, ...options, '-o', 'json'], OUTSIDE);
    expect(data.stdout).toContain(JSON.stringify(command));
  });

  it('are as they are where the shell has chosen the sandbox', async () => {
    const { stdout } = await runCli(PREFLIGHT);
    expect(stdout).toContain('azbackup grant-access --vm VM001   ');
    expect(stdout).not.toContain('--sandbox');
  });

  it('stay in the sandbox in errors and streams, too', async () => {
    const missing = await runCli(
      ['status', '--vm', 'VM001', '--no-wait', '--sandbox', '-o', 'json'],
      OUTSIDE,
    );
    expect(JSON.parse(missing.stderr).fix).toEqual(['azbackup status --help']);
    const stream = await runCli([...PREFLIGHT, '--sandbox', '-o', 'jsonl'], OUTSIDE);
    expect(stream.stdout).toContain('"azbackup grant-access --vm VM001 --sandbox"');
  });
});

describe('what cannot be parsed', () => {
  it.each([
    ['status --nonsense', 'azbackup status --help'],
    ['-o json policy create --nonsense', 'azbackup policy create --help'],
    ['policy show', 'azbackup policy show --help'],
    ['jobs wacth', 'azbackup jobs --help'],
    ['staus', 'azbackup --help'],
  ])('%s leads to %s', async (argv, help) => {
    const { code, stderr } = await runCli(argv.split(' '));
    expect(code).toBe(2);
    expect(stderr).toContain(help);
  });
});

describe('a stream of lines', () => {
  it.each([
    ['sandbox show', 16],
    ['sandbox reset', 1],
  ])('of %s has every item, then the summary', async (command, items) => {
    const { stdout } = await runCli([...command.split(' '), '-o', 'jsonl']);
    const types = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types).toEqual([...Array.from({ length: items }, () => 'item'), 'summary']);
  });
});

describe('a query that fits no such document', () => {
  it('still shows what was done, and says that the query was wrong', async () => {
    const run = await runCli(['enable', '--vm', 'VM003', '-o', 'json', '--query', 'sort(items)']);
    // 2 would be: nothing was changed.
    expect(run.code).toBe(13);
    expect(run.json<{ items: { outcome: string }[] }>().items[0]?.outcome).toBe('enabled');
    expect(run.stderr).toContain('AZB_RESULT_UNWRITTEN');
    expect(run.stderr).toContain('sort() expected');
  });

  it('keeps the exit code of a command that failed', async () => {
    const argv = ['preflight', '--vm', 'VM001', '--query', 'sum(items)'];
    const { code, stdout, stderr } = await runCli(argv);
    expect(code).toBe(5);
    expect(stdout).toContain('VM001');
    expect(stderr).toMatch(/^error: the query does not fit the result.*exit code 5$/mu);
  });
});

describe('a wait with an end', () => {
  it('ends while a vault is being made, and says that it goes on', async () => {
    const run = await runCli([
      'enable',
      '--vm',
      'VM003',
      '--create-vault',
      'rsv-new',
      '--timeout',
      '5s',
      '-o',
      'json',
    ]);
    expect(run.code).toBe(8);
    expect(run.json<{ items: { changes: unknown[] }[] }>().items[0]?.changes).toMatchObject([
      { type: 'create-vault', status: 'running', seconds: 5 },
      { type: 'protect', status: 'skipped' },
    ]);
  });
});

describe('an answer of no', () => {
  it('leaves the grant, says so, and is no success', async () => {
    const run = await runCli(['grant-access', '--vm', 'VM005', '--revoke', '-o', 'json'], {
      tty: { in: true, err: true },
      answer: false,
    });
    expect(run.code).toBe(2);
    expect(run.writes).toEqual([]);
    expect(run.json<{ items: { outcome: string }[] }>().items[0]?.outcome).toBe('declined');
  });
});
