// The exit of a command on several machines: theirs when they agree, partial when they do not.

import type { ExitKind } from '../../errors/exit-code.js';

/**
 * One exit for many. Successes alone are `done`; failures of one kind alone are that kind; a mixture is
 * `partial`. An interruption outweighs everything: what it left open is the first thing to know.
 */
export function exitOfItems(exits: readonly ExitKind[]): ExitKind {
  const kinds = new Set(exits);
  if (kinds.has('interrupted')) {
    return 'interrupted';
  }
  const [only] = kinds;
  return kinds.size <= 1 ? (only ?? 'done') : 'partial';
}
