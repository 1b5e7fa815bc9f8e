// `azbackup report`: its parts are the documents of the commands that they are named after, and the page has its place.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobsListDocument } from '../../../src/commands/jobs/result.js';
import type { ReportDocument } from '../../../src/commands/report/result.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';
import { copiesOf } from '../support/key-world.js';

const GATE = path.resolve('test/workflow/gate/prod.gate.yaml');

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-report-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

function report(argv: string): Promise<CliRun> {
  return runCli(['report', ...argv.split(' ')], { cwd });
}

describe('the parts of a report', () => {
  let run: CliRun;
  let document: ReportDocument;
  beforeAll(async () => {
    run = await report(`--vault rsv-prod --gate ${GATE} -o json`);
    document = run.json<ReportDocument>();
  });

  it('are selected once, whatever the gate selects', async () => {
    const { stderr } = await report(`--all --gate ${GATE} -o json`);
    expect(stderr.match(/^selected .*$/gmu)).toEqual(['selected   16 VMs']);
  });

  it('are read, and a missed gate is no other exit', () => {
    expect([run.code, run.writes, document.gate?.verdict]).toEqual([0, [], 'not-met']);
  });

  it.each([
    ['status', 'status --vault rsv-prod'],
    ['inventory', 'retirement inventory --vault rsv-prod'],
    ['points', 'retirement points --vault rsv-prod'],
    ['keys', 'retirement keys --vault rsv-prod'],
    ['gate', `gate -f ${GATE}`],
  ] as const)('%s: the document of azbackup %s', async (part, argv) => {
    const own = await runCli([...argv.split(' '), '-o', 'json']);
    expect(document[part]).toEqual(own.json());
  });

  it('jobs: backups and restores that failed in its days', async () => {
    const argv = [
      'jobs',
      'list',
      '--vault',
      'rsv-prod',
      '--status',
      'failed',
      '--since',
      document.calendar.from,
    ];
    const { items } = (await runCli([...argv, '-o', 'json'])).json<JobsListDocument>();
    expect(document.jobs.items).toEqual(items);
    expect(items.length).toBeGreaterThan(5);
  });

  it('says the same numbers everywhere', () => {
    const { items, summary, calendar, inventory, status, headline } = document;
    const count = (outcome: string): number =>
      items.filter((item) => item.outcome === outcome).length;
    expect(summary).toEqual({
      total: status.summary.total,
      outcomes: { safe: count('safe'), 'not-safe': count('not-safe') },
      safe: count('safe'),
      unknown: 0,
      missedDays: calendar.items.reduce((sum, { missed }) => sum + missed.length, 0),
      pointsAfterDeadline: inventory.summary.pointsAfterDeadline,
    });
    expect(headline).toBe('1 of 4 VMs is backed up with usable keys, 3 are not.');
    expect(items.reduce((sum, { missedDays }) => sum + missedDays, 0)).toBe(summary.missedDays);
  });

  it('has the days of each item, as recovery-points list --calendar has them', async () => {
    const argv = ['recovery-points', 'list', '--vault', 'rsv-prod', '--calendar', '--since', '29d'];
    const { machines } = (await runCli([...argv, '-o', 'json'])).json<{
      machines: { vm: { id: string }; days: { date: string; points: number; state: string }[] }[];
    }>();
    const ofVault = document.calendar.items.filter(({ vault }) => vault.name === 'rsv-prod');
    expect(ofVault.map(({ vm }) => vm.id)).toEqual(machines.map(({ vm }) => vm.id));
    expect(
      ofVault.map(({ days, missed }) => ({ days: days.map(({ day }) => day), missed })),
    ).toEqual(
      machines.map(({ days }) => ({
        days: days.filter(({ points }) => points > 0).map(({ date }) => date),
        missed: days.filter(({ state }) => state === 'missing').map(({ date }) => date),
      })),
    );
  });
});

