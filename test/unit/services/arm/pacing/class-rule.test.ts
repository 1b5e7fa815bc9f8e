// How long the next request of a class waits, by what is known of the class.
import { describe, expect, it } from 'vitest';
import {
  afterAnswer,
  afterRefusal,
  afterSending,
  freeFrom,
  isSparing,
  UNKNOWN_CLASS,
  type ClassState,
  type Reading,
} from '../../../../../src/services/arm/pacing/class-rule.js';

const HOUR = 3600;
const BUCKET = { size: 200, refillPerSecond: 10 };

/** Seconds as instants from a start. */
function seconds(state: ClassState, now: number): number {
  return freeFrom(state, now * 1000).instant / 1000 - now;
}

function exchange(
  state: ClassState,
  now: number,
  reading: Omit<Reading, 'name'>,
  limits: { bucket?: typeof BUCKET; perWindow?: number } = {},
): ClassState {
  const sent = afterSending(state, now * 1000);
  return afterAnswer(sent, [{ name: 'm', ...reading }], { limits, now: now * 1000 });
}

/** So many requests, after which so many are left. */
function used(count: number, left: number, window = HOUR, limit = 300): ClassState {
  let state = UNKNOWN_CLASS;
  for (let number = 1; number <= count; number += 1) {
    const reading = { left: left + count - number, windowSeconds: window };
    state = exchange(state, 0, reading, { perWindow: limit });
  }
  return state;
}

describe('the next request of a class', () => {
  it.each([
    { of: 'which nothing is known', state: UNKNOWN_CLASS, wait: 0 },
    { of: 'which much is left', state: used(30, 200), wait: 0 },
    { of: 'which little is left, by others', state: used(20, 30), wait: 0 },
    { of: 'which little is left, by this process', state: used(30, 29), wait: HOUR / 30 },
    { of: 'which nothing is left', state: used(30, 0), wait: HOUR },
    { of: 'a short window, whoever used it', state: used(1, 2, 5, 15), wait: 5 / 3 },
    { of: 'a short window that is used up', state: used(1, 0, 5, 15), wait: 5 },
    { of: 'which 30 s are refused', state: afterRefusal(UNKNOWN_CLASS, 30_000), wait: 30 },
    { of: 'two refusals', state: afterRefusal(afterRefusal(used(1, 9), 30_000), 9000), wait: 30 },
  ])('of $of waits $wait s', ({ state, wait }) => {
    expect(seconds(state, 0)).toBeCloseTo(wait, 6);
  });

  it('takes tokens as the bucket fills up again', () => {
    const limits = { bucket: BUCKET };
    let state = exchange(UNKNOWN_CLASS, 0, { left: 1 }, limits);
    expect(seconds(state, 0)).toBe(0);
    state = afterSending(state, 0);
    expect(seconds(state, 0)).toBeCloseTo(0.1, 6);
    state = afterSending(state, 0);
    expect([seconds(state, 0), seconds(state, 0.2)]).toEqual([0.2, 0]);
    // A bucket never holds more than its size.
    for (let number = 0; number < 200; number += 1) {
      expect(seconds(state, 1000)).toBe(0);
      state = afterSending(state, 1_000_000);
    }
    expect(seconds(state, 1000)).toBeCloseTo(0.1, 6);
  });

  it('after a refusal by a bucket comes one at a time', () => {
    const known = exchange(UNKNOWN_CLASS, 0, { left: 100 }, { bucket: BUCKET });
    const state = afterRefusal(known, 7000);
    expect([seconds(state, 0), seconds(state, 7)]).toEqual([7, 0]);
    expect(seconds(afterSending(state, 7000), 7)).toBeCloseTo(0.1, 6);
  });

  it('counts what is under way against what an answer says is left', () => {
    const two = afterSending(afterSending(UNKNOWN_CLASS, 0), 0);
    const reading = { name: 'm', left: 1, windowSeconds: 5 };
    const state = afterAnswer(two, [reading], { limits: { perWindow: 15 }, now: 0 });
    expect(seconds(state, 0)).toBe(5);
  });

  it('spreads what is left evenly over the rest of the window, and never sends more', () => {
    let state = used(40, 20);
    let now = 0;
    let sent = 0;
    for (let left = 19; left >= 0; left -= 1) {
      now += seconds(state, now);
      sent += 1;
      state = exchange(state, now, { left, windowSeconds: HOUR }, { perWindow: 300 });
    }
    expect(sent).toBe(20);
    expect(now).toBeCloseTo((HOUR * 20) / 21, 3);
    // The next one is of the next window.
    expect(now + seconds(state, now)).toBeCloseTo(HOUR, 3);
  });

  it('is free again in a window that has been renewed', () => {
    const spent = used(40, 0);
    expect(seconds(spent, HOUR)).toBe(0);
    const early = exchange(spent, 600, { left: 299, windowSeconds: HOUR }, { perWindow: 300 });
    expect(seconds(early, 600)).toBe(0);
    const known = { left: 30, windowSeconds: HOUR };
    // It has asked for little in the new window.
    expect(seconds(exchange(early, 700, known, { perWindow: 300 }), 700)).toBe(0);
  });

  it('takes the end of a window from an answer that names it', () => {
    const reading = { left: 0, windowSeconds: 5, endsInSeconds: 2 };
    expect(seconds(exchange(UNKNOWN_CLASS, 100, reading), 100)).toBe(2);
  });

  it('of a class that its caller keeps below the limit never waits for the rest', () => {
    let state = UNKNOWN_CLASS;
    for (let left = 40; left >= 0; left -= 1) {
      const readings = [{ name: 'm', left, windowSeconds: HOUR }];
      const limits = { perWindow: 150, keptByCaller: true } as const;
      state = afterAnswer(afterSending(state, 0), readings, { limits, now: 0 });
    }
    expect(seconds(state, 0)).toBe(0);
  });
});

describe('polls', () => {
  it.each([
    [used(1, 250), 0, false],
    [used(1, 199), 0, true],
    [used(1, 199), HOUR, false],
    [UNKNOWN_CLASS, 0, false],
  ])('become rarer with what is left', (state, now, sparing) => {
    expect(isSparing(state, now * 1000)).toBe(sparing);
  });
});
