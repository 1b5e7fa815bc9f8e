// The one loop of the program that waits and tries again.
import { describe, expect, it } from 'vitest';
import type { CommandWaiting } from '../../../../src/steps/waiting/command-waiting.js';
import { deadlineWithin, repeatUntil } from '../../../../src/steps/waiting/repeat-until.js';
import { VIRTUAL_START, VirtualClock } from '../../../support/virtual-clock.js';

interface Waiting extends CommandWaiting {
  readonly clock: VirtualClock;
}

function waiting(random = 0, signal = new AbortController().signal): Waiting {
  return { clock: new VirtualClock(), signal, random: () => random };
}

/** Returns or throws one after the other; the last one for ever. */
function answers(...all: readonly (number | Error)[]): () => Promise<number> {
  let at = 0;
  return async () => {
    const answer = all[Math.min(at, all.length - 1)] ?? 0;
    at += 1;
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
}

const BUSY = new Error('busy');
const isBusy = (error: unknown): boolean => error === BUSY;
const NO_DEADLINE = { deadlineMilliseconds: undefined };

describe('repeating until something is settled', () => {
  it('takes the first result where every result settles it', async () => {
    const context = waiting();
    expect(await repeatUntil(context, answers(1, 2), { every: 15, ...NO_DEADLINE })).toBe(1);
    expect(context.clock.sleeps).toEqual([]);
  });

  it('looks again until a result settles it', async () => {
    const context = waiting();
    const settles = (result: number): boolean => result === 3;
    const repeating = { every: 15, ...NO_DEADLINE, settles };
    expect(await repeatUntil(context, answers(1, 2, 3, 4), repeating)).toBe(3);
    expect(context.clock.sleeps).toEqual([15, 15]);
  });

  it('tries again after errors worth it, and after no others', async () => {
    const repeating = { every: 15, ...NO_DEADLINE, retryOn: isBusy };
    expect(await repeatUntil(waiting(), answers(BUSY, BUSY, 7), repeating)).toBe(7);
    const other = repeatUntil(waiting(), answers(BUSY, new Error('refused'), 7), repeating);
    await expect(other).rejects.toThrow('refused');
  });

  it.each([
    [0, 15],
    [0.5, 15.75],
    [1, 16.5],
  ])('adds chance %s of a tenth to a pause: %s s', async (random, seconds) => {
    const context = waiting(random);
    await repeatUntil(context, answers(BUSY, 1), { every: 15, ...NO_DEADLINE, retryOn: isBusy });
    expect(context.clock.sleeps[0]).toBeCloseTo(seconds);
  });

  it.each([
    // Seconds to the deadline, attempts that fit in.
    [0, 1],
    [14.9, 1],
    [15, 2],
    [44, 3],
    [45, 4],
  ])('begins no attempt later than the deadline in %s s', async (seconds, attempts) => {
    const context = waiting();
    let made = 0;
    const attempt = async (): Promise<number> => {
      made += 1;
      expect(context.clock.now()).toBeLessThanOrEqual(VIRTUAL_START + seconds * 1000);
      return made;
    };
    const deadlineMilliseconds = VIRTUAL_START + seconds * 1000;
    const settles = (): boolean => false;
    const repeating = { every: 15, deadlineMilliseconds, settles };
    expect(await repeatUntil(context, attempt, repeating)).toBe(attempts);
    expect(made).toBe(attempts);
  });

  it('throws the last error where the deadline comes first', async () => {
    const repeating = { every: 15, deadlineMilliseconds: VIRTUAL_START + 60_000, retryOn: isBusy };
    await expect(repeatUntil(waiting(), answers(BUSY), repeating)).rejects.toBe(BUSY);
  });

  it('says that it waits before each pause', async () => {
    const told: number[] = [];
    const context = waiting(1);
    await repeatUntil(context, answers(BUSY, BUSY, 1), {
      every: 15,
      ...NO_DEADLINE,
      retryOn: isBusy,
      onWaiting: (seconds) => told.push(seconds),
    });
    expect(told).toEqual([15, 15]);
  });

  it('returns what it saw last when it is interrupted, and throws where it saw nothing', async () => {
    const controller = new AbortController();
    controller.abort(new Error('stopped by SIGINT'));
    const context = waiting(0, controller.signal);
    const looking = { every: 15, ...NO_DEADLINE, settles: () => false, retryOn: isBusy };
    expect(await repeatUntil(context, answers(1), looking)).toBe(1);
    await expect(repeatUntil(context, answers(BUSY), looking)).rejects.toThrow('SIGINT');
  });
});

describe('the deadline of a wait', () => {
  it.each([
    [undefined, 600_000],
    [300_000, 300_000],
    [900_000, 600_000],
  ])('is the earlier one: own 600 s, the command %s ms', (command, expected) => {
    const deadline = command === undefined ? undefined : VIRTUAL_START + command;
    expect(deadlineWithin(VIRTUAL_START, 600, deadline)).toBe(VIRTUAL_START + expected);
  });
});
