// How often it is told how many machines were read.
import { describe, expect, it } from 'vitest';
import { machinesRead } from '../../../src/commands/machines-read.js';
import type { EngineEvent } from '../../../src/steps/events.js';

/** What is told while machines are read, each so many milliseconds after the one before. */
function told(total: number, milliseconds: number): readonly string[] {
  const events: EngineEvent[] = [];
  let now = 50_000;
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const tell = machinesRead({ clock, emit: (event) => events.push(event) }, total, 48_000);
  for (let done = 0; done < total; done += 1) {
    now += milliseconds;
    tell();
  }
  return events.map((event) =>
    event.type === 'machines.read'
      ? `${event.done} at ${event.atSeconds}, ${event.elapsedSeconds}`
      : event.type,
  );
}

describe('the count of machines', () => {
  it('is told at most once a second, and at the end', () => {
    expect(told(10, 400)).toEqual([
      '0 at 2, 0',
      '3 at 3.2, 1.2',
      '6 at 4.4, 2.4',
      '9 at 5.6, 3.6',
      '10 at 6, 4',
    ]);
  });

  it('is not told of few', () => {
    expect(told(9, 400)).toEqual([]);
  });
});
