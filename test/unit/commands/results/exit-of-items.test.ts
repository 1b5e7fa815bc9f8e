import { describe, expect, it } from 'vitest';
import { exitOfItems } from '../../../../src/commands/results/outcome.js';

describe('the exit of several machines', () => {
  it.each([
    [[], 'done'],
    [['done', 'done'], 'done'],
    [['blocked', 'blocked'], 'blocked'],
    [['done', 'blocked'], 'partial'],
    [['azure-failed', 'blocked'], 'partial'],
    [['done', 'interrupted', 'blocked'], 'interrupted'],
  ] as const)('of %j is %s', (exits, expected) => {
    expect(exitOfItems(exits)).toBe(expected);
  });
});
