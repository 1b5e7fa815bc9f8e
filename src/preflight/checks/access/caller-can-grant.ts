import {
  isMendedByGrant,
  missingAccess,
  policiesFor,
  type AccessKind,
  type AccessEvaluation,
} from '../../../domain/protection/backup-grant.js';
import { valueOf } from '../../../domain/fact.js';
import type { KeyVault } from '../../../domain/keys/key-vault.js';
import { actionHolding, isActionGranted } from '../../../domain/rbac.js';
import type { Permission } from '../../../domain/roles.js';
import type { Check, CheckResult } from '../../check.js';
import { commandLine } from '../../../domain/command-line.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { KeyVaultFacts, PreflightFacts } from '../../facts.js';
import { forEachKeyVault } from '../../key-vault-results.js';
import { fail, pass, skip, unknown, unread } from '../../check-result.js';

/** Asked before anything is written, so that a grant does not stop half-way. */
export const accessCallerCanGrant: Check = {
  id: 'access.caller-can-grant',
  title: 'You can grant Azure Backup the missing access',
  severity: 'block',
  source: 'Azure built-in roles; OpenAPI AccessPolicies update, RoleAssignments_Create',
  evaluate: (facts) =>
    facts.intent.grant
      ? forEachKeyVault(facts, (keyVault, name) => resultFor(facts, keyVault, name))
      : [skip('no grant requested')],
};

/** The right to grant, and the built-in roles that hold it, by permission model. */
const RIGHTS = {
  'access-policies': {
    action: 'Microsoft.KeyVault/vaults/accessPolicies/write',
    holders: 'Key Vault Contributor, Contributor, Owner',
    deed: 'change access policies of',
  },
  rbac: {
    action: 'Microsoft.Authorization/roleAssignments/write',
    holders: 'Owner, User Access Administrator',
    deed: 'assign roles on',
  },
} as const;

const DEFINE_ROLES = 'Microsoft.Authorization/roleDefinitions/write';

function resultFor(facts: PreflightFacts, keyVault: KeyVaultFacts, name: string): CheckResult {
  const access = missingAccess(keyVault, facts.principal);
  const vault = valueOf(keyVault.vault);
  if (vault === undefined || (!isMendedByGrant(access.secrets) && !isMendedByGrant(access.keys))) {
    const open = access.secrets.status === 'unknown' || access.keys.status === 'unknown';
    return skip(open ? `unknown whether ${name} needs a grant` : `${name} needs no grant`);
  }
  const { callerPermissions } = keyVault;
  switch (callerPermissions.status) {
    case 'known': {
      return resultForRights(facts, { vault, access, keyVault }, callerPermissions.value);
    }
    case 'unreadable': {
      return unread(facts, callerPermissions, `Your permissions on ${name} could not be read`, {
        action: 'Microsoft.Authorization/permissions/read',
        scope: vault.id,
        docs: DOCS.encryptedVms,
      });
    }
    case 'absent':
    case 'not-asked': {
      return unknown(`Your permissions on ${name} are unknown`, {
        fix: [azbackup('grant-access', facts.vm, '--dry-run')],
        docs: DOCS.encryptedVms,
      });
    }
  }
}

/** A key vault that access is to be granted on. */
interface GrantPlace {
  readonly vault: KeyVault;
  readonly access: AccessEvaluation;
  readonly keyVault: KeyVaultFacts;
}

