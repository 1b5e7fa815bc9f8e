// A long sleep that shows signs of life.

import type { CommandWaiting } from './command-waiting.js';

/**
 * Sleeps until an instant (milliseconds since the epoch).
 * @param heartbeat called after every so many seconds of it, and at its end
 * @throws the signal's reason when it is interrupted
 */
export async function sleepUntil(
  { clock, signal }: Pick<CommandWaiting, 'clock' | 'signal'>,
  instant: number,
  heartbeat: { readonly everySeconds: number; beat(): void },
): Promise<void> {
  for (;;) {
    const left = (instant - clock.now()) / 1000;
    if (left <= 0) {
      signal.throwIfAborted();
      return;
    }
    await clock.sleep(Math.min(left, heartbeat.everySeconds), signal);
    heartbeat.beat();
  }
}
