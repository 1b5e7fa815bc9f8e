// `azbackup report diff`: two files, what changed between them, and files that are none.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportDiffDocument } from '../../../src/commands/report/diff.result.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';

const SAMPLES = path.resolve('test/workflow/report');

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-diff-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

function diff(old: string, newer: string, stdin = ''): Promise<CliRun> {
  return runCli(['report', 'diff', old, newer, '-o', 'json'], { cwd, stdin });
}

describe('two reports', () => {
  it('are compared by machine and key, the worst first', async () => {
    const run = await diff(`${SAMPLES}/monday.json`, `${SAMPLES}/tuesday.json`);
    expect([run.code, run.exchanges]).toEqual([0, []]);
    const { items, keys, summary } = run.json<ReportDiffDocument>();
    expect(
      items.map(({ vm, outcome, changes }) => [vm.name, outcome, changes.map(({ what }) => what)]),
    ).toEqual([
      ['VM005', 'worse', ['safety', 'state', 'keys', 'missed-days', 'points-after-deadline']],
      ['VM099', 'only-in-old', []],
      ['VM016', 'only-in-new', []],
      ['VM014', 'better', ['safety', 'state', 'keys', 'gate']],
    ]);
    expect(keys.map(({ url, outcome }) => [url.slice(-2), outcome])).toEqual([
      ['a1', 'may-go'],
      ['c3', 'only-in-new'],
    ]);
    expect(summary).toEqual({
      total: 4,
      unchanged: 0,
      outcomes: { worse: 1, 'only-in-old': 1, 'only-in-new': 1, better: 1 },
      keys: { 'may-go': 1, 'only-in-new': 1 },
    });
  });

  it('of the same world have no difference; after a grant there is one', async () => {
    const world = defaultWorld();
    const read = (): Promise<CliRun> =>
      runCli(['report', '--all', '-o', 'json', '-q'], { world, cwd });
    const first = (await read()).stdout;
    writeFileSync(path.join(cwd, 'first.json'), first);
    const same = (await diff('first.json', '-', first)).json<ReportDiffDocument>();
    expect([same.items, same.keys, same.summary.unchanged]).toEqual([[], [], 16]);
    await runCli(['grant-access', '--vm', 'VM016', '--yes', '-q'], { world });
    const { items } = (
      await diff('first.json', '-', (await read()).stdout)
    ).json<ReportDiffDocument>();
    const [change] = items.filter(({ vm }) => vm.name === 'VM016');
    expect(change).toMatchObject({
      outcome: 'better',
      changes: [{ what: 'keys', before: 'no access', after: 'usable' }],
    });
  });

  it('are shown a change a line', async () => {
    const files = [`${SAMPLES}/monday.json`, `${SAMPLES}/tuesday.json`];
    const { stdout } = await runCli(['report', 'diff', ...files], { cwd });
    expect(stdout).toMatch(/^VM014 +better +keys +gone +usable$/mu);
    expect(stdout).toMatch(/^VM099 +only in old +- +- +-$/mu);
    expect(stdout).toContain(
      '4 VMs: 1 worse, 1 only in old, 1 only in new, 1 better, 0 unchanged. 2 key versions changed.',
    );
  });
});

describe('a file that is no report', () => {
  it.each([
    ['not JSON', '<html>', 'it is not JSON'],
    ['JSON of something else', '[1]', 'it is not a result of azbackup'],
    ['of another command', '{"kind":"status","schemaVersion":1,"items":[]}', 'its kind is status'],
    ['of a later version', '{"kind":"report","schemaVersion":2}', 'its schemaVersion is 2'],
    ['a part of one', '{"kind":"report","schemaVersion":1,"time":"x"}', 'time: '],
  ])('%s', async (_, text, cause) => {
    const run = await diff('-', `${SAMPLES}/tuesday.json`, text);
    expect(run.code).toBe(2);
    const { code, target, cause: said } = JSON.parse(run.stderr) as Record<string, string>;
    expect([code, target]).toEqual(['AZB_REPORT_INVALID', 'standard input']);
    expect(said).toContain(cause);
  });

  it.each([
    ['monday.json', 'none.json', 'AZB_FILE_UNREADABLE'],
    ['tuesday.json', 'monday.json', 'AZB_REPORT_ORDER'],
  ])('%s and %s', async (old, newer, code) => {
    const run = await diff(`${SAMPLES}/${old}`, `${SAMPLES}/${newer}`);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(code);
  });

  it('cannot be both standard input', async () => {
    const run = await diff('-', '-');
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('AZB_USAGE')]);
  });
});
