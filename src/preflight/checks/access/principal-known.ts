import { isOfAnotherTenant } from '../../../domain/protection/backup-grant.js';
import { valueOf } from '../../../domain/fact.js';
import { sameName } from '../../../domain/resource-id.js';
import type { BackupPrincipal, GivenPrincipal } from '../../../domain/roles.js';
import type { Check, CheckResult } from '../../check.js';
import { commandLine } from '../../../domain/command-line.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import {
  fail,
  pass,
  skipWithoutAde,
  unknown,
  unread,
  type Unreadable,
} from '../../check-result.js';

/** Grants are made to the service's principal in the tenant, never to the identity of the vault. */
export const accessPrincipalKnown: Check = {
  id: 'access.principal-known',
  title: 'The service principal of Azure Backup exists in the tenant',
  severity: 'block',
  serviceChecks: true,
  source: 'Back up and restore encrypted Azure VMs; Microsoft Graph servicePrincipals',
  evaluate: (facts) => [skipWithoutAde(facts) ?? resultFor(facts)],
};

function resultFor(facts: PreflightFacts): CheckResult {
  const { principal, givenPrincipal } = facts;
  const contradicted =
    givenPrincipal === undefined ? undefined : contradiction(facts, givenPrincipal);
  if (contradicted !== undefined) {
    return contradicted;
  }
  switch (principal.status) {
    case 'known': {
      return foreignResult(facts, principal.value) ?? knownResult(facts, principal.value);
    }
    case 'absent': {
      return absentResult(facts);
    }
    case 'unreadable': {
      return unreadableResult(facts, principal);
    }
  }
}

/** What speaks against an object id that was given by hand; undefined when nothing does. */
function contradiction(facts: PreflightFacts, given: GivenPrincipal): CheckResult | undefined {
  const { objectId, directory } = given;
  const found = directory.status === 'known' ? directory.value : undefined;
  if (found !== undefined && !sameName(found.objectId, objectId)) {
    return wrongId(`${objectId} is not the object id of ${found.displayName}`, [
      `Microsoft Graph has it as ${found.objectId}`,
      `give that one: --backup-principal-id ${found.objectId}`,
    ]);
  }
  const vault = valueOf(facts.vault);
  return vault?.identityPrincipalIds.some((identity) => sameName(identity, objectId)) === true
    ? wrongId(`${objectId} is the managed identity of ${vault.name}, not Azure Backup`, [
        'backups of encrypted VMs read key vaults as the service, never as the vault',
        'get the object id of the service from an administrator: --backup-principal-id ID',
      ])
    : undefined;
}

function wrongId(summary: string, [evidence, fix]: readonly [string, string]): CheckResult {
  return fail(summary, { evidence: [evidence], fix: [fix], docs: DOCS.encryptedVms });
}

function knownResult(
  { givenPrincipal }: PreflightFacts,
  { displayName, objectId }: BackupPrincipal,
): CheckResult {
  const evidence = [`object id ${objectId}`];
  if (givenPrincipal === undefined || givenPrincipal.directory.status === 'known') {
    return pass(`${displayName} is given by its object id`, { evidence });
  }
  // What nothing confirms is no pass, and nothing to stop at: the id was asked for where Graph is closed.
  const { directory } = givenPrincipal;
  return unknown(`Unknown whether ${objectId} is ${displayName}`, {
    severity: 'warn',
    evidence: [
      'given by --backup-principal-id, which nothing confirms',
      ...(directory.status === 'unreadable' ? [directory.message] : []),
    ],
    fix: [
      `someone who can read Microsoft Graph can compare: ${commandLine('az', 'ad', 'sp', 'list', '--display-name', displayName, '--query', '[].id')}`,
    ],
    docs: DOCS.encryptedVms,
  });
}

/** Nobody knows who the service is in the tenant of a key vault that is not the directory's. */
function foreignResult(
  { keyVaults }: PreflightFacts,
  principal: BackupPrincipal,
): CheckResult | undefined {
  const foreign = keyVaults
    .flatMap(({ vault }) => valueOf(vault) ?? [])
    .find((vault) => isOfAnotherTenant(vault, principal));
  return foreign === undefined
    ? undefined
    : unknown(`The service principal in the tenant of ${foreign.name} is unknown`, {
        evidence: [
          `${foreign.name} is of the tenant ${foreign.tenantId}`,
          `${principal.displayName} was looked up in the tenant ${principal.tenantId ?? ''}`,
        ],
        fix: [
          `as who may read that tenant: az login --tenant ${foreign.tenantId}`,
          'after its subscription has moved to another tenant, a key vault must be given that tenant',
        ],
        docs: DOCS.keyVaultMove,
        unread: 'undecidable',
      });
}

function absentResult({ vm }: PreflightFacts): CheckResult {
  return fail('The tenant has no service principal of Azure Backup', {
    evidence: [
      'it is created when a subscription of the tenant first uses Microsoft.RecoveryServices',
    ],
    fix: [
      commandLine(
        'az',
        'provider',
        'register',
        '--namespace',
        'Microsoft.RecoveryServices',
        '--subscription',
        vm.subscriptionId,
      ),
      `in another cloud, specify it: ${azbackup('preflight', vm)} --backup-principal-id ID`,
    ],
    docs: DOCS.encryptedVms,
  });
}

function unreadableResult(facts: PreflightFacts, principal: Unreadable): CheckResult {
  const summary = 'The service principal of Azure Backup could not be read';
  const verdict = unread(facts, principal, summary, {
    action: 'Application.Read.All',
    scope: 'Microsoft Graph',
    docs: DOCS.encryptedVms,
  });
  const byHand = `or get its object id from an administrator, then: ${azbackup('preflight', facts.vm)} --backup-principal-id ID`;
  return { ...verdict, fix: [...(verdict.fix ?? []), byHand] };
}
