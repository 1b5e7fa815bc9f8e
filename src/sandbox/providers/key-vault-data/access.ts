// Who may do what in a key vault: network, then access policies or role assignments. The data plane
// and the services that read key vaults ask here.

import { z } from 'zod';
import { CLIENT_ADDRESS } from '../../http/response-headers.js';
import type { WorldState } from '../../kernel/state.js';
import { identitiesOf, isDataActionAllowed } from '../authorization/evaluate.js';
import { findVaultById } from '../key-vault/vaults/find-vault.js';
import { networkRefusal } from './vault-network.js';
import { dataActionOf, policyEntryOf, type VaultPermission } from './vault-permissions.js';

/** A question to a key vault's guards. */
export interface VaultAccessQuestion {
  readonly vaultId: string;
  readonly principalObjectId: string;
  readonly permission: VaultPermission;
  /** Name of the key or secret; undefined for what concerns the whole vault. */
  readonly objectName?: string;
  /** Whether the caller is on Key Vault's list of trusted Microsoft services. */
  readonly trustedService: boolean;
  /** Where the caller comes from; the sandbox's client unless said otherwise. */
  readonly address?: string;
  readonly nowMilliseconds: number;
}

/** The guards' answer. */
export type VaultAccess =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly reason: 'policy' | 'rbac' | 'firewall' | 'connection' | 'no-such-vault';
    };

/** Whether a principal may do something in a key vault now. */
export function vaultAccess(state: WorldState, question: VaultAccessQuestion): VaultAccess {
  const vault = findVaultById(state, question.vaultId);
  if (vault === undefined) {
    return { allowed: false, reason: 'no-such-vault' };
  }
  const { address = CLIENT_ADDRESS, trustedService } = question;
  const kept = networkRefusal(vault.properties, { address, trustedService });
  if (kept !== undefined) {
    return { allowed: false, reason: kept };
  }
  if (usesRbac(vault.properties)) {
    return isAllowedByRoles(state, question)
      ? { allowed: true }
      : { allowed: false, reason: 'rbac' };
  }
  return isAllowedByPolicies(state, vault.properties, question)
    ? { allowed: true }
    : { allowed: false, reason: 'policy' };
}

/** Whether roles decide in a key vault; then its access policies are kept but do nothing. */
function usesRbac(vaultProperties: Readonly<Record<string, unknown>>): boolean {
  return vaultProperties['enableRbacAuthorization'] === true;
}

/** ARM id at which a key or secret of a vault is authorised; the vault's own for the whole. */
export function objectScope({
  vaultId,
  permission,
  objectName,
}: Pick<VaultAccessQuestion, 'vaultId' | 'permission' | 'objectName'>): string {
  const { category } = policyEntryOf(permission);
  return objectName === undefined ? vaultId : `${vaultId}/${category}/${objectName}`;
}

function isAllowedByRoles(state: WorldState, question: VaultAccessQuestion): boolean {
  return isDataActionAllowed(state, {
    principalObjectId: question.principalObjectId,
    dataAction: dataActionOf(question.permission),
    scope: objectScope(question),
    nowMilliseconds: question.nowMilliseconds,
  });
}

const wordsSchema = z.array(z.string()).optional();

const policiesSchema = z
  .array(
    z.object({
      objectId: z.string(),
      applicationId: z.string().optional(),
      permissions: z.object({ keys: wordsSchema, secrets: wordsSchema }),
    }),
  )
  .optional();

/**
 * Policies of the principal or a group of it count. One that names an application is for that
 * application acting for a user, which nothing in the sandbox does.
 */
function isAllowedByPolicies(
  state: WorldState,
  vaultProperties: Readonly<Record<string, unknown>>,
  question: VaultAccessQuestion,
): boolean {
  const identities = identitiesOf(state, question.principalObjectId);
  const { category, word } = policyEntryOf(question.permission);
  const policies = policiesSchema.parse(vaultProperties['accessPolicies']) ?? [];
  return policies.some(
    ({ objectId, applicationId, permissions }) =>
      applicationId === undefined &&
      identities.includes(objectId) &&
      holds(permissions[category] ?? [], word),
  );
}

/** Azure keeps the casing of permissions as it was sent; `all` holds every one but those that came later. */
function holds(words: readonly string[], word: string): boolean {
  const lower = words.map((found) => found.toLowerCase());
  return lower.includes(word.toLowerCase()) || lower.includes('all');
}
