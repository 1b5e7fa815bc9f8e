// How a world's time passes while the sandbox is served. It stands in the state, so that a command can
// change the clock of a server that runs in another process.

import { z } from 'zod';
import type { WorldState } from '../state.js';

/**
 * Absent in a world that was never served. Whatever it says, commands that work on the folder itself
 * move the time by waiting; it flows of itself only while a server answers.
 */
export const clockSettingsSchema = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('running'),
    /** Virtual seconds in a real one. */
    speed: z.number().positive(),
    /** The real instant up to which time has flowed, milliseconds since the epoch. */
    flowedUntilMilliseconds: z.number(),
  }),
  z.strictObject({ mode: z.literal('frozen') }),
]);

/** Speed of a world that nobody set one for: as fast as real time. */
const USUAL_SPEED = 1;

/** Virtual seconds in a real one, as clients of a server see it; that of real time when frozen. */
export function clientSpeed(state: WorldState): number {
  return state.clock?.mode === 'running' ? state.clock.speed : USUAL_SPEED;
}

/** Moves the world's time on by what has passed in real time since it was last called. */
export function letTimeFlow(state: WorldState, realMilliseconds: number): void {
  const { clock } = state;
  if (clock?.mode !== 'running') {
    return;
  }
  const elapsed = Math.max(0, realMilliseconds - clock.flowedUntilMilliseconds);
  // Whole milliseconds only; the rest is left for the next time.
  const gained = Math.floor(elapsed * clock.speed);
  state.nowMilliseconds += gained;
  clock.flowedUntilMilliseconds =
    elapsed === 0 ? realMilliseconds : clock.flowedUntilMilliseconds + gained / clock.speed;
}

/**
 * Lets time flow from a real instant on, at a speed. Without one a world keeps its own, or its
 * standstill; what has passed since it was last served does not count.
 */
export function beginFlow(state: WorldState, realMilliseconds: number, speed?: number): void {
  if (speed === undefined && state.clock?.mode === 'frozen') {
    return;
  }
  state.clock = {
    mode: 'running',
    speed: speed ?? clientSpeed(state),
    flowedUntilMilliseconds: realMilliseconds,
  };
}

/** Makes time stand still, for servers too. */
export function freezeClock(state: WorldState): void {
  state.clock = { mode: 'frozen' };
}
