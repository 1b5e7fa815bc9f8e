// How checks word what locks do to the change of a resource.

import type { Fact } from '../domain/fact.js';
import { lockId, lockVerdict, type Lock } from '../domain/locks.js';
import type { ResourceId } from '../domain/resource-id.js';
import type { CheckResult, Severity } from './check.js';
import { fail, pass, skip, unread } from './check-result.js';
import { commandLine } from '../domain/command-line.js';
import { DOCS } from './documentation.js';
import type { PreflightFacts } from './facts.js';

/** What a check wants to know about locks. */
export interface LockQuestion {
  readonly locks: Fact<readonly Lock[]>;
  /** The resource that is to be changed. */
  readonly scope: ResourceId;
  readonly name: string;
  /** What a read-only lock on it does, one clause. */
  readonly consequence: string;
  readonly severity: Severity;
}

/** Why locks that could not be read only warn. */
export const AZURE_OBEYS = 'below a lock Azure changes nothing';

/** Whether a resource can be changed. */
export function unlockedResult(facts: PreflightFacts, question: LockQuestion): CheckResult {
  const { locks, scope, name, consequence, severity } = question;
  if (locks.status === 'unreadable') {
    return unread(facts, locks, `Unknown whether a lock protects ${name}`, {
      subject: scope,
      action: 'Microsoft.Authorization/locks/read',
      scope,
      docs: DOCS.locks,
    });
  }
  const verdict = lockVerdict(locks, { scope, verb: 'write' });
  switch (verdict.status) {
    case 'unknown': {
      return skip('Azure returned no locks', { subject: scope });
    }
    case 'free': {
      return pass(`No lock keeps ${name} from being changed`, { subject: scope });
    }
    case 'locked': {
      const names = verdict.locks.map((lock) => lock.name).join(', ');
      return fail(`${name} is locked by ${names}`, {
        subject: scope,
        severity,
        evidence: [...verdict.locks.map((lock) => `${lock.level} on ${lock.scope}`), consequence],
        fix: verdict.locks.map((lock) =>
          commandLine('az', 'lock', 'delete', '--ids', lockId(lock)),
        ),
        docs: DOCS.locks,
      });
    }
  }
}
