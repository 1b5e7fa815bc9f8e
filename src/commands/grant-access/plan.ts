// What has to be written so that the Backup Management Service may read the keys of encrypted VMs. Pure:
// names come from a function given to it, so a second run plans the same.

import { valueOf, type Fact } from '../../domain/fact.js';
import { idKey, sameId, type ResourceId } from '../../domain/resource-id.js';
import type { BackupPrincipal, RoleDefinition } from '../../domain/roles.js';
import { accessPolicyStep } from './access-policy-step.js';
import { rolesFor, type AccessNeed, type BackupRole, type RoleChoice } from './backup-roles.js';
import type { RoleDefinitionStep, RoleStep } from '../../steps/roles/step.js';
import { assignmentGuid, isDefinition, roleDefinitionId, roleGuid } from './role-names.js';
import type { GuidOf } from '../context.js';
import type { VaultNeed } from './vault-needs.js';

/** How access is to be given. */
export interface GrantOptions {
  readonly role: RoleChoice;
  /** `object` narrows to the very key and secret; Azure does not document that as enough. */
  readonly scope: 'vault' | 'object';
}

/** What is known of our custom roles, by `customRoleKey`. */
export type CustomRoleFacts = ReadonlyMap<string, Fact<RoleDefinition>>;

/** Everything besides the needs that a grant depends on. */
export interface GrantTerms {
  readonly principal: BackupPrincipal;
  readonly options: GrantOptions;
  readonly customRoles: CustomRoleFacts;
  readonly guidOf: GuidOf;
}

type CustomRole = Extract<BackupRole, { readonly kind: 'custom' }>;

/** Under which key a custom role's definition is kept in the facts. */
export function customRoleKey(subscriptionId: string, roleName: string): string {
  return `${subscriptionId.toLowerCase()}/${roleName}`;
}

/** The steps that give the backup service what is lacking; empty when nothing is. */
export function planGrants(needs: readonly VaultNeed[], terms: GrantTerms): RoleStep[] {
  const lacking = needs.filter((need) => need.lacking);
  const policySteps = lacking
    .filter((need) => need.vault.permissionModel === 'access-policies')
    .map((need) => accessPolicyStep(need, terms.principal, 'add-access-policy'));
  const rbac = lacking.filter((need) => need.vault.permissionModel === 'rbac');
  const definitions = definitionSteps(rbac, terms);
  const assignments = rbac.flatMap((need) => assignmentSteps(need, terms, definitions));
  return [...policySteps, ...definitions.values(), ...assignments];
}

/** The roles that a need is met with, each once; single objects take one for secrets and one for keys. */
export function rolesToAssign(need: VaultNeed, options: GrantOptions): readonly BackupRole[] {
  const roles = scopesOf(need, options).flatMap((scope) =>
    rolesFor(needAt(scope, need), options.role),
  );
  return [...new Map(roles.map((role) => [role.roleName, role])).values()];
}

/** One step for each custom role that does not exist yet, or not where it must be assignable; by guid. */
function definitionSteps(
  needs: readonly VaultNeed[],
  terms: GrantTerms,
): Map<string, RoleDefinitionStep> {
  const steps = new Map<string, RoleDefinitionStep>();
  for (const need of needs) {
    for (const role of rolesToAssign(need, terms.options)) {
      if (role.kind === 'custom') {
        const guid = roleGuid(terms.guidOf, role, need.vault);
        const step = definitionStep(need, role, terms, steps.get(guid));
        if (step !== undefined) {
          steps.set(guid, step);
        }
      }
    }
  }
  return steps;
}