describe('the page', () => {
  it('is written where nothing else is said, and over an earlier one', async () => {
    const first = await report('--vm VM005');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^The VM is backed up, and its keys can be used\.\n/u);
    expect(first.stdout).toContain('Wrote azbackup-report.html.');
    const file = path.join(cwd, 'azbackup-report.html');
    expect(readFileSync(file, 'utf8')).toContain('The VM is backed up, and its keys can be used.');
    expect((await report('--vm VM014')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('VM014');
  });

  it('goes to standard output, whatever the format, and its ids are masked', async () => {
    const [, secret = ''] =
      /\/secrets\/([^/]+)/u.exec(copiesOf(defaultWorld(), 'VM005').bekDetails.secretUrl) ?? [];
    const masked = await report('--vm VM005 --out - -o json');
    expect(masked.stdout).toMatch(/^<!doctype html>/u);
    expect(masked.stdout).not.toContain(secret);
    const full = await report('--vm VM005 --out - --ids full');
    expect(full.stdout).toContain(secret);
  });

  it('is left out for who asks for data', async () => {
    const data = await report('--vm VM005 -o json');
    expect(data.json<ReportDocument>().file).toBeNull();
    const both = await report('--vm VM005 -o json --out both.html');
    expect(both.json<ReportDocument>().file).toBe('both.html');
    expect(readFileSync(path.join(cwd, 'both.html'), 'utf8')).toMatch(/^<!doctype html>/u);
  });

  it.each([
    ['--out mine.txt', 'AZB_REPORT_FILE_EXISTS'],
    ['--out no-such-folder/a.html', 'AZB_FILE_UNWRITABLE'],
    ['--out .', 'AZB_FILE_UNWRITABLE'],
    ['--gate none.yaml', 'AZB_FILE_UNREADABLE'],
    ['--gate - --graph-query -', 'AZB_USAGE'],
    ['--days 91', 'AZB_USAGE'],
    ['--gate mine.txt', 'AZB_GATE_FILE_INVALID'],
  ])('%s: refused before Azure is asked', async (argv, code) => {
    writeFileSync(path.join(cwd, 'mine.txt'), 'mine');
    const run = await report(`--all ${argv}`);
    expect([run.code, run.exchanges]).toEqual([2, []]);
    expect(run.stderr).toContain(code);
    expect(readFileSync(path.join(cwd, 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('shows commands as they work where the report was made', async () => {
    const env = { AZBACKUP_SANDBOX_DIR: '/x' };
    const run = await runCli(['report', '--vm', 'VM003', '--out', '-', '--sandbox-dir', '/y'], {
      cwd,
      env,
    });
    expect(run.stdout).toContain('azbackup preflight --vm VM003 --sandbox-dir /y');
  });
});

describe('the usual gate file', () => {
  it('is taken where it is, and missed without another exit', async () => {
    const text =
      'version: 1\nblocks: [{ name: a, select: { vm: VM003 }, rules: { protected: true } }]\n';
    writeFileSync(path.join(cwd, 'azbackup.gate.yaml'), text);
    const run = await report('--vm VM005 -o json');
    rmSync(path.join(cwd, 'azbackup.gate.yaml'));
    expect(run.code).toBe(0);
    expect(run.json<ReportDocument>().gate).toMatchObject({
      verdict: 'not-met',
      items: [{ vm: { name: 'VM003' } }],
    });
    const { next } = run.json<ReportDocument>();
    expect(next.flatMap(({ commands }) => commands)).toContain(
      'azbackup gate -f azbackup.gate.yaml',
    );
    const without = await report('--vm VM005 -o json');
    expect(without.json<ReportDocument>().gate).toBeNull();
  });
});

describe('what could not be read', () => {
  it('is said, and ends with 6', async () => {
    const faults = [
      { match: 'GET **vm005/recoveryPoints', then: { kind: 'status', status: 503 } },
      { match: 'GET **/rsv-prod/backupJobs', then: { kind: 'status', status: 403 } },
    ] as const;
    const argv = ['report', '--vault', 'rsv-prod', '-o', 'json'];
    const run = await runCli(argv, { world: defaultWorld(), faults: [...faults], cwd });
    expect(run.code).toBe(6);
    const { complete, unread, headline, calendar, jobs, items } = run.json<ReportDocument>();
    expect(complete).toBe(false);
    expect(unread.join('\n')).toContain('recovery points or schedules of VM005');
    expect(unread.join('\n')).toContain('The jobs of rsv-prod could not be read');
    expect(headline).toContain('as far as could be read');
    expect(calendar.items.find(({ vm }) => vm.name === 'VM005')).toMatchObject({ missed: [] });
    expect(jobs.failed).toHaveLength(1);
    expect(items.find(({ vm }) => vm.name === 'VM005')?.pointsAfterDeadline).toBeNull();
  });
});
