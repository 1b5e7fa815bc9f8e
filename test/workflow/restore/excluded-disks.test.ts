// A point that was taken without a data disk: the restore says what does not come back, and does not look for it.
import { beforeAll, describe, expect, it } from 'vitest';
import type { DrillRunDocument } from '../../../src/commands/drill/run/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { knownItem } from '../support/contoso.js';
import { itemOfRestore, NETWORK, restore } from './restores.js';

const NOTE = expect.stringMatching(
  /^recovery point \d+ was taken without VM005_DataDisk_0 \(LUN 0\), .*is not restored$/u,
);

let pristine: WorldState;

beforeAll(async () => {
  pristine = defaultWorld();
  Object.assign(knownItem(pristine, 'VM005'), {
    diskSelection: { diskLunList: [0], isInclusionList: false },
  });
  const backup = await runCli(['backup-now', '--vm', 'VM005', '--skip-preflight'], {
    world: pristine,
  });
  if (backup.code !== 0) {
    throw new Error(backup.stderr);
  }
});

describe('a point without a data disk', () => {
  it('is restored to a VM, which is said to lack it', async () => {
    const run = await restore(
      `--vm VM005 --to vm --name VM005R ${NETWORK}`,
      structuredClone(pristine),
    );
    const { outcome, disks, notes, changes } = itemOfRestore(run);
    expect([run.code, outcome, disks.map(({ role }) => role)]).toEqual([0, 'restored', ['os']]);
    expect(notes).toContainEqual(NOTE);
    // Windows opens its OS disk by itself.
    expect(changes.map(({ type }) => type)).not.toContain('put-ade-extension');
  });

  it('says so to people, before and after', async () => {
    for (const more of [['--dry-run'], []]) {
      const argv = ['restore', '--vm', 'VM005', ...more];
      const { stdout, stderr } = await runCli(argv, { world: structuredClone(pristine) });
      expect(`${stdout}${stderr}`.replaceAll(/\s+/gu, ' ')).toContain(
        'was taken without VM005_DataDisk_0 (LUN 0)',
      );
    }
  });

  it('passes a drill, whose evidence says it', async () => {
    const run = await runCli(['drill', 'run', '--vm', 'VM005', '-o', 'json'], {
      world: structuredClone(pristine),
    });
    const [item] = run.json<DrillRunDocument>().items;
    expect([run.code, item?.outcome, item?.cleanup]).toEqual([0, 'passed', 'clean']);
    expect(item?.notes).toContainEqual(NOTE);
  });
});

it('a point with all disks says nothing of it', async () => {
  const run = await restore('--vm VM005', defaultWorld());
  expect(JSON.stringify(itemOfRestore(run).notes)).not.toContain('without');
});
