// The rules on the keys of Azure Disk Encryption and on who may read them: the judgements are those of `azbackup status` and
// of preflight.

import { valueOf, type Fact } from '../fact.js';
import type { CheckVerdict, GateFacts } from './facts.js';
import { met, notApplicable, notMet, unknown, worst, type Judgement } from './judgement.js';

/** `keys-usable` */
export function keysUsable(facts: GateFacts): Judgement {
  const { name, keyHealth } = facts;
  return ofKeys(facts, keyHealth, (health) => {
    switch (health) {
      case 'in-place':
        return met(`the keys and secrets of ${name} are in place`);
      case 'gone':
      case 'disabled':
        return notMet(`a key or secret that the disks of ${name} use is ${health}`);
      case 'unknown':
        return unknown(`whether the keys and secrets of ${name} are in place could not be read`);
    }
  });
}

/** `grant-in-place`. A grant at a key vault whose firewall keeps the service out gives no access. */
export function grantInPlace(facts: GateFacts): Judgement {
  const granted = granting(facts);
  return granted.verdict === 'met' ? worst([granted, ofChecks(facts, facts.keyNetwork)]) : granted;
}

function granting(facts: GateFacts): Judgement {
  const { name, keyAccess } = facts;
  return ofKeys(facts, keyAccess, (access) => {
    switch (access) {
      case 'granted':
        return met(`the backup service can read the keys and secrets of ${name}`);
      case 'lacking':
        return notMet(`the backup service lacks access to keys or secrets of ${name}`);
      case 'unknown':
        return unknown(
          `whether the backup service can read the keys and secrets of ${name} could not be read`,
        );
    }
  });
}

/** `purge-protection` */
export function purgeProtected(facts: GateFacts): Judgement {
  return ofChecks(facts, facts.purgeProtection);
}

/** The verdicts of a check on each key vault of a machine, as one. */
export function ofChecks(facts: GateFacts, checks: Fact<readonly CheckVerdict[]>): Judgement {
  return ofKeys(facts, checks, (verdicts) => {
    const first = (status: CheckVerdict['status']): CheckVerdict | undefined =>
      verdicts.find((each) => each.status === status);
    const [failed, open, passed] = [first('fail'), first('unknown'), first('pass')];
    const skipped = first('skip');
    if (failed !== undefined) {
      return notMet(failed.summary);
    }
    if (open !== undefined) {
      return unknown(open.summary);
    }
    // A key vault that was not found has no setting at all, and says nothing for those that were.
    if (passed !== undefined && skipped !== undefined) {
      return unknown(skipped.summary);
    }
    return passed === undefined
      ? notApplicable(skipped?.summary ?? withoutKeys(facts.name))
      : met(passed.summary);
  });
}

/** A machine that is gone uses no keys; those of its recovery points are the affair of `azbackup audit-keys`. */
function ofKeys<T>(
  { name, backup }: GateFacts,
  fact: Fact<T>,
  judge: (value: T) => Judgement,
): Judgement {
  if (valueOf(backup)?.machineGone === true) {
    return notApplicable(`${name} is gone`);
  }
  switch (fact.status) {
    case 'known':
      return judge(fact.value);
    case 'absent':
      return notApplicable(withoutKeys(name));
    case 'unreadable':
      return unknown(`the keys of ${name} could not be read: ${fact.message}`);
  }
}

function withoutKeys(name: string): string {
  return `${name} has no keys of Azure Disk Encryption`;
}
