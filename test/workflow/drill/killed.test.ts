// A drill whose process ends at any of its requests: `drill clean` takes away what it left, here by its record, on another
// computer by the tags. What was there before is there afterwards, whatever happens. All places: test/sweep.
import { beforeAll, expect, it } from 'vitest';
import type { DrillCleanDocument } from '../../../src/commands/drill/clean/result.js';
import { defaultWorld, memoryFiles, runCli } from '../../support/run-cli.js';
import { attack } from '../interruptions/cut-off.js';
import { everythingIn } from './drills.js';
import { later, placesOf, problemAfter, wholeDrill } from './killed.js';

let places: readonly number[];

beforeAll(async () => {
  places = placesOf(await wholeDrill(), 9);
});

it.each([
  ['killed-before', 3],
  ['killed-after', 0],
] as const)('%s a request it is cleaned up', async (mishap, turn) => {
  const problems: (string | undefined)[] = [];
  for (const at of places.filter((_, index) => index % 16 === turn)) {
    problems.push(await problemAfter(mishap, at, at % 2 === 0));
  }
  expect(problems.length).toBeGreaterThan(1);
  expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
});

it('is cleaned up by who may not list deleted key vaults, who hears of that', async () => {
  const world = defaultWorld();
  const before = everythingIn(world);
  const { options, killed } = attack('killed-after', 80);
  const argv = ['drill', 'run', '--vm', 'VM010', '-o', 'json'];
  expect(await Promise.race([runCli(argv, { world, ...options }), killed])).toBe('killed');
  expect(everythingIn(world)).not.toEqual(before);
  later(world, 30);
  const clean = await runCli(['drill', 'clean', '--expired', '-o', 'json'], {
    world,
    drillFiles: memoryFiles(),
    faults: [{ match: 'GET **/deletedVaults', then: { kind: 'status', status: 403 } }],
  });
  expect([clean.code, clean.stderr]).toEqual([6, expect.stringContaining('soft delete')]);
  expect(everythingIn(world)).toEqual(before);
});

it('two of one VM, which have left their files in one container, are cleaned up at once', async () => {
  const world = defaultWorld();
  const before = everythingIn(world);
  const argv = ['drill', 'run', '--vm', 'VM014', '-o', 'json'];
  for (const minutes of [1, 2]) {
    const { options, killed } = attack('killed-after', 80);
    expect(await Promise.race([runCli(argv, { world, ...options }), killed])).toBe('killed');
    later(world, minutes / 60);
  }
  later(world, 30);
  const clean = await runCli(['drill', 'clean', '--expired', '-o', 'json'], { world });
  const { items, summary } = clean.json<DrillCleanDocument>();
  expect(summary).toEqual({ total: 2, outcomes: { clean: 2 } });
  expect(items.map(({ reasons, next }) => [reasons, next])).toEqual([
    [[], []],
    [[], []],
  ]);
  expect(clean.code).toBe(0);
  expect(everythingIn(world)).toEqual(before);
});
