// A bug of azbackup in one drill: the others go on to their end, and what was made is taken away.
import { expect, it } from 'vitest';
import type { DrillRunDocument } from '../../../src/commands/drill/run/result.js';
import { defaultWorld, memoryFiles, runCli, type RunOptions } from '../../support/run-cli.js';
import { everythingIn } from './drills.js';

/** The folder of records breaks in a way that nobody expects, once, when VM010 gets its network. */
function broken(): RunOptions {
  const files = memoryFiles();
  let isBroken = false;
  return {
    drillFiles: {
      ...files,
      get place(): string {
        throw new RangeError('broken on purpose');
      },
      write: (name, text) => {
        if (!isBroken && text.includes('VM010') && text.includes('"virtual-network"')) {
          isBroken = true;
          return Promise.reject(new Error('full'));
        }
        return files.write(name, text);
      },
    },
  };
}

it('of several drills, only that one has the bug, and nothing is left', async () => {
  const world = defaultWorld();
  const before = everythingIn(world);
  const vms = ['VM010', 'VM014'].flatMap((vm) => ['--vm', vm]);
  const run = await runCli(['drill', 'run', ...vms, '-o', 'json'], {
    world,
    ...broken(),
  });
  const { items } = run.json<DrillRunDocument>();
  expect(
    items.map(({ vm, outcome, cleanup, error }) => [vm.name, outcome, cleanup, error?.code]),
  ).toEqual([
    ['VM010', 'inconclusive', 'clean', 'AZB_BUG'],
    ['VM014', 'passed', 'clean', undefined],
  ]);
  expect(run.code).toBe(1);
  expect(items[0]?.reasons.join()).toContain('broken on purpose');
  expect(everythingIn(world)).toEqual(before);
});

it('of a single drill, it ends the command after what was made is taken away', async () => {
  const world = defaultWorld();
  const before = everythingIn(world);
  const run = await runCli(['drill', 'run', '--vm', 'VM010', '--debug'], {
    world,
    ...broken(),
  });
  expect([run.code, run.stdout]).toEqual([1, '']);
  expect(run.stderr).toContain('AZB_BUG');
  expect(run.stderr).toMatch(/RangeError: broken on purpose\n +at /u);
  expect(everythingIn(world)).toEqual(before);
});
