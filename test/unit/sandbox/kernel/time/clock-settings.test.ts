import { describe, expect, it } from 'vitest';
import {
  createAccessToken,
  readAccessToken,
} from '../../../../../src/sandbox/http/access-token.js';
import {
  beginFlow,
  clientSpeed,
  freezeClock,
  letTimeFlow,
} from '../../../../../src/sandbox/kernel/time/clock-settings.js';
import { worldStateSchema, type WorldState } from '../../../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../../../src/sandbox/kernel/time/world-clock.js';
import { buildEmptyWorld } from '../../../../../src/sandbox/estates/empty-world.js';

const begin = Date.UTC(2026, 10, 23, 9);
/** Real time may be anything; only what passes of it matters. */
const real = 1_000_000;

function served(speed?: number): WorldState {
  const state = buildEmptyWorld(begin);
  beginFlow(state, real, speed);
  return state;
}

function passed(state: WorldState): number {
  return (state.nowMilliseconds - begin) / 1000;
}

describe('the clock of a served world', () => {
  it('stands still in a world that was never served', () => {
    const state = buildEmptyWorld(begin);
    letTimeFlow(state, real + 5000);
    expect(passed(state)).toBe(0);
    expect(clientSpeed(state)).toBe(1);
  });

  it('flows as fast as real time, or as many times faster as it is told', () => {
    const [usual, fast] = [served(), served(60)];
    for (const state of [usual, fast]) {
      letTimeFlow(state, real + 5000);
    }
    expect([passed(usual), passed(fast)]).toEqual([5, 300]);
  });

  it('loses nothing to rounding, however often it is looked at', () => {
    const state = served(0.3);
    for (let millisecond = 1; millisecond <= 10_000; millisecond += 1) {
      letTimeFlow(state, real + millisecond);
    }
    expect(passed(state)).toBeCloseTo(3, 2);
    expect(Number.isInteger(state.nowMilliseconds)).toBe(true);
  });

  it('never runs backwards when the machine’s clock does', () => {
    const state = served();
    letTimeFlow(state, real - 5000);
    letTimeFlow(state, real - 4000);
    expect(passed(state)).toBe(1);
  });

  it('goes on from where waiting commands have moved it', () => {
    const state = served();
    worldClock(state).advanceTo(begin + 60_000);
    letTimeFlow(state, real + 1000);
    expect(passed(state)).toBe(61);
  });

  it('stands still when frozen, until a speed is set', () => {
    const state = served(60);
    freezeClock(state);
    letTimeFlow(state, real + 5000);
    beginFlow(state, real + 6000);
    letTimeFlow(state, real + 7000);
    expect([passed(state), clientSpeed(state)]).toEqual([0, 1]);
    beginFlow(state, real + 8000, 2);
    letTimeFlow(state, real + 9000);
    expect(passed(state)).toBe(2);
  });

  it('does not count what passed between two servers, and keeps its speed', () => {
    const state = served(60);
    beginFlow(state, real + 1_000_000);
    letTimeFlow(state, real + 1_001_000);
    expect([passed(state), clientSpeed(state)]).toEqual([60, 60]);
  });

  it('is saved with the world', () => {
    const state = served(60);
    expect(worldStateSchema.parse(JSON.parse(JSON.stringify(state))).clock).toEqual(state.clock);
  });

  it('lets tokens live as long for a client as the client was told', () => {
    const state = served(60);
    const [principal] = state.directory.principals;
    if (principal === undefined) {
      throw new Error('the world has a principal');
    }
    const audience = 'https://management.azure.com';
    const token = createAccessToken(state, worldClock(state), { principal, audience });
    const claims = readAccessToken(state, token);
    expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBe(60 * 3600);
  });
});
