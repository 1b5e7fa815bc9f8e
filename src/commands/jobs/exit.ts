// The exit of a wait for several jobs.

import type { ExitKind } from '../../errors/exit-code.js';
import { exitOfItems } from '../results/exit-of-items.js';

/**
 * One exit for many: as for machines, but success beside what is still running is still running, and beside
 * warnings is warnings; nothing failed, so nothing is partial.
 */
export function exitOfJobs(exits: readonly ExitKind[]): ExitKind {
  const kinds = new Set(exits);
  kinds.delete('done');
  if ([...kinds].every((kind) => kind === 'still-running' || kind === 'warnings')) {
    return kinds.has('still-running')
      ? 'still-running'
      : kinds.has('warnings')
        ? 'warnings'
        : 'done';
  }
  return exitOfItems(exits);
}
