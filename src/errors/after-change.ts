// Errors that come once something was changed.

import { AzbackupError } from './azbackup-error.js';
import type { ExitKind } from './exit-code.js';

/** Endings that tell people and scripts that nothing was changed. */
const NOTHING_CHANGED: ReadonlySet<ExitKind> = new Set([
  'usage',
  'not-found',
  'not-allowed',
  'blocked',
]);

/** The exit of a failure after a change: never one that says that nothing was changed. */
export function exitAfterChange<Kind extends ExitKind>(exit: Kind): Kind | 'partial' {
  return NOTHING_CHANGED.has(exit) ? 'partial' : exit;
}

/** What was thrown after a change, with an exit that says so; what is no AzbackupError comes back as it is. */
export function afterChange(error: unknown): unknown {
  if (!(error instanceof AzbackupError)) {
    return error;
  }
  const kind = exitAfterChange(error.fields.kind);
  return kind === error.fields.kind ? error : new AzbackupError({ ...error.fields, kind });
}
