import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReadBudget } from '../../../src/steps/read-budget.js';

describe('a budget of reads', () => {
  it('is free again when its oldest read is old enough', () => {
    const budget = createReadBudget(2, 10);
    budget.spend(0);
    budget.spend(4000);
    expect([budget.left(5000), budget.freeFrom(5000)]).toEqual([0, 10_000]);
    expect([budget.left(10_000), budget.freeFrom(10_000)]).toEqual([1, 10_000]);
  });

  it('allows none while the service wants a pause', () => {
    const budget = createReadBudget(2, 10);
    budget.pauseUntil(60_000);
    expect([budget.left(5000), budget.freeFrom(5000)]).toEqual([0, 60_000]);
    expect(budget.left(60_000)).toBe(2);
  });

  it('is never exceeded in any window by whoever heeds it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(4000), { minLength: 1, maxLength: 60 }),
        (most, pauses) => {
          const budget = createReadBudget(most, 10);
          const reads: number[] = [];
          let now = 0;
          for (const pause of pauses) {
            now = Math.max(now + pause, budget.freeFrom(now + pause));
            budget.spend(now);
            reads.push(now);
          }
          const inWindow = (from: number): number =>
            reads.filter((at) => at >= from && at < from + 10_000).length;
          expect(Math.max(...reads.map(inWindow))).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});
