// A VM that is backed up without some of its disks: it is never shown as one whose disks are all backed up.
import { describe, expect, it } from 'vitest';
import type { GateDocument } from '../../../src/commands/gate/result.js';
import type { ReportDocument } from '../../../src/commands/report/result.js';
import type { StatusDocument } from '../../../src/commands/status/result.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { knownItem } from '../support/contoso.js';

const DATA_DISK = { lun: 0, name: 'VM005_DataDisk_0' };

type Selection = NonNullable<ReturnType<typeof knownItem>['diskSelection']>;

function run(argv: string, selection: Selection | undefined, options?: RunOptions) {
  const world = defaultWorld();
  Object.assign(knownItem(world, 'VM005'), { diskSelection: selection });
  return runCli(argv.split(' '), { world, ...options });
}

function excludedIn(result: CliRun): unknown {
  return result.json<StatusDocument>().items[0]?.excludedDisks;
}

describe('status', () => {
  it.each<[string, Selection | undefined, unknown]>([
    ['nothing', undefined, []],
    ['LUN 0 is excluded', { diskLunList: [0], isInclusionList: false }, [DATA_DISK]],
    ['the OS disk is included alone', { diskLunList: [], isInclusionList: true }, [DATA_DISK]],
    ['LUN 0 is included', { diskLunList: [0], isInclusionList: true }, []],
    ['none is excluded', { diskLunList: [], isInclusionList: false }, []],
  ])('names the disks that are left out where %s', async (_what, selection, excluded) => {
    const result = await run('status --vm VM005 -o json', selection);
    expect([result.code, excludedIn(result)]).toEqual([0, excluded]);
  });

  it('says so to people, of one VM and in the table of several', async () => {
    const without = { diskLunList: [0], isInclusionList: false };
    const one = await run('status --vm VM005', without);
    expect(one.stdout).toContain('backed up without VM005_DataDisk_0 (LUN 0)');
    const table = await run('status --vault rsv-prod', without);
    expect(table.stdout).toMatch(/VM005 +protected without 1 disk /u);
  });

  it('knows nothing of it where no further backups are taken', async () => {
    const result = await runCli(['status', '--vm', 'VM011', '-o', 'json']);
    expect(excludedIn(result)).toBeNull();
  });

  it('takes no list of disks without a word on what it means for one that excludes', async () => {
    const result = await run(
      'status --vm VM005 -o json',
      { diskLunList: [0], isInclusionList: false },
      {
        around: async (_request, answer) => {
          const response = await answer();
          const text = (await response.text()).replace(',"isInclusionList":false', '');
          return new Response(text === '' ? null : text, {
            status: response.status,
            headers: response.headers,
          });
        },
      },
    );
    expect(result.code).toBe(7);
    expect(result.stderr).toContain('isInclusionList');
  });
});

describe('what changes something', () => {
  it.each(['enable --vm VM005', 'backup-now --vm VM005'])('warns: %s', async (argv) => {
    const words = 'backups of VM005 leave out VM005_DataDisk_0 (LUN 0)';
    const result = await run(argv, { diskLunList: [0], isInclusionList: false });
    expect(result.code).toBe(0);
    expect(result.stderr).toContain(`warning: ${words}`);
    expect((await run(argv, undefined)).stderr).not.toContain('leave out');
  });
});

describe('what is judged by it', () => {
  const without = { diskLunList: [0], isInclusionList: false };

  it('a gate misses all-disks, and only that', async () => {
    const stdin = `version: 1
blocks:
  - name: production
    select: { vm: VM005 }
    rules: { protected: true, all-disks: true }
`;
    const missed = await run('gate -f - -o json', without, { stdin });
    expect(missed.code).toBe(12);
    expect(missed.json<GateDocument>().items[0]?.results).toMatchObject([
      { rule: 'protected', outcome: 'met' },
      {
        rule: 'all-disks',
        outcome: 'not-met',
        reason: 'VM005 is backed up without VM005_DataDisk_0',
      },
    ]);
    expect((await run('gate -f - -o json', undefined, { stdin })).code).toBe(0);
  });

  it('metrics count the disks', async () => {
    const lines = async (selection: Selection | undefined): Promise<string | undefined> =>
      (await run('metrics --vm VM005', selection)).stdout
        .split('\n')
        .find((line) => line.startsWith('azbackup_excluded_disks{'));
    expect(await lines(without)).toMatch(/ 1$/u);
    expect(await lines(undefined)).toMatch(/ 0$/u);
  });

  it('a report does not count the VM as safe', async () => {
    const result = await run('report --vm VM005 -o json', without);
    const [item] = result.json<ReportDocument>().items;
    expect(item).toMatchObject({
      outcome: 'not-safe',
      reasons: ['VM005 is backed up without VM005_DataDisk_0'],
    });
  });
});
