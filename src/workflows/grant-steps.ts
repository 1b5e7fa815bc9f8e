// From judged machines to the steps that give (or take back) the backup service's access. Shared by
// `grant-access` and `enable --grant`.

import { isLackingAccess } from '../domain/backup-grant.js';
import { valueOf, type Fact } from '../domain/fact.js';
import type { BackupPrincipal, RoleDefinition } from '../domain/roles.js';
import { rolesFor } from '../plans/backup-roles.js';
import {
  customRoleGuid,
  customRoleKey,
  planGrants,
  vaultNeeds,
  type GrantOptions,
  type VaultNeed,
} from '../plans/grant-access.js';
import type { Step } from '../plans/plan.js';
import type { PreflightFacts } from '../preflight/facts.js';
import type { WorkflowContext } from './context.js';
import type { FactReader } from './fact-reader.js';

/** The service principal as the facts have it; undefined when it is not known. */
export function principalOf(machines: readonly PreflightFacts[]): BackupPrincipal | undefined {
  return machines.map(({ principal }) => valueOf(principal)).find((found) => found !== undefined);
}

/** The key vaults that the machines depend on, each once, with what is lacking there. */
export function needsOf(machines: readonly PreflightFacts[]): VaultNeed[] {
  return vaultNeeds(machines, (machine, keyVault) => isLackingAccess(keyVault, machine.principal));
}

/** The steps that give what is lacking. Reads the state of our custom roles first, if they are wanted. */
export async function grantSteps(
  context: WorkflowContext,
  reader: FactReader,
  machines: readonly PreflightFacts[],
  options: GrantOptions,
): Promise<Step[]> {
  const principal = principalOf(machines);
  const needs = needsOf(machines);
  if (principal === undefined) {
    return [];
  }
  const customRoles = await readCustomRoles(context, reader, needs, options);
  return planGrants(needs, principal, options, customRoles, context.guidOf);
}

async function readCustomRoles(
  context: WorkflowContext,
  reader: FactReader,
  needs: readonly VaultNeed[],
  options: GrantOptions,
): Promise<ReadonlyMap<string, Fact<RoleDefinition>>> {
  const wanted = needs
    .filter((need) => need.lacking && need.vault.permissionModel === 'rbac')
    .flatMap((need) =>
      rolesFor(need.need, options.role)
        .filter((role) => role.kind === 'custom')
        .map((role) => ({ vault: need.vault, roleName: role.roleName })),
    );
  const entries = await Promise.all(
    wanted.map(async ({ vault, roleName }) => {
      const guid = customRoleGuid(context.guidOf, vault.tenantId, roleName);
      const fact = await readCustomRole(reader, vault.subscriptionId, guid);
      return [customRoleKey(vault.subscriptionId, roleName), fact] as const;
    }),
  );
  return new Map(entries);
}

/**
 * A custom role belongs to the tenant, but a subscription that is not among its assignable scopes does
 * not show it; asked for without a subscription it is found. Taking it for missing would overwrite it.
 */
async function readCustomRole(
  reader: FactReader,
  subscriptionId: string,
  guid: string,
): Promise<Fact<RoleDefinition>> {
  const path = `/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
  const [below, everywhere] = await Promise.all([
    reader.roleDefinition(`/subscriptions/${subscriptionId}${path}`),
    reader.roleDefinition(path),
  ]);
  return below.status === 'known' ? below : everywhere;
}
