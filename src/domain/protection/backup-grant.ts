// What Azure Backup's own service principal needs at the key vaults of an ADE VM, and what of it is
// lacking. Needs: "Back up and restore encrypted Azure VMs" (custom role and access policies), and the
// portal template "Azure Backup" of "Migrate from vault access policy to Azure RBAC".

import type { KeyVaultObjectRef } from '../encryption/encryption.js';
import type { Fact } from '../fact.js';
import type { AccessPolicy, KeyVault } from '../keys/key-vault.js';
import { dataActionAt, rolesAt, type ActionAccess, type AssignedRole } from '../rbac.js';
import { sameName } from '../resource-id.js';
import { dataActionDenial } from '../denial.js';
import type { BackupPrincipal, DenyAssignment } from '../roles.js';
import type { Instant } from '../time/instant.js';

/** What kind of object access is about. */
export type AccessKind = 'secrets' | 'keys';

/** Words of an access policy that the service needs, for either kind of object. */
export const NEEDED_POLICY_WORDS: readonly string[] = ['get', 'list', 'backup'];

/** Data actions that the service needs in an RBAC key vault. */
export const NEEDED_DATA_ACTIONS: Readonly<Record<AccessKind, readonly string[]>> = {
  secrets: [
    'Microsoft.KeyVault/vaults/secrets/getSecret/action',
    'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
    'Microsoft.KeyVault/vaults/secrets/backup/action',
  ],
  keys: ['Microsoft.KeyVault/vaults/keys/read', 'Microsoft.KeyVault/vaults/keys/backup/action'],
};

/** What of a key vault decides whether the service may read the VM's objects in it. */
export interface KeyVaultAccess {
  readonly vault: Fact<KeyVault>;
  readonly secrets: readonly { readonly ref: KeyVaultObjectRef }[];
  readonly keys: readonly { readonly ref: KeyVaultObjectRef }[];
  /** Roles of the service and its groups at, above and below the vault; RBAC vaults only. */
  readonly roles: Fact<readonly AssignedRole[]>;
  /** Deny assignments at and above the vault, of whomever; RBAC vaults only. */
  readonly denials: Fact<readonly DenyAssignment[]>;
  /** Groups that the service is in; left out where `policiesThatMightReach` and its like are nothing. */
  readonly principalGroups?: Fact<readonly string[]>;
}

/** Whether the service may read one kind of object. */
export type KindAccess =
  /** The VM has no such object in this vault: BEK-only, or the KEK lies elsewhere. */
  | { readonly status: 'not-needed' }
  /** `objects`: granted on every single object only, which Azure does not document as enough. */
  | {
      readonly status: 'granted';
      readonly at: 'vault' | 'objects';
      readonly looked: readonly string[];
    }
  | {
      readonly status: 'missing';
      /** Words of the access policy, or complete data actions. */
      readonly missing: readonly string[];
      readonly model: KeyVault['permissionModel'];
      readonly looked: readonly string[];
    }
  /** Whatever roles give it; a grant does not help. */
  | { readonly status: 'denied'; readonly by: DenyAssignment }
  | {
      readonly status: 'unknown';
      readonly reason: string;
      /** The read that failed, if one did. */
      readonly cause: Fact<unknown> | undefined;
      /** What is lacking unless the unknown gives it; a grant of it settles the matter. */
      readonly unsettled?: readonly string[];
    };

/** Access to both kinds of objects in one key vault. */
export type AccessEvaluation = Readonly<Record<AccessKind, KindAccess>>;

/**
 * What the service lacks at a key vault. Unknown, never missing, when the principal, the vault, or roles
 * that might grant it could not be read.
 */
export function missingAccess(
  keyVault: KeyVaultAccess,
  principal: Fact<BackupPrincipal>,
): AccessEvaluation {
  return {
    secrets: accessTo('secrets', keyVault, principal),
    keys: accessTo('keys', keyVault, principal),
  };
}

/** True when anything that the VM needs at the key vault is provably lacking, or denied. */
export function isLackingAccess(
  keyVault: KeyVaultAccess,
  principal: Fact<BackupPrincipal>,
): boolean {
  const { secrets, keys } = missingAccess(keyVault, principal);
  return [secrets, keys].some(({ status }) => status === 'missing' || status === 'denied');
}

/**
 * When the newest of the grants was made that give the service what the VM needs at the key vault; undefined
 * where access is not granted, or nothing says when.
 */
