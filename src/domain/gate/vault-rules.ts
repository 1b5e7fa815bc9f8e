// The rules on the vault and the policy that a machine's backups depend on, and on its recovery points.

import { countOf } from '../backup-policy/kept-days.js';
import { RETENTION_KINDS } from '../backup-policy/policy.js';
import { firstNames } from '../fleet/first-names.js';
import type { Fact } from '../fact.js';
import { sameName } from '../resource-id.js';
import { outlives } from '../retirement/point-end.js';
import type { Instant } from '../time/instant.js';
import type { RecoveryServicesVault } from '../vaults/recovery-services.js';
import { ofBackup, withoutBackups } from './backup-rules.js';
import type { LeastRetention } from './demand.js';
import type { BackupState, GateFacts } from './facts.js';
import { met, notApplicable, notMet, unknown, worst, type Judgement } from './judgement.js';
import { ofChecks } from './key-rules.js';

/** A judgement of something that only a machine with an item in a vault has. */
function ofItem<T>(
  facts: GateFacts,
  { what, fact }: { readonly what: string; readonly fact: Fact<T> },
  judge: (value: T) => Judgement,
): Judgement {
  return ofBackup(facts, ({ state, vaultName }) => {
    if (vaultName === null || state === 'not-protected' || state === 'elsewhere') {
      return withoutBackups(facts.name, state);
    }
    switch (fact.status) {
      case 'known':
        return judge(fact.value);
      case 'absent':
        return unknown(`${what} was not found`);
      case 'unreadable':
        return unknown(`${what} could not be read: ${fact.message}`);
    }
  });
}

function ofVault(facts: GateFacts, judge: (vault: RecoveryServicesVault) => Judgement): Judgement {
  return ofItem(facts, { what: `the vault of ${facts.name}`, fact: facts.vault }, judge);
}

/** `soft-delete`: of the backups and of the keys. */
export function softDeleteOn(facts: GateFacts): Judgement {
  const ofBackups = ofVault(facts, ({ name, softDelete }) => {
    const state = softDelete?.state;
    if (state === undefined) {
      return unknown(`Azure does not report soft delete of vault ${name}`);
    }
    return /^(?:enabled|alwayson)$/iu.test(state)
      ? met(`soft delete of vault ${name} is on`)
      : notMet(`soft delete of vault ${name} is off`);
  });
  return worst([ofBackups, ofChecks(facts, facts.keySoftDelete)]);
}

/** `immutability`. A vault that never had it reports nothing of it (recorded). */
export function isImmutable(facts: GateFacts, locked: boolean): Judgement {
  return ofVault(facts, ({ name, immutability = 'Disabled' }) => {
    switch (immutability.toLowerCase()) {
      case 'locked':
        return met(`vault ${name} is immutable, and locked`);
      case 'unlocked':
        return locked
          ? notMet(`vault ${name} is immutable, but not locked`)
          : met(`vault ${name} is immutable`);
      case 'disabled':
        return notMet(`vault ${name} is not immutable`);
      default:
        return unknown(`Azure reports the immutability of vault ${name} as ${immutability}`);
    }
  });
}

/** `cross-region` */
export function crossRegionOn(facts: GateFacts): Judgement {
  const what = `cross-region restore of the vault of ${facts.name}`;
  return ofItem(facts, { what, fact: facts.crossRegionRestore }, (isOn) =>
    isOn ? met(`${what} is on`) : notMet(`${what} is off`),
  );
}

function withoutPolicy(name: string, state: BackupState): Judgement {
  return state === 'not-protected' || state === 'elsewhere'
    ? withoutBackups(name, state)
    : notMet(`${name} has no policy`);
}

/** `policy` */
export function hasPolicy(facts: GateFacts, names: readonly string[]): Judgement {
  const { name } = facts;
  return ofBackup(facts, ({ state, policyName }) => {
    if (policyName === null || policyName === '') {
      return withoutPolicy(name, state);
    }
    return names.some((each) => sameName(each, policyName))
      ? met(`${name} has policy ${policyName}`)
      : notMet(`${name} has policy ${policyName}, not ${names.join(' or ')}`);
  });
}

/** `retention-at-least` */
export function keepsEnough(facts: GateFacts, least: LeastRetention): Judgement {
  const { name } = facts;
  return ofBackup(facts, ({ state, policyName }) =>
    policyName === null || policyName === ''
      ? withoutPolicy(name, state)
      : ofItem(
          facts,
          { what: `policy ${policyName}`, fact: facts.policy },
          ({ name: policy, retention }) => {
            const short = RETENTION_KINDS.filter(
              (kind) => (countOf(retention, kind) ?? 0) < (least[kind] ?? 0),
            ).map((kind) => `${kind}=${countOf(retention, kind) ?? 'none'}`);
            return short.length === 0
              ? met(`policy ${policy} of ${name} keeps points long enough`)
              : notMet(`policy ${policy} of ${name} keeps only ${short.join(', ')}`);
          },
        ),
  );
}

/** `no-points-after-retirement`. A point with an end that is not known never counts as gone. */
export function noPointsAfter(
  { name, encryptedPoints, pointsUnread }: GateFacts,
  deadline: Instant,
): Judgement {
  if (encryptedPoints.status === 'unreadable') {
    return unread(name, encryptedPoints.message);
  }
  const points = encryptedPoints.status === 'known' ? encryptedPoints.value : [];
  const after = points.filter(({ end }) => outlives(end, deadline) === true);
  if (after.length > 0) {
    const times = firstNames(after.map(({ time }) => time));
    return notMet(`recovery points of ${name} with ADE are kept past ${deadline}: ${times}`);
  }
  if (pointsUnread !== undefined) {
    return unread(name, pointsUnread);
  }
  if (points.length === 0) {
    const none = `${name} has no recovery points with Azure Disk Encryption`;
    return encryptedPoints.status === 'absent' ? notApplicable(none) : met(none);
  }
  const open = points.filter(({ end }) => outlives(end, deadline) === undefined);
  return open.length > 0
    ? unknown(
        `when recovery points of ${name} with ADE expire is not known: ${firstNames(open.map(({ time }) => time))}`,
      )
    : met(`every recovery point of ${name} with ADE expires by ${deadline}`);
}

function unread(name: string, reason: string): Judgement {
  return unknown(`the recovery points of ${name} could not be read: ${reason}`);
}
