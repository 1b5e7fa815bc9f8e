import { describe, expect, it } from 'vitest';
import { groupTransactions } from '../../../../../src/sandbox/kernel/persistence/grouped-transactions.js';
import type { WorldState } from '../../../../../src/sandbox/kernel/state.js';
import { buildEmptyWorld } from '../../../../../src/sandbox/estates/empty-world.js';

/** A state file in memory that, as the real one, keeps nothing of a change that throws. */
function memoryFile() {
  let saved: WorldState = buildEmptyWorld(0);
  let writes = 0;
  return {
    transact: async <Result>(
      change: (state: WorldState) => Result | Promise<Result>,
    ): Promise<Result> => {
      const draft = structuredClone(saved);
      // As opening a file does, this lets others come meanwhile.
      await Promise.resolve();
      const result = await change(draft);
      saved = draft;
      writes += 1;
      return result;
    },
    now: () => saved.nowMilliseconds,
    writes: () => writes,
  };
}

const count = (state: WorldState): number => {
  state.nowMilliseconds += 1;
  return state.nowMilliseconds;
};

describe('groupTransactions', () => {
  it('saves changes that wait together once, in their order', async () => {
    const file = memoryFile();
    const transact = groupTransactions(file);
    const results = await Promise.all(Array.from({ length: 200 }, () => transact(count)));
    expect(results).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    expect(file.now()).toBe(200);
    expect(file.writes()).toBeLessThanOrEqual(5);
  });

  it('lets a change that throws harm no other', async () => {
    const file = memoryFile();
    const transact = groupTransactions(file);
    const results = await Promise.allSettled([
      transact(count),
      transact((state) => {
        count(state);
        throw new Error('refused');
      }),
      transact(count),
    ]);
    expect(results).toMatchObject([{ value: 1 }, { reason: { message: 'refused' } }, { value: 2 }]);
    expect(file.now()).toBe(2);
  });

  it('tells one after the other when the file cannot be opened, and goes on when it can', async () => {
    const file = memoryFile();
    let broken = true;
    const transact = groupTransactions({
      transact: (change) =>
        broken ? Promise.reject(new Error('unreadable')) : file.transact(change),
    });
    const results = await Promise.allSettled([transact(count), transact(count)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await transact(count)).toBe(1);
  });
});