export function newestGrant(
  keyVault: KeyVaultAccess,
  principal: Fact<BackupPrincipal>,
): Instant | undefined {
  const { secrets, keys } = missingAccess(keyVault, principal);
  const granted = [secrets, keys].every(({ status }) => /^(?:granted|not-needed)$/u.test(status));
  if (!granted || keyVault.vault.status !== 'known') {
    return undefined;
  }
  const vault = keyVault.vault.value;
  const roles = keyVault.roles.status === 'known' ? keyVault.roles.value : [];
  return vault.permissionModel === 'rbac'
    ? roles
        .flatMap(({ assignment }) => assignment.created ?? [])
        .toSorted()
        .at(-1)
    : vault.changed;
}

/** True when a grant would give, or make certain, what the VM needs at the key vault. */
export function needsGrant(keyVault: KeyVaultAccess, principal: Fact<BackupPrincipal>): boolean {
  const { secrets, keys } = missingAccess(keyVault, principal);
  return isMendedByGrant(secrets) || isMendedByGrant(keys);
}

/** True when a grant would give, or make certain, access to a kind of object. */
export function isMendedByGrant(access: KindAccess): boolean {
  return (
    access.status === 'missing' || (access.status === 'unknown' && access.unsettled !== undefined)
  );
}

function accessTo(
  kind: AccessKind,
  keyVault: KeyVaultAccess,
  principal: Fact<BackupPrincipal>,
): KindAccess {
  if (keyVault[kind].length === 0) {
    return { status: 'not-needed' };
  }
  if (principal.status !== 'known') {
    return unknown('the service principal in the tenant is unknown', principal);
  }
  if (keyVault.vault.status !== 'known') {
    return unknown('the key vault could not be read', keyVault.vault);
  }
  const vault = keyVault.vault.value;
  if (isOfAnotherTenant(vault, principal.value)) {
    return unknown(
      `the key vault is of the tenant ${vault.tenantId}, and the service was looked up in ${principal.value.tenantId}`,
    );
  }
  return vault.permissionModel === 'access-policies'
    ? policyAccess(kind, vault, keyVault, principal.value)
    : roleAccess(kind, vault, keyVault, principal.value);
}

/** The service has another object id in each tenant: that of one is nobody in a key vault of another. */
export function isOfAnotherTenant(
  { tenantId }: Pick<KeyVault, 'tenantId'>,
  principal: BackupPrincipal,
): boolean {
  return principal.tenantId !== undefined && !sameName(tenantId, principal.tenantId);
}

function unknown(
  reason: string,
  cause?: Fact<unknown>,
): Extract<KindAccess, { readonly status: 'unknown' }> {
  return { status: 'unknown', reason, cause };
}

/**
 * The entries of the service itself. Compound ones, which name an application besides, hold only while that
 * application acts for the principal; the service acts for nobody. Azure merges entries of one principal;
 * several are looked at together in case it ever does not.
 */
export function policiesFor(
  vault: KeyVault,
  principal: Pick<BackupPrincipal, 'objectId'>,
): readonly AccessPolicy[] {
  return vault.accessPolicies.filter(
    ({ objectId, tenantId, applicationId }) =>
      applicationId === undefined &&
      sameName(objectId, principal.objectId) &&
      sameName(tenantId, vault.tenantId),
  );
}

/**
 * The access policies of others that have words which the service lacks. One of a group that the service is
 * in gives them to it; nothing but the directory tells whose object id is which.
 */
export function policiesThatMightReach(
  keyVault: Pick<KeyVaultAccess, 'vault' | AccessKind>,
  principal: Fact<BackupPrincipal>,
): readonly AccessPolicy[] {
  if (keyVault.vault.status !== 'known' || principal.status !== 'known') {
    return [];
  }
  const vault = keyVault.vault.value;
  const own = policiesFor(vault, principal.value);
  const kinds = (['secrets', 'keys'] as const).filter((kind) => keyVault[kind].length > 0);
  return vault.permissionModel === 'rbac'
    ? []
    : vault.accessPolicies.filter(
        (policy) =>
          !own.includes(policy) &&
          policy.applicationId === undefined &&
          sameName(policy.tenantId, vault.tenantId) &&
          kinds.some((kind) => {
            const missing = missingWords(own, kind);
            return missingWords([policy], kind, missing).length < missing.length;
          }),
      );
}

