// What drills leave for others to read: evidence in a folder, and a report over it.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DrillReportDocument } from '../../../src/commands/drill/report/result.js';
import type { ReportDocument } from '../../../src/commands/report/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { aDrill, evidenceFor } from '../../unit/commands/drill/samples.js';
import { drill, everythingIn } from './drills.js';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-drill-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

function folder(name: string): string {
  mkdirSync(path.join(cwd, name));
  return name;
}

const read = (...names: readonly string[]): string =>
  readFileSync(path.join(cwd, ...names), 'utf8');

describe('evidence', () => {
  let world: WorldState;
  let id = '';
  beforeAll(async () => {
    world = defaultWorld();
    folder('evidence');
    const { item, run } = await drill('--vm VM014 --evidence evidence', world, { cwd });
    if (run.code !== 0) {
      throw new Error(run.stderr);
    }
    ({ id } = item);
  });

  it('is a file for programs, one for people, and one for a pipeline', () => {
    expect(readdirSync(path.join(cwd, 'evidence')).toSorted()).toEqual(
      [`${id}.json`, `${id}.md`, 'drills.xml'].toSorted(),
    );
    const validate = new Ajv2020({ strict: true }).compile(
      JSON.parse(readFileSync('docs/schemas/drill-evidence.schema.json', 'utf8')),
    );
    const evidence: unknown = JSON.parse(read('evidence', `${id}.json`));
    expect([validate(evidence), validate.errors]).toEqual([true, null]);
    expect(evidence).toMatchObject({ sandbox: true, drill: { outcome: 'passed' } });
    expect(read('evidence', `${id}.md`)).toMatch(
      /^# Restore drill of VM014: passed, clean-up clean/u,
    );
    const xml = read('evidence', 'drills.xml');
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).toMatch(/<testsuites name="azbackup drill" tests="5" failures="0" errors="0"/u);
  });

  it('is in the report on backups', async () => {
    const run = await runCli(['report', '--vm', 'VM014', '-o', 'json'], { world, cwd });
    const { drills } = run.json<ReportDocument>();
    expect(drills.items.map(({ vm, outcome }) => [vm.name, outcome])).toEqual([
      ['VM014', 'passed'],
    ]);
    const page = await runCli(['report', '--vm', 'VM014', '--out', '-'], { world, cwd });
    expect(page.stdout).toContain('1 VM drilled from this computer, 0 not.');
    const other = await runCli(['report', '--vm', 'VM005', '-o', 'json'], { world, cwd });
    expect(other.json<ReportDocument>().drills.items).toEqual([]);
  });

  it('says when each thing was there, and when it was gone', () => {
    const { drill: kept } = evidenceOf(read('evidence', `${id}.json`));
    for (const { made, time } of kept.resources) {
      expect(Date.parse(made ?? '')).toBeLessThan(Date.parse(time));
    }
    expect(kept.resources.length).toBeGreaterThan(5);
  });

  it('has the id under which Azure logged its requests', async () => {
    const seen = new Set<string | null>();
    const argv = '--vm VM014 --evidence evidence -o json'.split(' ');
    await runCli(['drill', 'run', ...argv], {
      cwd,
      world: defaultWorld(),
      around: (request, answer) => {
        if (request.url.includes('management.azure.com')) {
          seen.add(request.headers.get('x-ms-correlation-request-id'));
        }
        return answer();
      },
    });
    const [file = ''] = readdirSync(path.join(cwd, 'evidence')).filter(
      (name) => name.endsWith('.json') && name !== `${id}.json`,
    );
    const { correlationId } = evidenceOf(read('evidence', file === '' ? `${id}.json` : file));
    expect([...seen]).toEqual([correlationId]);
  });

  it('is counted by a report, unless it was changed', async () => {
    const text = read('evidence', `${id}.json`);
    folder('copies');
    writeFileSync(path.join(cwd, 'copies', 'a.json'), text);
    writeFileSync(path.join(cwd, 'copies', 'b.json'), text.replace('"passed"', '"failed"'));
    const run = await runCli(['drill', 'report', 'copies', '-o', 'json'], { cwd, world });
    expect(run.code).toBe(6);
    const { items, invalidFiles, summary } = run.json<DrillReportDocument>();
    expect(items.map(({ vm, outcome }) => `${vm.name} ${outcome}`)).toEqual(['VM014 passed']);
    expect(invalidFiles).toEqual([
      { file: 'copies/b.json', reason: 'was changed: its hash is not that of its content' },
    ]);
    expect(summary).toMatchObject({ files: 2, drills: 1 });
    // What is no file among them is named, and hides none of them.
    mkdirSync(path.join(cwd, 'copies', 'c.json'));
    const again = await runCli(['drill', 'report', 'copies', '-o', 'json'], { cwd, world });
    expect([again.code, again.json<DrillReportDocument>().summary.drills]).toEqual([6, 1]);
    expect(again.json<DrillReportDocument>().invalidFiles).toContainEqual({
      file: 'copies/c.json',
      reason: 'is a folder, or cannot be read',
    });
  });

  it('begins before anything is made: a folder that cannot be written to ends with 2', async () => {
    const untouched = defaultWorld();
    const before = everythingIn(untouched);
    const run = await runCli(['drill', 'run', '--vm', 'VM014', '--evidence', 'no-such-folder'], {
      cwd,
      world: untouched,
    });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('no-such-folder/drills.xml cannot be written');
    expect(run.writes).toEqual([]);
    expect(everythingIn(untouched)).toEqual(before);
  });

  it('that cannot be written in the end takes the exit code with it, not the result', async () => {
    folder('lost');
    const run = await runCli(
      ['drill', 'run', '--vm', 'VM014', '--evidence', 'lost', '-o', 'json'],
      {
        cwd,
        world: defaultWorld(),
        around: (request, answer) => {
          if (request.url.includes('/restore?')) {
            rmSync(path.join(cwd, 'lost'), { recursive: true, force: true });
          }
          return answer();
        },
      },
    );
    expect(run.code).toBe(6);
    expect(run.stderr).toContain('.json cannot be written');
    expect(run.json()).toMatchObject({ items: [{ outcome: 'passed', cleanup: 'clean' }] });
  });

  it('of a drill that was only planned is not written', async () => {
    folder('planned');
    const argv = 'drill run --vm VM014 --evidence planned --dry-run'.split(' ');
    expect((await runCli(argv, { cwd })).code).toBe(0);
    const declined = await runCli(argv.slice(0, -1), {
      cwd,
      tty: { in: true, err: true },
      answer: false,
    });
    expect(declined.code).toBe(2);
    expect(readdirSync(path.join(cwd, 'planned'))).toEqual([]);
  });
});