/** @param planned the same role's step for another key vault of this plan */
function definitionStep(
  need: VaultNeed,
  role: CustomRole,
  terms: GrantTerms,
  planned: RoleDefinitionStep | undefined,
): RoleDefinitionStep | undefined {
  const { subscriptionId } = need.vault;
  const fact = terms.customRoles.get(customRoleKey(subscriptionId, role.roleName));
  const existing = fact === undefined ? undefined : valueOf(fact);
  const scope = `/subscriptions/${subscriptionId}`;
  if (existing !== undefined && planned === undefined && isComplete(existing, role, scope)) {
    return undefined;
  }
  const guid = roleGuid(terms.guidOf, role, need.vault);
  const known = [...(existing?.assignableScopes ?? []), ...(planned?.assignableScopes ?? [])];
  return {
    kind: 'put-role-definition',
    id: `put-role-definition:${role.roleName}`,
    target: roleDefinitionId(subscriptionId, guid),
    after: [],
    vmIds: [...(planned?.vmIds ?? []), ...need.vmIds],
    change: existing === undefined ? 'create' : 'extend',
    subscriptionId,
    roleGuid: guid,
    roleName: role.roleName,
    description: role.description,
    dataActions: role.dataActions,
    assignableScopes: mergeScopes(known, scope),
  };
}

function mergeScopes(scopes: readonly string[], added: string): string[] {
  const merged = new Map([...scopes, added].map((scope) => [idKey(scope), scope]));
  return [...merged.values()];
}

function isComplete(existing: RoleDefinition, role: CustomRole, scope: string): boolean {
  const granted = new Set(
    existing.permissions.flatMap(({ dataActions }) =>
      dataActions.map((action) => action.toLowerCase()),
    ),
  );
  return (
    existing.assignableScopes.some((known) => sameId(known, scope)) &&
    role.dataActions.every((action) => granted.has(action.toLowerCase()))
  );
}

function assignmentSteps(
  need: VaultNeed,
  terms: GrantTerms,
  definitions: ReadonlyMap<string, RoleDefinitionStep>,
): RoleStep[] {
  return scopesOf(need, terms.options).flatMap((scope) =>
    rolesFor(needAt(scope, need), terms.options.role)
      .map((role) => ({ role, guid: roleGuid(terms.guidOf, role, need.vault) }))
      .filter(({ guid }) => !isAssigned(need, scope, guid))
      .map(({ role, guid }) => {
        const step = assignmentStep({ need, scope, role, guid }, terms);
        const definition = definitions.get(guid);
        return definition === undefined ? step : { ...step, after: [definition.id] };
      }),
  );
}

function scopesOf(need: VaultNeed, { scope }: GrantOptions): readonly ResourceId[] {
  return scope === 'vault' ? [need.vault.id] : need.objects;
}

/** What is needed at a scope: a single secret needs no key permission. */
function needAt(scope: ResourceId, need: VaultNeed): AccessNeed {
  return scope.includes('/secrets/') ? 'secrets' : need.need;
}

interface AssignmentPlace {
  readonly need: VaultNeed;
  readonly scope: ResourceId;
  readonly role: BackupRole;
  readonly guid: string;
}

function assignmentStep({ need, scope, role, guid }: AssignmentPlace, terms: GrantTerms): RoleStep {
  const principalId = terms.principal.objectId;
  const place = scope.split('/').slice(8).join('/');
  return {
    kind: 'put-role-assignment',
    id: `put-role-assignment:${role.roleName}:${place}`,
    target: scope,
    after: [],
    vmIds: need.vmIds,
    scope,
    assignmentGuid: assignmentGuid(terms.guidOf, { scope, principalId, roleGuid: guid }),
    roleDefinitionId: roleDefinitionId(need.vault.subscriptionId, guid),
    roleName: role.roleName,
    principalId,
  };
}

/** An assignment under a condition may not cover what is needed, so it does not count. */
function isAssigned(need: VaultNeed, scope: ResourceId, guid: string): boolean {
  return (valueOf(need.facts.roles) ?? []).some(
    ({ assignment }) =>
      assignment.condition === undefined &&
      sameId(assignment.scope, scope) &&
      isDefinition(assignment.roleDefinitionId, guid),
  );
}
