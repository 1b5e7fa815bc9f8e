// Looks whether what `grant-access` says of a machine is true: access that is lacking, or that could not be
// read, is no grant, and what is still there is not revoked, whatever Azure answered to the writes.

import { missingAccess } from '../../domain/protection/backup-grant.js';
import { valueOf, type Fact } from '../../domain/fact.js';
import { nameOf } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { KeyVaultFacts, PreflightFacts } from '../../preflight/facts.js';
import { notShown, unreadableFact } from '../../errors/require-fact.js';
import type { RoleStep } from '../../steps/roles/step.js';
import type { GuidOf } from '../context.js';
import { planRevocations } from './plan-revoke.js';
import { vaultNeeds } from './vault-needs.js';

/** What a machine's facts are held against. */
export interface Expectation {
  readonly revoke: boolean;
  readonly guidOf: GuidOf;
}

/** Why the facts do not bear out that access was granted, or revoked; undefined when they do. */
export function verificationError(
  facts: PreflightFacts,
  { revoke, guidOf }: Expectation,
): AzbackupError | undefined {
  return revoke
    ? (unknownGrants(facts) ?? remainingGrants(facts, guidOf))
    : (deniedAccess(facts) ?? unknownAccess(facts) ?? lackingAccess(facts));
}

/** True when the facts bear it out, or when nothing that takes time keeps them from it. */
export function isVerified(facts: PreflightFacts, expectation: Expectation): boolean {
  const code = verificationError(facts, expectation)?.fields.kind;
  return code !== 'azure-failed' && code !== 'unavailable';
}

/** What the backup service lacks at a key vault, kinds of objects together. */
export function missingAt(facts: PreflightFacts, keyVault: KeyVaultFacts): readonly string[] {
  const access = missingAccess(keyVault, facts.principal);
  return [access.secrets, access.keys].flatMap((kind) =>
    kind.status === 'missing' ? kind.missing : [],
  );
}

/** Access at a key vault that is neither granted nor missing for certain. */
interface UnreadAccess {
  readonly keyVault: string;
  readonly reason: string;
  readonly cause: Fact<unknown> | undefined;
}

/** Why the service's access is not known, `AZB_GRANT_UNKNOWN`; undefined when it is. */
function unknownAccess(facts: PreflightFacts): AzbackupError | undefined {
  return unknownError(facts, unreadAccess(facts));
}

/** Why it is not known what the service still holds of us, `AZB_GRANT_UNKNOWN`; undefined when it is. */
function unknownGrants(facts: PreflightFacts): AzbackupError | undefined {
  return unknownError(facts, unreadGrants(facts));
}

function unknownError(
  facts: PreflightFacts,
  unread: readonly UnreadAccess[],
): AzbackupError | undefined {
  if (unread.length === 0) {
    return undefined;
  }
  const names = new Set(unread.map(({ keyVault }) => keyVault));
  const reads = unread.flatMap(({ cause }) => (cause?.status === 'unreadable' ? [cause] : []));
  // A lacking permission comes first: to try again does not help there.
  const [why = notShown('no response from Azure')] = reads.toSorted(
    (left, right) => Number(right.reason === 'forbidden') - Number(left.reason === 'forbidden'),
  );
  return unreadableFact(why, `the permissions of the backup service on ${[...names].join(', ')}`, {
    code: 'AZB_GRANT_UNKNOWN',
    causes: [...new Set(unread.map(({ keyVault, reason }) => `${keyVault}: ${reason}`))],
    fix: [`azbackup preflight --vm ${facts.vm.name}`],
  });
}

