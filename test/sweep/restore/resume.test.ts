// A restore that was cut off before and after each of its changes goes on where it stopped.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectToGoOn,
  wholeRestore,
  type WholeRestore,
} from '../../workflow/restore/cut-off-restore.js';
import { SHARE } from '../share.js';

describe('a restore of VM014 goes on where it was cut off', () => {
  let whole: WholeRestore;

  beforeAll(async () => {
    whole = await wholeRestore();
  });

  it('has changes to be cut off at', () => {
    expect(whole.run.writes.length).toBeGreaterThanOrEqual(8);
  });

  it.each([
    ['before', 0],
    ['after', 2],
  ] as const)('%s any request that changes something', async (when, turn) => {
    const all = [...whole.run.writes.keys()];
    for (const at of SHARE === 1 ? all : all.filter((place) => place % 4 === turn)) {
      await expectToGoOn(whole, at, when);
    }
  });
});
