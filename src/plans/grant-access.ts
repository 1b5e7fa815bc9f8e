// What has to be written so that the Backup Management Service may read the keys of encrypted VMs, and
// what has to be taken back. Pure: names come from a function given to it, so a second run plans the same.

import { NEEDED_POLICY_WORDS } from '../domain/backup-grant.js';
import { valueOf, type Fact } from '../domain/fact.js';
import type { KeyVault } from '../domain/key-vault.js';
import { idKey, sameId, type ResourceId } from '../domain/resource-id.js';
import type { BackupPrincipal, RoleDefinition } from '../domain/roles.js';
import type { GrantedRole, KeyVaultFacts, PreflightFacts } from '../preflight/facts.js';
import {
  ASSIGNABLE_ROLES,
  rolesFor,
  type AccessNeed,
  type BackupRole,
  type RoleChoice,
} from './backup-roles.js';
import type { Step } from './plan.js';

/** How access is to be given. */
export interface GrantOptions {
  readonly role: RoleChoice;
  /** `object` narrows to the very key and secret; Azure does not document that as enough. */
  readonly scope: 'vault' | 'object';
}

/** What is known of our custom roles, by `customRoleKey`. */
export type CustomRoleFacts = ReadonlyMap<string, Fact<RoleDefinition>>;

/** Makes the same guid of the same text, always. */
export type GuidOf = (text: string) => string;

/** A key vault with everything that a grant depends on, merged over the machines that need it. */
export interface VaultNeed {
  readonly facts: KeyVaultFacts;
  readonly vault: KeyVault;
  readonly need: AccessNeed;
  /** The exact objects, as ARM ids of key and secret. */
  readonly objects: readonly ResourceId[];
  readonly vmIds: readonly ResourceId[];
  /** True when what is needed is lacking. */
  readonly lacking: boolean;
}

/** Under which key a custom role's definition is kept in the facts. */
export function customRoleKey(subscriptionId: string, roleName: string): string {
  return `${subscriptionId.toLowerCase()}/${roleName}`;
}

/** The guid of our custom role in a tenant: one role for the tenant, found again by every run. */
export function customRoleGuid(guidOf: GuidOf, tenantId: string, roleName: string): string {
  return guidOf(`role-definition|${tenantId.toLowerCase()}|${roleName}`);
}

/**
 * Merges the key vaults of several machines, so that a vault used by ten is granted once.
 * @param isLacking tells whether one machine's need at one vault is unmet
 */
export function vaultNeeds(
  machines: readonly PreflightFacts[],
  isLacking: (machine: PreflightFacts, keyVault: KeyVaultFacts) => boolean,
): VaultNeed[] {
  const needs = new Map<string, VaultNeed>();
  for (const machine of machines) {
    for (const facts of machine.keyVaults) {
      const vault = valueOf(facts.vault);
      if (vault !== undefined) {
        const need = needOf(machine, facts, vault, isLacking(machine, facts));
        needs.set(idKey(vault.id), merge(needs.get(idKey(vault.id)), need));
      }
    }
  }
  return [...needs.values()];
}

function needOf(
  machine: PreflightFacts,
  facts: KeyVaultFacts,
  vault: KeyVault,
  lacking: boolean,
): VaultNeed {
  const objects = [
    ...facts.keys.map(({ ref }) => `${vault.id}/keys/${ref.name}`),
    ...facts.secrets.map(({ ref }) => `${vault.id}/secrets/${ref.name}`),
  ];
  const need = facts.keys.length > 0 ? 'secrets-and-keys' : 'secrets';
  return { facts, vault, need, objects, vmIds: [machine.vm.id], lacking };
}

function merge(earlier: VaultNeed | undefined, later: VaultNeed): VaultNeed {
  if (earlier === undefined) {
    return later;
  }
  return {
    facts: earlier.facts,
    vault: earlier.vault,
    need: earlier.need === 'secrets' ? later.need : earlier.need,
    objects: [...new Set([...earlier.objects, ...later.objects])],
    vmIds: [...earlier.vmIds, ...later.vmIds],
    lacking: earlier.lacking || later.lacking,
  };
}

