// Kinds of machines that Azure Backup takes are restored to ones that start; the other kinds, and all kinds with points and
// files of every form: test/sweep.
import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../support/run-cli.js';
import { EACH_KIND_ONCE, RESTORED_ONCE, restoredTwice } from './restorable-kinds.js';
import { restore } from './restores.js';

describe('a machine of this kind is restored, and starts', () => {
  it.each(EACH_KIND_ONCE.filter((_, place) => place % 4 === 0))(
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