function evidenceOf(text: string): ReturnType<typeof evidenceFor> {
  return JSON.parse(text);
}

describe('drill report', () => {
  const write = (name: string, drills: readonly Parameters<typeof aDrill>[0][]): void => {
    folder(name);
    for (const [at, part] of drills.entries()) {
      const evidence = evidenceFor(aDrill({ id: `20261120-0000000${at}`, ...part }));
      writeFileSync(path.join(cwd, name, `${at}.json`), JSON.stringify(evidence));
    }
  };

  it('of this computer has the drills that were run here', async () => {
    const world = defaultWorld();
    await drill('--vm VM014 --rto 1m', world);
    const run = await runCli(['drill', 'report', '-o', 'json'], { world });
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({
      from: 'records',
      items: [{ vm: { name: 'VM014' }, outcome: 'failed', drills: 1, lastPassed: null }],
      rto: { count: 1 },
      causes: [{ cause: 'rto', failed: 1, inconclusive: 0 }],
      leftovers: [],
    });
    const table = await runCli(['drill', 'report'], { world });
    expect(table.stdout).toMatch(/^RTO of 1 drill: minimum /mu);
    expect(table.stdout).toMatch(/^ {2}rto: 1 failed \(VM014\)$/mu);
  });

  it('has none of them once the sandbox was reset', async () => {
    const world = defaultWorld();
    await drill('--vm VM010', world);
    expect((await runCli(['sandbox', 'reset'], { world })).code).toBe(0);
    const run = await runCli(['drill', 'report'], { world });
    expect([run.code, run.stdout]).toEqual([0, 'No drills to report.\n']);
  });

  it('without any says that there are none', async () => {
    const run = await runCli(['drill', 'report']);
    expect([run.code, run.stdout]).toEqual([0, 'No drills to report.\n']);
  });

  it('counts evidence of the sandbox only there', async () => {
    write('azure', [{}]);
    const run = await runCli(['drill', 'report', 'azure'], { cwd });
    expect(run.code).toBe(6);
    expect(run.stdout).toContain('azure/0.json is not of the sandbox');
  });

  it('takes nothing for a drill that has no time', async () => {
    write('undated', [{ started: 'yesterday' }]);
    const run = await runCli(['drill', 'report', 'undated'], { cwd });
    expect(run.code).toBe(6);
    expect(run.stdout).toContain('undated/0.json has another form');
  });

  it('names files that are not there', async () => {
    const run = await runCli(['drill', 'report', 'none.json'], { cwd });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('none.json cannot be read');
  });
});
