// Every kind of machine that Azure Backup takes is restored to one that starts, once. What points tell of their keys and
// the forms of the files that name the disks take turns, so that each meets each; all kinds with all: test/sweep.
import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../support/run-cli.js';
import {
  FILE_FORMS,
  POINT_KEYS,
  RESTORABLE_KINDS,
  RESTORED_ONCE,
  restoredTwice,
} from './restorable-kinds.js';
import { restore } from './restores.js';

const VARIANTS = Object.entries(RESTORABLE_KINDS).map(([name, kind], place) => {
  const pointKeys = POINT_KEYS[place % POINT_KEYS.length] ?? 'addresses';
  const turn = Math.floor(place / POINT_KEYS.length);
  const restoreFiles = FILE_FORMS[turn % FILE_FORMS.length] ?? 'parameters';
  return [name, pointKeys, restoreFiles, kind] as const;
});

describe('a machine of this kind is restored, and starts', () => {
  it.each(VARIANTS)(
    '%s, points with %s, files with %s',
    async (_, pointKeys, restoreFiles, kind) => {
      expect(await restoredTwice(kind, { pointKeys, restoreFiles })).toEqual(RESTORED_ONCE);
    },
  );

  it.each([
    ['snapshot', 60, 600],
    ['vault', 1200, 7200],
  ])('from the %s tier, as long as Azure takes', async (tier, least, most) => {
    const world = defaultWorld();
    const started = world.nowMilliseconds;
    const run = await restore(`--vm VM005 --tier ${tier}`, world);
    expect(run.code).toBe(0);
    const seconds = (world.nowMilliseconds - started) / 1000;
    expect(seconds).toBeGreaterThan(least);
    expect(seconds).toBeLessThan(most);
  });
});
