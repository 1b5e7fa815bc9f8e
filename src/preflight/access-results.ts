// Whether the backup service may read the secrets, or the keys, of the VM's key vaults. The rules are the
// domain's (backup-grant.ts); this words the outcome.

import {
  isMendedByGrant,
  missingAccess,
  type AccessKind,
  type KindAccess,
} from '../domain/protection/backup-grant.js';
import { valueOf } from '../domain/fact.js';
import { vaultNameOf } from '../domain/keys/key-vault-url.js';
import type { CheckResult } from './check.js';
import { azbackup } from './command-line.js';
import { DOCS } from './documentation.js';
import type { KeyVaultFacts, PreflightFacts } from './facts.js';
import { fail, pass, skip, skipWithoutAde, unknown, unread } from './check-result.js';

/** A verdict for each key vault that holds objects of the kind. */
export function accessOf(facts: PreflightFacts, kind: AccessKind): readonly CheckResult[] {
  const skipped = skipWithoutAde(facts);
  if (skipped !== undefined) {
    return [skipped];
  }
  const verdicts = facts.keyVaults.flatMap((keyVault) => {
    const access = missingAccess(keyVault, facts.principal)[kind];
    return access.status === 'not-needed' ? [] : [resultFor(facts, keyVault, kind, access)];
  });
  return verdicts.length > 0 ? verdicts : [nothingToRead(facts, kind)];
}

function nothingToRead({ vm }: PreflightFacts, kind: AccessKind): CheckResult {
  return kind === 'keys'
    ? skip(`${vm.name} is BEK-only: no KEK to read`)
    : unknown(`The secrets of ${vm.name} are unknown`, {
        fix: [azbackup('preflight', vm)],
        docs: DOCS.encryptedVms,
      });
}

function resultFor(
  facts: PreflightFacts,
  keyVault: KeyVaultFacts,
  kind: AccessKind,
  access: Exclude<KindAccess, { status: 'not-needed' }>,
): CheckResult {
  const name = vaultNameOf(keyVault.vaultUrl);
  const service = valueOf(facts.principal)?.displayName ?? 'Backup Management Service';
  const details = { subject: keyVault.vaultId ?? keyVault.vaultUrl, docs: DOCS.encryptedVms };
  switch (access.status) {
    case 'granted': {
      const evidence =
        access.at === 'vault' ? access.looked : [...access.looked, OBJECT_SCOPE_ONLY];
      return pass(`${service} can read ${kind} of ${name}`, { ...details, evidence });
    }
    case 'missing': {
      return fail(`${service} can't read ${kind} of ${name}`, {
        ...details,
        evidence: missingEvidence(kind, access),
        fix: [azbackup('grant-access', facts.vm)],
        grantMends: true,
      });
    }
    case 'denied': {
      return fail(`${service} is denied to read ${kind} of ${name}`, {
        ...details,
        docs: DOCS.denyAssignments,
        evidence: [`deny assignment ${access.by.name} on ${access.by.scope}`, access.by.id],
        fix: [
          'have it lifted, or the service excluded from it, by whoever made it: a deployment stack, a managed application or an administrator; no role helps',
        ],
      });
    }
    case 'unknown': {
      return undecided(
        facts,
        keyVault,
        access,
        `Unknown whether ${service} can read ${kind} of ${name}`,
      );
    }
  }
}

/** Assumption: granted on the very objects is granted. Azure documents the vault's scope alone. */
const OBJECT_SCOPE_ONLY =
  'granted only on single objects; Azure does not document that as enough for backups';

function missingEvidence(
  kind: AccessKind,
  { missing, model, looked }: Extract<KindAccess, { status: 'missing' }>,
): readonly string[] {
  const short = missing.map((word) => shortened(kind, word));
  const what = model === 'rbac' ? 'missing data action' : `missing ${kind} permission`;
  const [first = '', ...rest] = looked;
  return [
    `lacks ${short.join(', ')}   (${first})`,
    ...rest,
    ...missing.map((word) => `${what} ${word}`),
  ];
}

/** `getSecret` of secrets says its kind already; actions on keys need the prefix to be told apart. */
function shortened(kind: AccessKind, word: string): string {
  const bare = word.replace('Microsoft.KeyVault/vaults/', '').replace(/\/action$/u, '');
  return kind === 'secrets' ? bare.replace(/^secrets\//u, '') : bare;
}

function undecided(
  facts: PreflightFacts,
  keyVault: KeyVaultFacts,
  access: Extract<KindAccess, { status: 'unknown' }>,
  summary: string,
): CheckResult {
  const { reason, cause } = access;
  const subject = keyVault.vaultId ?? keyVault.vaultUrl;
  const details = { subject, evidence: [reason], docs: DOCS.encryptedVms };
  if (isMendedByGrant(access)) {
    const certain = `to be certain, grant it to the service itself: ${azbackup('grant-access', facts.vm)}`;
    const evidence = [reason, ...(cause?.status === 'unreadable' ? [cause.message] : [])];
    return unknown(summary, {
      ...details,
      evidence,
      fix: [certain],
      grantMends: true,
      unread: 'undecidable',
    });
  }
  return cause?.status === 'unreadable'
    ? unread(facts, cause, summary, {
        ...details,
        ...readThatFailed(facts, keyVault, subject),
      })
    : unknown(summary, {
        ...details,
        fix: [azbackup('preflight', facts.vm)],
        unread: 'undecidable',
      });
}

/** Access is looked up in this order: the principal, the vault, its assignments, those that deny. */
function readThatFailed(
  { principal }: PreflightFacts,
  { vault, roles }: KeyVaultFacts,
  scope: string,
): { action: string; scope: string } {
  if (principal.status !== 'known') {
    return { action: 'Application.Read.All', scope: 'Microsoft Graph' };
  }
  if (vault.status !== 'known') {
    return { action: 'Microsoft.KeyVault/vaults/read', scope };
  }
  const assignments = roles.status === 'known' ? 'denyAssignments' : 'roleAssignments';
  return { action: `Microsoft.Authorization/${assignments}/read`, scope };
}
