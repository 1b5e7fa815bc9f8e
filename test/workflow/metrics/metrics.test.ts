// The metrics of a world, as text, as a file, and as promtool, the rules and the dashboard understand them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { backupMetrics } from '../../../src/domain/metrics/backup-metrics.js';
import type { MetricsDocument } from '../../../src/commands/metrics/result.js';
import { readExposition } from '../../support/metrics/exposition-reader.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { knownItem, recoveryVaultId } from '../support/contoso.js';

const cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-metrics-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const RULES = path.resolve('docs/metrics/azbackup.rules.yml');

/** Every name that the program writes. */
const NAMES = new Set(
  backupMetrics({ time: '2026-11-23T18:00:00Z', complete: true, machines: [] }).map(
    ({ name }) => name,
  ),
);

function promtool(args: readonly string[], input = ''): { code: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  return { code: status, text: `${stdout}${stderr}` };
}

const HAS_PROMTOOL = promtool(['--version']).code === 0;

function valuesIn(text: string, metric: string): Record<string, number> {
  return Object.fromEntries(
    readExposition(text)
      .samples.filter(({ name }) => name === metric)
      .map(({ labels, value }) => [labels['vm'] ?? '', value]),
  );
}

describe('metrics', () => {
  it('of all VMs, which promtool has nothing against', async () => {
    const run = await runCli(['metrics', '--all']);
    expect(run.code).toBe(0);
    expect(run.writes).toEqual([]);
    expect(valuesIn(run.stdout, 'azbackup_protected')).toMatchObject({ VM001: 0, VM005: 1 });
    expect(valuesIn(run.stdout, 'azbackup_keys_usable')).toMatchObject({ VM005: 1, VM014: 0 });
    expect(valuesIn(run.stdout, 'azbackup_last_job_success')).toMatchObject({ VM016: 0 });
    expect(valuesIn(run.stdout, 'azbackup_scrape_success')).toEqual({ '': 1 });
    // Where Prometheus is not installed, the independent reader has the last word.
    const checked = HAS_PROMTOOL ? promtool(['check', 'metrics'], run.stdout) : undefined;
    expect(checked).toEqual(HAS_PROMTOOL ? { code: 0, text: '' } : undefined);
  });

  it('go to a file that others read, and leave nothing beside it', async () => {
    const argv = ['metrics', '--vm', 'VM005', '--out', 'azbackup.prom'];
    writeFileSync(path.join(cwd, 'azbackup.prom'), 'old');
    const run = await runCli(argv, { cwd });
    expect(run).toMatchObject({
      code: 0,
      stdout: 'Wrote the metrics of 1 VM to azbackup.prom: 1 read.\n',
    });
    const file = path.join(cwd, 'azbackup.prom');
    const point = valuesIn(
      readFileSync(file, 'utf8'),
      'azbackup_last_recovery_point_timestamp_seconds',
    );
    expect(point['VM005']).toBe(Date.UTC(2026, 10, 22, 18, 0, 8) / 1000);
    expect(readdirSync(cwd)).toEqual(['azbackup.prom']);
    expect(statSync(file).mode & 0o777 & ~0o022).toBe(0o644);
  });

  it('of a VM in another vault than asked for say whether backups are taken there', async () => {
    const world = defaultWorld();
    const legacy = recoveryVaultId('rsv-legacy', 'rg-legacy');
    const argv = ['metrics', '--vm', 'VM010', '--vault', 'rsv-prod'];
    const protectedIn = async (): Promise<unknown> =>
      valuesIn((await runCli(argv, { world })).stdout, 'azbackup_protected')['VM010'];
    expect(await protectedIn()).toBe(1);
    // Azure still calls it protected.
    knownItem(world, 'VM010', legacy).protectionState = 'ProtectionStopped';
    expect(await protectedIn()).toBe(0);
  });

  it('leave out what could not be read, and fail the scrape', async () => {
    const run = await runCli(['metrics', '--vm', 'VM005', '--vm', 'VM001', '-o', 'json'], {
      faults: [{ match: 'GET **/virtualMachines/VM005', then: { kind: 'status', status: 503 } }],
    });
    expect(run.code).toBe(6);
    expect(run.stderr).toContain('left out: VM005');
    const { items } = run.json<MetricsDocument>();
    expect(items.map(({ outcome, protected: isProtected }) => [outcome, isProtected])).toEqual([
      ['failed', null],
      ['read', false],
    ]);
  });

  it('fail the scrape where it is not known which VMs are meant', async () => {
    const run = await runCli(['metrics', '--all', '--encryption', 'ade'], {
      faults: [{ match: 'GET **/virtualMachines/VM*', then: { kind: 'status', status: 503 } }],
    });
    expect(run.stderr).toContain('VM left out');
    expect(run.code).toBe(6);
    expect(valuesIn(run.stdout, 'azbackup_scrape_success')).toEqual({ '': 0 });
  });

  it('that end in an error leave the file as it was', async () => {
    const file = path.join(cwd, 'kept.prom');
    writeFileSync(file, 'old');
    const run = await runCli(['metrics', '--vault', 'rsv-none', '--out', 'kept.prom'], { cwd });
    expect(run.code).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe('old');
    rmSync(file);
  });

  it('say where the file cannot be written', async () => {
    const run = await runCli(['metrics', '--vm', 'VM005', '--out', 'none/azbackup.prom'], { cwd });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('AZB_FILE_UNWRITABLE') });
    // The name under which it is written first is nobody's.
    expect(run.stderr).not.toContain('.new');
    expect(run.exchanges).toEqual([]);
  });
});

describe('docs/metrics', () => {
  it.each(['metrics/azbackup.rules.yml', 'metrics/azbackup.dashboard.json', 'metrics.md'])(
    '%s names no other metrics than those that are written',
    (name) => {
      const text = readFileSync(path.join('docs', name), 'utf8');
      const named = new Set(text.match(/\bazbackup_[a-z_]+/gu));
      expect([...named].filter((each) => !NAMES.has(each))).toEqual([]);
      expect(named.size).toBeGreaterThan(5);
    },
  );

  it('lists all of them', () => {
    const page = readFileSync('docs/metrics.md', 'utf8');
    expect([...NAMES].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('has a dashboard whose queries are of its data source and whose panels have ids of their own', () => {
    const text = readFileSync('docs/metrics/azbackup.dashboard.json', 'utf8');
    const { panels }: { panels: readonly { id: number; datasource: { uid: string } }[] } =
      JSON.parse(text);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ datasource }) => datasource.uid))).toEqual(
      new Set(['${datasource}']),
    );
  });

  // Only where Prometheus is installed: its own tool judges the rules.
  it.runIf(HAS_PROMTOOL)('has rules that fire for what they are named after', () => {
    const tests = readFileSync('test/workflow/metrics/azbackup.rules.test.yml', 'utf8');
    const file = path.join(cwd, 'rules.test.yml');
    writeFileSync(file, tests.replace('RULES', JSON.stringify(RULES)));
    expect(promtool(['check', 'rules', RULES])).toMatchObject({ code: 0 });
    expect(promtool(['test', 'rules', file])).toMatchObject({ code: 0 });
    rmSync(file);
  });
});
