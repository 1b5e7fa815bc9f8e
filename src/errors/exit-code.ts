// The exit codes, a contract with scripts: docs/exit-codes.md. New codes may be added; none may change.

/** What an ending means; each kind has one exit code. */
export type ExitKind =
  | 'done'
  | 'bug'
  | 'usage'
  | 'not-found'
  | 'not-allowed'
  | 'blocked'
  | 'partial'
  | 'azure-failed'
  | 'still-running'
  | 'warnings'
  | 'unavailable'
  | 'changes-pending'
  | 'unmet'
  | 'unwritten'
  | 'interrupted'
  | 'terminated';

/** The exit code of each ending. */
export const EXIT_CODES: Readonly<Record<ExitKind, number>> = {
  done: 0,
  bug: 1,
  usage: 2,
  'not-found': 3,
  'not-allowed': 4,
  blocked: 5,
  partial: 6,
  'azure-failed': 7,
  'still-running': 8,
  warnings: 9,
  unavailable: 10,
  'changes-pending': 11,
  unmet: 12,
  unwritten: 13,
  interrupted: 130,
  terminated: 143,
};

/** What each ending means, as help and docs say it. */
export const EXIT_MEANINGS: Readonly<Record<ExitKind, string>> = {
  done: 'done, nothing to do, or dry run',
  bug: 'a bug in azbackup; --debug shows the stack',
  usage: 'invalid or missing input, or a question declined; nothing was changed',
  'not-found': 'resource not found',
  'not-allowed': 'not signed in, or not authorized',
  blocked: 'blocked by preflight; nothing was changed',
  partial: 'some targets or steps failed',
  'azure-failed': 'Azure rejected or failed the operation',
  'still-running': 'still running when the wait ended',
  warnings: 'completed with warnings',
  unavailable: 'Azure is throttling, unavailable or unreachable, after retries',
  'changes-pending': 'changes are pending (--dry-run --detailed-exitcode)',
  unmet: 'rules of a gate file are not met, or a drill failed',
  unwritten: 'done, but the result could not be written to stdout',
  interrupted: 'interrupted by Ctrl-C',
  terminated: 'terminated by a signal',
};
