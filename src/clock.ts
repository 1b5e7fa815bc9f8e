// The only place of the product that reads the time or waits.

/** Reads the time and waits; virtual in the sandbox and in tests. */
export interface Clock {
  /** The current instant in milliseconds since the Unix epoch, UTC. */
  now(): number;
  /**
   * Waits. Rejects with the signal's reason when it is aborted first.
   * @param seconds how long; zero or less returns at once
   */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (seconds, signal) => sleepReal(seconds * 1000, signal),
};

/** Node's timers hold no more: one beyond it fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

async function sleepReal(milliseconds: number, signal?: AbortSignal): Promise<void> {
  for (let left = milliseconds; left > MAX_TIMER_MS; left -= MAX_TIMER_MS) {
    await sleepOnce(MAX_TIMER_MS, signal);
  }
  await sleepOnce(milliseconds % MAX_TIMER_MS, signal);
}

function sleepOnce(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortReason(signal));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal === undefined ? new Error('aborted') : abortReason(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
