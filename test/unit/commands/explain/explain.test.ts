// `azbackup explain` as a whole, and its view.
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../src/commands/catalogue.js';
import type { ExplainDocument } from '../../../../src/commands/explain/result.js';
import { createView } from '../../../../src/output/view.js';
import { goldenFile } from '../../../support/golden.js';
import { formatResultView } from '../../../support/result-view.js';
import { runCli } from '../../../support/run-cli.js';
import { recordIo } from '../../output/recorded-io.js';
import { NOW } from '../results/sample-documents.js';
import { EXPLAIN } from './samples.js';

describe('azbackup explain', () => {
  it('explains codes of every kind, in any spelling, and asks nobody', async () => {
    const argv = 'explain usererrorvmnotshutdown AZB_NOT_ALLOWED ade.key-current 6 -o json';
    const run = await runCli(argv.split(' '), { azure: true });
    expect(run.code).toBe(0);
    expect(run.exchanges).toEqual([]);
    const { items, summary } = run.json<ExplainDocument>();
    expect(items.map(({ kind }) => kind)).toEqual(['azure', 'azbackup', 'check', 'exit-code']);
    expect(items.every(({ meaning, fix }) => meaning !== null && fix.length > 0)).toBe(true);
    expect(summary).toEqual({ total: 4, explained: 4, unknown: 0 });
  });

  it('puts names into commands, and keeps them in the sandbox', async () => {
    const argv = 'explain UserErrorKeyVaultPermissionsNotConfigured --vm VM001 --sandbox -o json';
    const { items } = (await runCli(argv.split(' '), { azure: true })).json<ExplainDocument>();
    expect(items[0]?.fix[0]).toBe('azbackup grant-access --vm VM001 --sandbox');
    expect(items[0]?.meaning).toContain('keys or secrets of VM001');
    expect(items[0]?.prove[0]).toBe('azbackup preflight --vm VM001 --sandbox');
  });

  it('suggests similar names for a typing error, and ends as for any unknown name', async () => {
    const run = await runCli(['explain', 'UserErrorVmNotShutDwon']);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('similar names: UserErrorVmNotShutDown');
    expect(run.stdout).toBe('');
  });

  it('explains what it knows beside what it does not', async () => {
    const run = await runCli(['explain', 'ScopeLocked', 'ScopeLokced', '-o', 'json']);
    expect(run.code).toBe(6);
    const { items } = run.json<ExplainDocument>();
    expect(items.map(({ outcome }) => outcome)).toEqual(['explained', 'unknown']);
    expect(items[1]?.similar).toContain('ScopeLocked');
  });

  it('says so where nothing is known beyond the name', async () => {
    const { code, stdout } = await runCli(['explain', 'UserErrorKekNotFound']);
    expect(code).toBe(0);
    expect(stdout).toContain('nothing is known of this code beyond its name');
    expect(stdout).toMatch(/evidence +none/u);
  });

  it('explains every code of a job that is piped in', async () => {
    const world = (await runCli(['status', '--vm', 'VM007'])).world;
    const jobs = await runCli(['jobs', 'list', '--status', 'failed', '-o', 'json'], { world });
    const run = await runCli(['explain', '-', '-o', 'json'], { stdin: jobs.stdout });
    expect(run.code).toBe(0);
    const codes = run.json<ExplainDocument>().items.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['AZB_JOB_FAILED']));
  });

  it('ends with 3 where standard input holds no code', async () => {
    const run = await runCli(['explain', '-'], { stdin: 'all is well\n' });
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('no code found on standard input');
  });

  it.each([
    ['AZB_DRILL_NOT_FOUND', 'azbackup drill list'],
    ['AZB_DRILL_NOT_OWN', 'az group show'],
    ['AZB_DRILL_UNMANAGED', 'azbackup restore'],
    ['AZB_DRILL_UNRECORDED', 'XDG_STATE_HOME'],
  ])('says of %s what helps', async (code, fix) => {
    const run = await runCli(['explain', code, '-o', 'json']);
    expect(run.json<ExplainDocument>().items[0]?.fix.join('\n')).toContain(fix);
  });

  it('lists everything with --all', async () => {
    const run = await runCli(['explain', '--all', '-o', 'json']);
    const { items } = run.json<ExplainDocument>();
    expect(items.length).toBeGreaterThan(300);
    expect(new Set(items.map(({ kind }) => kind)).size).toBe(4);
  });

  it.each([[''], ['--all ScopeLocked'], ['- ScopeLocked']])('refuses %j', async (words) => {
    const run = await runCli(['explain', ...words.split(' ').filter((word) => word !== '')]);
    expect(run.code).toBe(2);
  });

  it('works where the sandbox cannot be read, and where the proxy is none', async () => {
    const env = { HTTPS_PROXY: 'no proxy', AZBACKUP_SANDBOX_DIR: '/dev/null/x' };
    expect((await runCli(['explain', '5'], { env })).code).toBe(0);
  });

  it.each([80, 100])('shows %i columns', async (columns) => {
    const view = createView(recordIo({ tty: true, columns }).io, 'out', { now: NOW });
    await expect(formatResultView(EXPLAIN, view)).toMatchFileSnapshot(
      goldenFile(`explain-${columns}.txt`),
    );
  });

  it('is a command that asks neither Azure nor the sandbox', () => {
    const local = COMMANDS.filter((each) => 'local' in each && each.local).map(({ name }) => name);
    expect(local).toContain('explain');
  });
});