/** The steps that give the backup service what is lacking; empty when nothing is. */
export function planGrants(
  needs: readonly VaultNeed[],
  principal: BackupPrincipal,
  options: GrantOptions,
  customRoles: CustomRoleFacts,
  guidOf: GuidOf,
): Step[] {
  const lacking = needs.filter((need) => need.lacking);
  const policySteps = lacking
    .filter((need) => need.vault.permissionModel === 'access-policies')
    .map((need) => accessPolicyStep(need, principal, 'add-access-policy'));
  const rbac = lacking.filter((need) => need.vault.permissionModel === 'rbac');
  const roleSteps = definitionSteps(rbac, options, customRoles, guidOf);
  const assignmentSteps = rbac.flatMap((need) =>
    assignmentStepsFor(need, principal, options, roleSteps, guidOf),
  );
  return [...policySteps, ...roleSteps.values(), ...assignmentSteps];
}

/** Key vaults keep access policies for a machine's need: the documented words, and no more. */
function accessPolicyStep(
  need: VaultNeed,
  principal: BackupPrincipal,
  kind: 'add-access-policy' | 'remove-access-policy',
): Step {
  return {
    kind,
    id: `${kind}:${need.vault.name}`,
    target: need.vault.id,
    after: [],
    vmIds: need.vmIds,
    tenantId: need.vault.tenantId,
    principalId: principal.objectId,
    keys: need.need === 'secrets-and-keys' ? NEEDED_POLICY_WORDS : [],
    secrets: NEEDED_POLICY_WORDS,
  };
}

/** One step for each custom role that does not exist yet, or not where it must be assignable. */
function definitionSteps(
  needs: readonly VaultNeed[],
  options: GrantOptions,
  customRoles: CustomRoleFacts,
  guidOf: GuidOf,
): Map<string, Step> {
  const steps = new Map<string, Step>();
  for (const need of needs) {
    for (const role of rolesFor(need.need, options.role)) {
      if (role.kind === 'custom') {
        const guid = customRoleGuid(guidOf, need.vault.tenantId, role.roleName);
        const step = definitionStep(need, role, guid, steps.get(guid), customRoles);
        if (step !== undefined) {
          steps.set(guid, step);
        }
      }
    }
  }
  return steps;
}

function definitionStep(
  need: VaultNeed,
  role: BackupRole & { kind: 'custom' },
  guid: string,
  planned: Step | undefined,
  customRoles: CustomRoleFacts,
): Step | undefined {
  const { subscriptionId } = need.vault;
  const fact = customRoles.get(customRoleKey(subscriptionId, role.roleName));
  const existing = fact === undefined ? undefined : valueOf(fact);
  const scope = `/subscriptions/${subscriptionId}`;
  const plannedScopes = planned?.kind === 'put-role-definition' ? planned.assignableScopes : [];
  const scopes = mergeScopes([...(existing?.assignableScopes ?? []), ...plannedScopes], scope);
  if (existing !== undefined && planned === undefined && isComplete(existing, role, scope)) {
    return undefined;
  }
  return {
    kind: 'put-role-definition',
    id: `put-role-definition:${role.roleName}`,
    target: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
    after: [],
    vmIds: [...(planned?.vmIds ?? []), ...need.vmIds],
    change: existing === undefined ? 'create' : 'extend',
    subscriptionId,
    roleGuid: guid,
    roleName: role.roleName,
    description: role.description,
    dataActions: role.dataActions,
    assignableScopes: scopes,
  };
}

function mergeScopes(scopes: readonly string[], added: string): string[] {
  const merged = new Map([...scopes, added].map((scope) => [idKey(scope), scope]));
  return [...merged.values()];
}

