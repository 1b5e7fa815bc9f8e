// From judged machines to the steps that give (or take back) the backup service's access. Shared by
// `grant-access` and `enable --grant`.

import { needsGrant } from '../../domain/protection/backup-grant.js';
import { valueOf, type Fact } from '../../domain/fact.js';
import { sameName } from '../../domain/resource-id.js';
import type { BackupPrincipal, RoleDefinition } from '../../domain/roles.js';
import { isActionGranted } from '../../domain/rbac.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { rolesFor } from './backup-roles.js';
import { customRoleKey, planGrants, rolesToAssign, type GrantOptions } from './plan.js';
import { customRoleGuid } from './role-names.js';
import { vaultNeeds, type VaultNeed } from './vault-needs.js';
import type { RoleStep } from '../../steps/roles/step.js';
import type { PreflightFacts } from '../../preflight/facts.js';
import type { CommandContext } from '../context.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { requireFact } from '../../errors/require-fact.js';

/** The service principal as the facts have it; undefined when it is not known. */
export function principalOf(machines: readonly PreflightFacts[]): BackupPrincipal | undefined {
  return machines.map(({ principal }) => valueOf(principal)).find((found) => found !== undefined);
}

/** Names for the ids that a plan shows. */
export function namesOf(machines: readonly PreflightFacts[]): Readonly<Record<string, string>> {
  const principal = principalOf(machines);
  return principal === undefined ? {} : { [principal.objectId]: principal.displayName };
}

/** The key vaults that the machines depend on, each once, with what is lacking there. */
export function needsOf(machines: readonly PreflightFacts[]): VaultNeed[] {
  return vaultNeeds(machines, (machine, keyVault) => needsGrant(keyVault, machine.principal));
}

/** The steps that give what is lacking. Reads the state of our custom roles first, if they are wanted. */
export async function grantSteps(
  context: CommandContext,
  reader: FactReader,
  machines: readonly PreflightFacts[],
  options: GrantOptions,
): Promise<RoleStep[]> {
  const principal = principalOf(machines);
  const needs = needsOf(machines);
  if (principal === undefined) {
    return [];
  }
  const customRoles = await readCustomRoles(context, reader, needs, options);
  const steps = planGrants(needs, { principal, options, customRoles, guidOf: context.guidOf });
  await refuseUndefinable(context, reader, steps, machines);
  return steps;
}

/** Right to make a custom role; assigning roles is another one (Role Based Access Control Administrator). */
const DEFINE_ROLES = 'Microsoft.Authorization/roleDefinitions/write';

/**
 * Looks, before anything is changed, whether the caller may make the custom roles of a plan.
 * @throws AzbackupError `AZB_ROLE_NOT_DEFINABLE` (4)
 */
async function refuseUndefinable(
  context: CommandContext,
  reader: FactReader,
  steps: readonly RoleStep[],
  machines: readonly PreflightFacts[],
): Promise<void> {
  const definitions = steps.filter((step) => step.kind === 'put-role-definition');
  const scopes = new Set(definitions.flatMap(({ assignableScopes }) => assignableScopes));
  const read = await Promise.all(
    [...scopes].map(async (scope) => ({ scope, may: await reader.callerPermissions(scope) })),
  );
  for (const { scope, may } of read) {
    if (may.status === 'known' && !isActionGranted(may.value, DEFINE_ROLES)) {
      throw undefinable(definitions, scope, machines);
    }
    if (may.status === 'unreadable') {
      context.warn(`whether you may define roles in ${scope} could not be read: ${may.message}`);
    }
  }
}

function undefinable(
  definitions: readonly { readonly roleName: string; readonly change: 'create' | 'extend' }[],
  scope: string,
  machines: readonly PreflightFacts[],
): AzbackupError {
  const names = definitions.map(({ roleName }) => roleName).join(', ');
  const extending = definitions.every(({ change }) => change === 'extend');
  const builtIn = rolesFor('secrets-and-keys', 'built-in').map(({ roleName }) => roleName);
  const vms = machines.map(({ vm }) => `--vm ${vm.name}`).join(' ');
  return new AzbackupError({
    code: 'AZB_ROLE_NOT_DEFINABLE',
    kind: 'not-allowed',
    message: `you may assign roles, but not ${extending ? 'extend' : 'make'} the custom role ${names}`,
    target: scope,
    denied: { action: DEFINE_ROLES, scope },
    causes: [
      `--role built-in assigns ${builtIn.join(' and ')} instead, which may also write and delete`,
      `a condition of your own role assignment must allow these two to be assigned to a service principal`,
    ],
    fix: [
      `azbackup grant-access ${vms} --role built-in`,
      `or have the role made by someone who holds ${DEFINE_ROLES}: azbackup grant-access ${vms}`,
    ],
  });
}

async function readCustomRoles(
  context: CommandContext,
  reader: FactReader,
  needs: readonly VaultNeed[],
  options: GrantOptions,
): Promise<ReadonlyMap<string, Fact<RoleDefinition>>> {
  const wanted = needs
    .filter((need) => need.lacking && need.vault.permissionModel === 'rbac')
    .flatMap((need) =>
      rolesToAssign(need, options)
        .filter((role) => role.kind === 'custom')
        .map((role) => ({ vault: need.vault, roleName: role.roleName })),
    );
  const entries = await Promise.all(
    wanted.map(async ({ vault, roleName }) => {
      const guid = customRoleGuid(context.guidOf, vault.tenantId, roleName);
      const fact = await readCustomRole(context, reader, vault.subscriptionId, guid);
      // A role that is there and could not be read would be overwritten, with all its assignable scopes.
      requireFact(fact, `whether the role ${roleName} exists`, {
        target: `/subscriptions/${vault.subscriptionId}`,
      });
      return [customRoleKey(vault.subscriptionId, roleName), fact] as const;
    }),
  );
  return new Map(entries);
}

/**
 * A custom role belongs to the tenant, but only the subscriptions among its assignable scopes show it.
 * Before it is taken for missing the others are asked: creating it again would take it away from them.
 */
async function readCustomRole(
  context: CommandContext,
  reader: FactReader,
  subscriptionId: string,
  guid: string,
): Promise<Fact<RoleDefinition>> {
  const idIn = (id: string): string =>
    `/subscriptions/${id}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
  const here = await reader.roleDefinition(idIn(subscriptionId));
  if (here.status !== 'absent') {
    return here;
  }
  const visible = await (await context.services.subscriptions()).list();
  const elsewhere = await Promise.all(
    visible
      .filter(({ id }) => !sameName(id, subscriptionId))
      .map(({ id }) => reader.roleDefinition(idIn(id))),
  );
  return elsewhere.find(({ status }) => status === 'known') ?? here;
}
