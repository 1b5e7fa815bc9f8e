// Work on many things, some of them at a time. After Ctrl-C nothing further is begun: with thousands of machines a process
// would go on for minutes after it has said that it was stopped.

import pLimit from 'p-limit';
import type { CommandContext } from '../commands/context.js';

/** Runs what it is given, or rejects with the signal's reason where that came before its turn. */
export type Turns = <T>(act: () => Promise<T>) => Promise<T>;

/**
 * Turns for a command.
 * @param usual how many at a time where the user has not said
 */
export function atOnce(
  { maxConcurrency, signal }: Pick<CommandContext, 'maxConcurrency' | 'signal'>,
  usual: number,
): Turns {
  const limit = pLimit(maxConcurrency ?? usual);
  return (act) =>
    limit(() => {
      signal.throwIfAborted();
      return act();
    });
}