/** Which of the words needed no policy has. */
function missingWords(
  policies: readonly AccessPolicy[],
  kind: AccessKind,
  needed: readonly string[] = NEEDED_POLICY_WORDS,
): readonly string[] {
  const words = wordsOf(policies, kind);
  return words.has('all') ? [] : needed.filter((word) => !words.has(word));
}

function wordsOf(policies: readonly AccessPolicy[], kind: AccessKind): ReadonlySet<string> {
  return new Set(policies.flatMap((policy) => policy[kind].map((word) => word.toLowerCase())));
}

function policyAccess(
  kind: AccessKind,
  vault: KeyVault,
  keyVault: KeyVaultAccess,
  principal: BackupPrincipal,
): KindAccess {
  const entries = policiesFor(vault, principal);
  const words = wordsOf(entries, kind);
  const missing = missingWords(entries, kind);
  const looked = [
    `access policies: ${countOf(vault.accessPolicies.length, 'entry', 'entries')} checked, ` +
      (entries.length === 0 ? 'none is for the service' : `the service has ${listOf(words)}`),
  ];
  if (missing.length === 0) {
    return { status: 'granted', at: 'vault', looked };
  }
  const { principalGroups: groups } = keyVault;
  const ofGroups = policiesThatMightReach(keyVault, { status: 'known', value: principal }).filter(
    ({ objectId }) =>
      groups?.status !== 'known' || groups.value.some((group) => sameName(group, objectId)),
  );
  return missingWords(ofGroups, kind, missing).length === 0
    ? unsettledPolicy(missing, ofGroups, groups)
    : { status: 'missing', missing, model: 'access-policies', looked };
}

/** Azure Backup documents access policies of the service itself; what those of its groups do is not said. */
function unsettledPolicy(
  unsettled: readonly string[],
  policies: readonly AccessPolicy[],
  groups: Fact<readonly string[]> | undefined,
): KindAccess {
  const ids = policies.map(({ objectId }) => objectId).join(', ');
  const reason =
    groups?.status === 'known'
      ? `the service is in groups whose access policies have what is lacking: ${ids}`
      : `access policies that may be those of its groups have what is lacking: ${ids}`;
  return { ...unknown(reason, groups?.status === 'unreadable' ? groups : undefined), unsettled };
}

function roleAccess(
  kind: AccessKind,
  vault: KeyVault,
  keyVault: KeyVaultAccess,
  principal: BackupPrincipal,
): KindAccess {
  if (keyVault.roles.status !== 'known') {
    return unknown('role assignments at the key vault could not be read', keyVault.roles);
  }
  const roles = keyVault.roles.value;
  const looked = rolesLookedAt(roles, vault, kind, principal);
  const denial = denialAt(kind, vault, keyVault, principal);
  if (denial?.status === 'denied') {
    return denial;
  }
  const atVault = actionsAt(roles, vault.id, kind);
  if (atVault.missing.length === 0 && atVault.unread === undefined) {
    return denial ?? { status: 'granted', at: 'vault', looked };
  }
  const [, ...objects] = placesOf(kind, vault, keyVault);
  const atObjects = objects.map((id) => actionsAt(roles, id, kind));
  if (atObjects.every(({ missing, unread }) => missing.length === 0 && unread === undefined)) {
    return denial ?? { status: 'granted', at: 'objects', looked };
  }
  const lacking = new Set(atObjects.flatMap(({ missing }) => missing));
  const missing = NEEDED_DATA_ACTIONS[kind].filter((action) => lacking.has(action));
  if (missing.length > 0 && conditionsMightGive(missing, roles, vault)) {
    const reason = `${looked.slice(1).join('; ')}: it may give what is lacking`;
    return { ...unknown(reason), unsettled: missing };
  }
  return missing.length > 0
    ? { status: 'missing', missing, model: 'rbac', looked }
    : unknown(
        'a role assigned to the service could not be read',
        atObjects.find(({ unread }) => unread !== undefined)?.unread,
      );
}

/** Key vault and objects of a kind: what the service has to reach. */
function placesOf(kind: AccessKind, vault: KeyVault, keyVault: Pick<KeyVaultAccess, AccessKind>) {
  return [vault.id, ...keyVault[kind].map(({ ref }) => `${vault.id}/${kind}/${ref.name}`)];
}