/** What denies the service the access that it was given, `AZB_GRANT_DENIED`; undefined when nothing does. */
function deniedAccess(facts: PreflightFacts): AzbackupError | undefined {
  const denied = facts.keyVaults.flatMap((keyVault) => {
    const { secrets, keys } = missingAccess(keyVault, facts.principal);
    return [secrets, keys].flatMap((kind) =>
      kind.status === 'denied' ? [{ name: vaultName(keyVault), by: kind.by }] : [],
    );
  });
  const [first] = denied;
  return first === undefined
    ? undefined
    : new AzbackupError({
        code: 'AZB_GRANT_DENIED',
        kind: 'blocked',
        message: `a deny assignment keeps the backup service from the keys in ${first.name}, whatever it is granted`,
        target: first.by.id,
        causes: [
          ...new Set(denied.map(({ name, by }) => `${name}: ${by.name} on ${by.scope}, ${by.id}`)),
        ],
        fix: [`azbackup preflight --vm ${facts.vm.name}`],
      });
}

/** What the service still lacks, `AZB_GRANT_NOT_EFFECTIVE`; undefined when that is nothing. */
function lackingAccess(facts: PreflightFacts): AzbackupError | undefined {
  const lacking = facts.keyVaults
    .map((keyVault) => ({ name: vaultName(keyVault), missing: missingAt(facts, keyVault) }))
    .filter(({ missing }) => missing.length > 0);
  if (lacking.length === 0) {
    return undefined;
  }
  return new AzbackupError({
    code: 'AZB_GRANT_NOT_EFFECTIVE',
    kind: 'azure-failed',
    message: `the grant is not yet visible on ${lacking.map(({ name }) => name).join(', ')}`,
    causes: lacking.map(({ name, missing }) => `${name} lacks ${missing.join(', ')}`),
    fix: [`azbackup preflight --vm ${facts.vm.name}`],
  });
}

/** What the service still holds of us, `AZB_REVOKE_NOT_EFFECTIVE`; undefined when that is nothing. */
function remainingGrants(facts: PreflightFacts, guidOf: GuidOf): AzbackupError | undefined {
  const principal = valueOf(facts.principal);
  const needs = vaultNeeds([facts], () => false);
  const remaining = principal === undefined ? [] : planRevocations(needs, principal, guidOf);
  if (remaining.length === 0) {
    return undefined;
  }
  const names = new Set(remaining.map(({ target }) => nameOf(target)));
  return new AzbackupError({
    code: 'AZB_REVOKE_NOT_EFFECTIVE',
    kind: 'azure-failed',
    message: `the grant is still there on ${[...names].join(', ')}`,
    causes: remaining.map((step) => `${nameOf(step.target)}: ${grantOf(step)}`),
    fix: [`azbackup grant-access --vm ${facts.vm.name} --revoke`],
  });
}

function grantOf(step: RoleStep): string {
  return 'roleName' in step
    ? step.roleName
    : [
        ...(step.keys.length > 0 ? [`keys ${step.keys.join(', ')}`] : []),
        ...(step.secrets.length > 0 ? [`secrets ${step.secrets.join(', ')}`] : []),
      ].join('; ');
}

function unreadAccess(facts: PreflightFacts): UnreadAccess[] {
  return facts.keyVaults.flatMap((keyVault) => {
    const access = missingAccess(keyVault, facts.principal);
    const name = vaultName(keyVault);
    return [access.secrets, access.keys].flatMap((kind) =>
      kind.status === 'unknown' ? [{ keyVault: name, reason: kind.reason, cause: kind.cause }] : [],
    );
  });
}

/** What shows our grants is the key vault itself, or the assignments of the service there. */
function unreadGrants({ keyVaults }: PreflightFacts): UnreadAccess[] {
  return keyVaults.flatMap((keyVault) => {
    const { vault, roles } = keyVault;
    const keyVaultName = vaultName(keyVault);
    if (vault.status === 'unreadable') {
      return [{ keyVault: keyVaultName, reason: 'the key vault could not be read', cause: vault }];
    }
    return valueOf(vault)?.permissionModel === 'rbac' && roles.status !== 'known'
      ? [{ keyVault: keyVaultName, reason: 'role assignments could not be read', cause: roles }]
      : [];
  });
}

function vaultName({ vault, vaultUrl }: KeyVaultFacts): string {
  return valueOf(vault)?.name ?? vaultUrl;
}
