// The error that a management lock is in the way.

import type { Fact } from '../domain/fact.js';
import { lockId, lockVerdict, type IntendedWrite, type Lock } from '../domain/locks.js';
import { nameOf } from '../domain/resource-id.js';
import { AzbackupError } from './azbackup-error.js';

/** The error that a lock forbids a change; undefined when none is known to. */
export function lockedError(
  locks: Fact<readonly Lock[]>,
  write: IntendedWrite,
): AzbackupError | undefined {
  const verdict = lockVerdict(locks, write);
  if (verdict.status !== 'locked') {
    return undefined;
  }
  const what = nameOf(write.scope);
  const [first] = verdict.locks;
  const verb = write.verb === 'delete' ? 'deleted from' : 'changed in';
  return new AzbackupError({
    code: 'AZB_SCOPE_LOCKED',
    kind: 'blocked',
    message: `the lock ${first?.name} does not let anything be ${verb} ${what}`,
    target: first === undefined ? write.scope : lockId(first),
    causes: verdict.locks.map(({ name, level, scope }) => `${name}: ${level} on ${scope}`),
    fix: verdict.locks.map((lock) => `az lock delete --ids ${lockId(lock)}`),
    docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources',
  });
}