/** A right that is there under a condition alone is not known to be there: only Azure evaluates conditions. */
function narrowedResult(
  roles: KeyVaultFacts['callerRoles'],
  { id, name, permissionModel }: KeyVault,
): CheckResult | undefined {
  const { action, deed } = RIGHTS[permissionModel];
  const summary = `Unknown whether you can ${deed} ${name}`;
  const fix = [
    'someone with this permission without a condition can grant access, or try: Azure decides',
  ];
  if (roles.status !== 'known') {
    return roles.status === 'unreadable'
      ? unknown(summary, {
          severity: 'warn',
          evidence: [
            `holds ${action}`,
            'whether under a condition could not be read',
            roles.message,
          ],
          fix,
          docs: DOCS.roleConditions,
        })
      : undefined;
  }
  const holding = actionHolding(roles.value, id, action);
  return holding.status === 'held'
    ? undefined
    : unknown(summary, {
        severity: 'warn',
        evidence: holding.by.flatMap(({ assignment }) => [
          `holds ${action} under the condition of an assignment on ${assignment.scope}`,
          `condition: ${oneLine(assignment.condition ?? '')}`,
        ]),
        fix: [
          `the condition must allow to assign the roles to a service principal: ${azbackupRoles()}`,
          ...fix,
        ],
        docs: DOCS.roleConditions,
      });
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

function azbackupRoles(): string {
  return `${BUILT_IN.keys}, ${BUILT_IN.secrets} (--role built-in)`;
}

function resultForRights(
  facts: PreflightFacts,
  { vault, access, keyVault }: GrantPlace,
  permissions: readonly Permission[],
): CheckResult {
  const { action, holders, deed } = RIGHTS[vault.permissionModel];
  if (isActionGranted(permissions, action)) {
    const narrowed = narrowedResult(keyVault.callerRoles, vault);
    if (narrowed !== undefined) {
      return narrowed;
    }
    const definesRoles = isActionGranted(permissions, DEFINE_ROLES);
    return pass(`You can ${deed} ${vault.name}`, {
      evidence:
        vault.permissionModel === 'rbac' && !definesRoles
          ? [`holds ${action}`, `lacks ${DEFINE_ROLES}: the custom role must already exist`]
          : [`holds ${action}`],
    });
  }
  return fail(`You cannot ${deed} ${vault.name}`, {
    evidence: [`lacks ${action} at ${vault.id}`, `included in ${holders}`],
    fix: [
      `someone with this permission can run: ${azbackup('grant-access', facts.vm)}`,
      ...commandsForOthers(facts, vault, access),
    ],
    docs: DOCS.encryptedVms,
  });
}

function commandsForOthers(
  facts: PreflightFacts,
  vault: KeyVault,
  access: AccessEvaluation,
): readonly string[] {
  const objectId = valueOf(facts.principal)?.objectId ?? '';
  const kinds = (['secrets', 'keys'] as const).filter((kind) => isMendedByGrant(access[kind]));
  return vault.permissionModel === 'rbac'
    ? kinds.map((kind) => assignRole(vault, objectId, kind))
    : [setPolicy(vault, objectId, access, kinds)];
}

/** The least of Azure's own roles that hold the documented data actions of a kind. */
const BUILT_IN: Readonly<Record<AccessKind, string>> = {
  secrets: 'Key Vault Secrets Officer',
  keys: 'Key Vault Crypto User',
};

function assignRole(vault: KeyVault, objectId: string, kind: AccessKind): string {
  const who = ['--assignee-object-id', objectId, '--assignee-principal-type', 'ServicePrincipal'];
  const what = ['--role', BUILT_IN[kind], '--scope', vault.id];
  return commandLine('az', 'role', 'assignment', 'create', ...who, ...what);
}

/** `set-policy` replaces the words of a kind, so those that the service holds already are repeated. */
function setPolicy(
  vault: KeyVault,
  objectId: string,
  access: AccessEvaluation,
  kinds: readonly AccessKind[],
): string {
  const held = policiesFor(vault, { objectId });
  const permissions = kinds.flatMap((kind) => {
    const { [kind]: lacking } = access;
    const words = new Set([
      ...held.flatMap((policy) => policy[kind].map((word) => word.toLowerCase())),
      ...(lacking.status === 'missing' ? lacking.missing : []),
      ...(lacking.status === 'unknown' ? (lacking.unsettled ?? []) : []),
    ]);
    return [kind === 'keys' ? '--key-permissions' : '--secret-permissions', ...words];
  });
  const where = ['--name', vault.name, '--subscription', vault.subscriptionId];
  return commandLine(
    'az',
    'keyvault',
    'set-policy',
    ...where,
    '--object-id',
    objectId,
    ...permissions,
  );
}