/** What deny assignments do to the service, or that it is not known; undefined when they do nothing. */
function denialAt(
  kind: AccessKind,
  vault: KeyVault,
  keyVault: KeyVaultAccess,
  { objectId }: BackupPrincipal,
): Extract<KindAccess, { readonly status: 'denied' | 'unknown' }> | undefined {
  const { denials, principalGroups: groups } = keyVault;
  if (denials.status !== 'known') {
    return unknown('deny assignments at the key vault could not be read', denials);
  }
  const verdicts = placesOf(kind, vault, keyVault).flatMap((place) =>
    NEEDED_DATA_ACTIONS[kind].map((action) =>
      dataActionDenial(denials.value, { objectId, groups }, place, action),
    ),
  );
  const denied = verdicts.find((verdict) => verdict.status === 'denied');
  const open = verdicts.find((verdict) => verdict.status === 'unknown');
  if (denied !== undefined) {
    return denied;
  }
  return open === undefined
    ? undefined
    : unknown(
        `the deny assignment ${open.by.name} on ${open.by.scope} is about groups, and which the service is in could not be read`,
        groups,
      );
}

/** The deny assignments of which only the service's groups tell whether they are about it. */
export function denialsThatMightReach(
  keyVault: Pick<KeyVaultAccess, 'vault' | 'denials' | AccessKind>,
  principal: Fact<BackupPrincipal>,
): readonly DenyAssignment[] {
  const { vault, denials } = keyVault;
  if (vault.status !== 'known' || denials.status !== 'known' || principal.status !== 'known') {
    return [];
  }
  const { objectId } = principal.value;
  const kinds = (['secrets', 'keys'] as const).filter((kind) => keyVault[kind].length > 0);
  return denials.value.filter((deny) =>
    kinds.some((kind) =>
      placesOf(kind, vault.value, keyVault).some((place) =>
        NEEDED_DATA_ACTIONS[kind].some(
          (action) => dataActionDenial([deny], { objectId }, place, action).status === 'unknown',
        ),
      ),
    ),
  );
}

/** Whether all that is lacking would be there if conditions, which are not evaluated, were met. */
function conditionsMightGive(
  missing: readonly string[],
  roles: readonly AssignedRole[],
  vault: KeyVault,
): boolean {
  return missing.every(
    (action) => dataActionAt(roles, vault.id, action, 'conditions met').status === 'granted',
  );
}

function actionsAt(
  roles: readonly AssignedRole[],
  resourceId: string,
  kind: AccessKind,
): { missing: string[]; unread: Fact<unknown> | undefined } {
  const verdicts = NEEDED_DATA_ACTIONS[kind].map((action): [string, ActionAccess] => [
    action,
    dataActionAt(roles, resourceId, action),
  ]);
  const unread = verdicts.flatMap(([, verdict]) =>
    verdict.status === 'unknown' ? verdict.unread.map(({ definition }) => definition) : [],
  );
  return {
    missing: verdicts.flatMap(([action, { status }]) => (status === 'missing' ? [action] : [])),
    unread: unread[0],
  };
}

function rolesLookedAt(
  roles: readonly AssignedRole[],
  vault: KeyVault,
  kind: AccessKind,
  principal: BackupPrincipal,
): readonly string[] {
  const { length } = roles;
  const granting = new Set(
    NEEDED_DATA_ACTIONS[kind].flatMap((action) => {
      const verdict = dataActionAt(roles, vault.id, action);
      return verdict.status === 'granted'
        ? verdict.by.map((role) => `${roleNameOf(role)}${throughGroup(role, principal)}`)
        : [];
    }),
  );
  const outcome = granting.size === 0 ? 'none grants them' : `granted by ${listOf(granting)}`;
  const conditional = rolesAt(roles, vault.id).filter(
    ({ assignment }) => assignment.condition !== undefined,
  );
  return [
    length === 0
      ? 'RBAC vault; no assignment of the service'
      : `RBAC vault; ${countOf(length, 'assignment', 'assignments')} checked, ${outcome}`,
    ...conditional.map(
      (role) =>
        `assignment of ${roleNameOf(role)} has a condition, which is not evaluated, so it is not counted`,
    ),
  ];
}

function throughGroup({ assignment }: AssignedRole, principal: BackupPrincipal): string {
  return sameName(assignment.principalId, principal.objectId)
    ? ''
    : ` (through the group ${assignment.principalId})`;
}

function roleNameOf({ assignment, definition }: AssignedRole): string {
  return definition.status === 'known'
    ? definition.value.roleName
    : (assignment.roleDefinitionId.split('/').at(-1) ?? assignment.roleDefinitionId);
}

function listOf(words: ReadonlySet<string>): string {
  return words.size === 0 ? 'nothing' : [...words].join(', ');
}

function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
