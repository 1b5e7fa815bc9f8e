// The clock of a world.
import { describe, expect, it } from 'vitest';
import { worldClock } from '../../../../../src/sandbox/kernel/time/world-clock.js';
import { defaultWorld } from '../../../../support/run-cli.js';

describe('the clock of a world', () => {
  it.each([
    [1500, 1500],
    [1499.25, 1500],
    [-1, 0],
  ])('moved by %f ms stands %i ms later, at a whole millisecond', (by, later) => {
    const state = defaultWorld();
    const before = state.nowMilliseconds;
    const clock = worldClock(state);
    clock.advanceTo(before + by);
    expect(clock.now()).toBe(before + later);
  });
});
