// A command on posture reads each fact once, whichever of its parts ask for it. Of a thousand machines: test/sweep.
import { describe, expect, it } from 'vitest';
import { askedOfFleet, POSTURE_COMMANDS } from './one-read.js';

const SIZE = 100;
/** Azure answered all that was asked; some of the machines are not as the gate demands. */
const ENDS: readonly number[] = [0, 6, 12];

describe('of a fleet', () => {
  it.each(POSTURE_COMMANDS)('%s reads each fact once', async (command) => {
    const asked = await askedOfFleet(command, SIZE);
    expect(ENDS).toContain(asked.code);
    expect(asked.repeated).toEqual([]);
    expect(asked.resourceManager).toBeGreaterThan(SIZE / 5);
    expect(asked.points).toBeGreaterThan(SIZE / 10);
  });
});