function isComplete(
  existing: RoleDefinition,
  role: BackupRole & { kind: 'custom' },
  scope: string,
): boolean {
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

function assignmentStepsFor(
  need: VaultNeed,
  principal: BackupPrincipal,
  options: GrantOptions,
  definitions: ReadonlyMap<string, Step>,
  guidOf: GuidOf,
): Step[] {
  const scopes = options.scope === 'vault' ? [need.vault.id] : need.objects;
  return scopes.flatMap((scope) =>
    rolesFor(needAt(scope, need), options.role)
      .filter((role) => !isAssigned(need, scope, roleGuid(role, need.vault, guidOf)))
      .map((role) => assignmentStep(need, scope, role, principal, definitions, guidOf)),
  );
}

/** What is needed at a scope: a single secret needs no key permission, and a key is never alone. */
function needAt(scope: ResourceId, need: VaultNeed): AccessNeed {
  return scope.includes('/secrets/') ? 'secrets' : need.need;
}

function assignmentStep(
  need: VaultNeed,
  scope: ResourceId,
  role: BackupRole,
  principal: BackupPrincipal,
  definitions: ReadonlyMap<string, Step>,
  guidOf: GuidOf,
): Step {
  const guid = roleGuid(role, need.vault, guidOf);
  const definition = definitions.get(guid);
  return {
    kind: 'put-role-assignment',
    id: `put-role-assignment:${role.roleName}:${scope.split('/').slice(8).join('/')}`,
    target: scope,
    after: definition === undefined ? [] : [definition.id],
    vmIds: need.vmIds,
    scope,
    assignmentGuid: assignmentGuid(guidOf, scope, principal.objectId, guid),
    roleDefinitionId: roleDefinitionId(need.vault.subscriptionId, guid),
    roleName: role.roleName,
    principalId: principal.objectId,
  };
}

function roleGuid(role: BackupRole, vault: KeyVault, guidOf: GuidOf): string {
  return role.kind === 'built-in'
    ? role.guid
    : customRoleGuid(guidOf, vault.tenantId, role.roleName);
}

function roleDefinitionId(subscriptionId: string, guid: string): ResourceId {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

function assignmentGuid(
  guidOf: GuidOf,
  scope: ResourceId,
  principalId: string,
  roleGuidText: string,
): string {
  return guidOf(`role-assignment|${idKey(scope)}|${principalId.toLowerCase()}|${roleGuidText}`);
}

function isAssigned(need: VaultNeed, scope: ResourceId, guid: string): boolean {
  return (valueOf(need.facts.roles) ?? []).some(
    ({ assignment }) =>
      assignment.condition === undefined &&
      sameId(assignment.scope, scope) &&
      assignment.roleDefinitionId.toLowerCase().endsWith(`/${guid.toLowerCase()}`),
  );
}

/**
 * The steps that take back what this program gives: assignments of our custom roles, and assignments of
 * Azure's own roles under the name that this program would have given them. What others gave stays.
 */
export function planRevocations(
  needs: readonly VaultNeed[],
  principal: BackupPrincipal,
  guidOf: GuidOf,
): Step[] {
  return needs.flatMap((need) =>
    need.vault.permissionModel === 'access-policies'
      ? policyRevocation(need, principal)
      : assignmentRevocations(need, principal, guidOf),
  );
}

function policyRevocation(need: VaultNeed, principal: BackupPrincipal): Step[] {
  const held = need.vault.accessPolicies.find(
    ({ objectId }) => objectId.toLowerCase() === principal.objectId.toLowerCase(),
  );
  const keys = NEEDED_POLICY_WORDS.filter((word) => held?.keys.includes(word) === true);
  const secrets = NEEDED_POLICY_WORDS.filter((word) => held?.secrets.includes(word) === true);
  if (keys.length === 0 && secrets.length === 0) {
    return [];
  }
  const step = accessPolicyStep(need, principal, 'remove-access-policy');
  return step.kind === 'remove-access-policy' ? [{ ...step, keys, secrets }] : [];
}

function assignmentRevocations(
  need: VaultNeed,
  principal: BackupPrincipal,
  guidOf: GuidOf,
): Step[] {
  return (valueOf(need.facts.roles) ?? []).flatMap((granted) => {
    const role = ASSIGNABLE_ROLES.find((candidate) =>
      isOurs(granted, candidate, need.vault, principal, guidOf),
    );
    const { scope, name } = granted.assignment;
    return role === undefined || !idKey(scope).startsWith(idKey(need.vault.id))
      ? []
      : [
          {
            kind: 'delete-role-assignment' as const,
            id: `delete-role-assignment:${role.roleName}:${name}`,
            target: scope,
            after: [],
            vmIds: need.vmIds,
            scope,
            assignmentGuid: name,
            roleName: role.roleName,
            principalId: principal.objectId,
          },
        ];
  });
}

function isOurs(
  { assignment }: GrantedRole,
  role: BackupRole,
  vault: KeyVault,
  principal: BackupPrincipal,
  guidOf: GuidOf,
): boolean {
  const guid = roleGuid(role, vault, guidOf);
  const assignsRole = assignment.roleDefinitionId.toLowerCase().endsWith(`/${guid.toLowerCase()}`);
  const ourName = assignmentGuid(guidOf, assignment.scope, principal.objectId, guid);
  return assignsRole && (role.kind === 'custom' || assignment.name.toLowerCase() === ourName);
}
