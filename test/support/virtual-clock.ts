// A clock whose waits take no time; tests read from it how long the program meant to wait.
import type { Clock } from '../../src/clock.js';

/** 2026-11-23T12:00:00Z, the first instant of virtual clocks. */
export const VIRTUAL_START = 1_795_435_200_000;

/** A clock that moves only by being slept on. */
export class VirtualClock implements Clock {
  /** Seconds of each sleep, in order. */
  readonly sleeps: number[] = [];
  private milliseconds = VIRTUAL_START;

  now(): number {
    return this.milliseconds;
  }

  async sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(seconds);
    this.milliseconds += seconds * 1000;
  }

  /** Lets time pass without anybody waiting. */
  advance(seconds: number): void {
    this.milliseconds += seconds * 1000;
  }
}
