// Tells how far a command is that reads many machines.

import type { CommandContext } from './context.js';

/** Fewer are read before anybody wonders. */
const MANY = 10;

const INTERVAL_MILLISECONDS = 1000;

/**
 * To be called for each machine that has been read.
 * @param started when the command began, in milliseconds
 */
export function machinesRead(
  { clock, emit }: Pick<CommandContext, 'clock' | 'emit'>,
  total: number,
  started: number,
): () => void {
  const begun = clock.now();
  let told = begun;
  let done = 0;
  const tell = (now: number): void => {
    const elapsedSeconds = (now - begun) / 1000;
    const atSeconds = (now - started) / 1000;
    emit({ type: 'machines.read', done, total, elapsedSeconds, atSeconds });
  };
  if (total >= MANY) {
    tell(begun);
  }
  return () => {
    done += 1;
    const now = clock.now();
    if (total >= MANY && (done === total || now - told >= INTERVAL_MILLISECONDS)) {
      told = now;
      tell(now);
    }
  };
}
