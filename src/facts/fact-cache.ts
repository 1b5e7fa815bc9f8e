// Reads each thing once per command, however many machines ask for it, and turns a read that failed into
// a fact that says so. What is read, and how, is the caller's affair.

import type { Fact } from '../domain/fact.js';

/** Remembers reads by key; concurrent askers share one request. */
export interface FactCache {
  /**
   * The fact under a key, read on first ask.
   * @param read the request; undefined means that Azure has no such thing
   */
  fact<T>(key: string, read: () => Promise<T | undefined>): Promise<Fact<T>>;
}

/** Tells what a thrown read says about the fact, or undefined when it must end the command. */
export type ReadFailure = (error: unknown) => Fact<never> | undefined;

/**
 * A cache for one command.
 * @param failure which errors are facts ("may not read") and which end the command
 */
export function createFactCache(failure: ReadFailure): FactCache {
  const reads = new Map<string, Promise<Fact<unknown>>>();
  return {
    fact<T>(key: string, read: () => Promise<T | undefined>): Promise<Fact<T>> {
      const earlier = reads.get(key);
      if (earlier !== undefined) {
        // A key is always asked for with the same type: it starts with the name of what is read.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
        return earlier as Promise<Fact<T>>;
      }
      const started = readFact(read, failure);
      reads.set(key, started);
      return started;
    },
  };
}

async function readFact<T>(
  read: () => Promise<T | undefined>,
  failure: ReadFailure,
): Promise<Fact<T>> {
  try {
    const value = await read();
    return value === undefined ? { status: 'absent' } : { status: 'known', value };
  } catch (error) {
    const fact = failure(error);
    if (fact === undefined) {
      throw error;
    }
    return fact;
  }
}
