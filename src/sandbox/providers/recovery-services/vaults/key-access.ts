// Whether a vault can get at the key of its customer that encrypts it. It acts as one of its identities, which need
// what "Encrypt backup data by using customer-managed keys" lists: get, list, wrap and unwrap of the key.

import { z } from 'zod';
import type { Caller, OperationResponse } from '../../../http/operation.js';
import { resourceKey, type ArmResource } from '../../../kernel/resource.js';
import { unixSeconds } from '../../../kernel/time/instant.js';
import type { WorldState } from '../../../kernel/state.js';
import { parseObjectUrl } from '../../compute/disk-encryption/disk-key.js';
import { findVaultByName } from '../../key-vault/vaults/find-vault.js';
import { refusalTo } from '../../key-vault-data/authorize.js';
import { vaultAccess } from '../../key-vault-data/access.js';
import { readKey } from '../../key-vault-data/vault-objects.js';
import type { VaultPermission } from '../../key-vault-data/vault-permissions.js';
import { findIdentity } from '../../managed-identity/identities.js';
import type { VaultIdentity } from './identity.js';

/** Where the service comes from, which no firewall rule of a customer knows; an address of RFC 5737. */
const SERVICE_ADDRESS = '198.51.100.20';

/** A key of this size or one of the others. Documentation: the same page, and that for Backup vaults. */
const KEY_SIZES = [2048, 3072, 4096];

const PERMISSIONS: readonly VaultPermission[] = [
  'keys/get',
  'keys/list',
  'keys/wrapKey',
  'keys/unwrapKey',
];

/** How a vault is encrypted with a customer's key. */
export const vaultEncryptionSchema = z.object({
  keyVaultProperties: z.object({ keyUri: z.string() }),
  kekIdentity: z.object({
    useSystemAssignedIdentity: z.boolean(),
    userAssignedIdentity: z.string().nullable(),
  }),
  infrastructureEncryption: z.enum(['Enabled', 'Disabled']),
});

export type VaultEncryption = z.infer<typeof vaultEncryptionSchema>;

/** Why a vault cannot use its key: Key Vault's own refusal, or what is wrong with key vault or key. */
export type KeyProblem =
  | { readonly kind: 'refused'; readonly refusal: OperationResponse }
  | { readonly kind: 'unfit'; readonly reason: string };

/** What keeps a vault with these identities from its key at an instant; undefined when nothing does. */
export function problemWithKey(
  state: WorldState,
  vault: {
    readonly resource: ArmResource;
    readonly identity: VaultIdentity;
    readonly encryption: VaultEncryption;
  },
  nowMilliseconds: number,
): KeyProblem | undefined {
  const { keyUri } = vault.encryption.keyVaultProperties;
  const { vaultName, objectName, version } = parseObjectUrl(keyUri);
  const keyVault = findVaultByName(state, vaultName);
  const principal = principalOf(state, vault.identity, vault.encryption);
  if (keyVault === undefined) {
    return unfit(`the key vault '${vaultName}' was not found`);
  }
  if (principal === undefined) {
    return unfit('the identity that is to use the key does not exist');
  }
  const unsafe = unfitKeyVault(keyVault, vault.resource);
  if (unsafe !== undefined) {
    return unsafe;
  }
  const refusal = refusalOf(state, { keyVault, principal, objectName }, nowMilliseconds);
  if (refusal !== undefined) {
    return { kind: 'refused', refusal };
  }
  const key = readKey(state, { vaultName, name: objectName, version });
  const reason = unfitKey(key, unixSeconds(nowMilliseconds));
  return reason === undefined ? undefined : unfit(reason);
}

function unfit(reason: string): KeyProblem {
  return { kind: 'unfit', reason };
}

interface KeyUser {
  readonly caller: Caller;
  /** Key vaults behind a firewall do not work with assigned identities (documented). */
  readonly trustedService: boolean;
}

/** Who uses the key; undefined where the identity is gone from the vault or from the directory. */
function principalOf(
  state: WorldState,
  { principalId, userAssignedIdentities = {} }: VaultIdentity,
  { kekIdentity }: VaultEncryption,
): KeyUser | undefined {
  const { userAssignedIdentity: id } = kekIdentity;
  const assigned = Object.keys(userAssignedIdentities).some(
    (each) => id !== null && resourceKey(each) === resourceKey(id),
  );
  const objectId =
    id === null ? principalId : assigned ? findIdentity(state, id)?.principalId : undefined;
  const principal = state.directory.principals.find((each) => each.objectId === objectId);
  return principal === undefined
    ? undefined
    : {
        caller: {
          objectId: principal.objectId,
          appId: principal.appId ?? '',
          tenantId: principal.tenantId,
        },
        trustedService: id === null,
      };
}

/** Documented: the vault's region, soft delete and purge protection. */
function unfitKeyVault(keyVault: ArmResource, vault: ArmResource): KeyProblem | undefined {
  const { enableSoftDelete, enablePurgeProtection } = keyVault.properties;
  if (keyVault.location !== vault.location) {
    return unfit(`the key vault '${keyVault.name}' is not in the region of the vault`);
  }
  return enableSoftDelete === true && enablePurgeProtection === true
    ? undefined
    : unfit(`soft delete and purge protection are not enabled for key vault '${keyVault.name}'`);
}

function refusalOf(
  state: WorldState,
  {
    keyVault,
    principal,
    objectName,
  }: {
    readonly keyVault: ArmResource;
    readonly principal: KeyUser;
    readonly objectName: string;
  },
  nowMilliseconds: number,
): OperationResponse | undefined {
  for (const permission of PERMISSIONS) {
    const question = {
      vaultId: keyVault.id,
      permission,
      ...(permission === 'keys/list' ? {} : { objectName }),
    };
    const access = vaultAccess(state, {
      ...question,
      principalObjectId: principal.caller.objectId,
      trustedService: principal.trustedService,
      address: SERVICE_ADDRESS,
      nowMilliseconds,
    });
    if (!access.allowed) {
      return refusalTo(
        state,
        { vault: keyVault, caller: principal.caller },
        access.reason,
        question,
      );
    }
  }
  return undefined;
}

function unfitKey(key: ReturnType<typeof readKey>, nowSeconds: number): string | undefined {
  if (key === undefined) {
    return 'the key was not found';
  }
  if (!key.enabled) {
    return 'the key is disabled';
  }
  if ((key.expiresSeconds ?? Infinity) <= nowSeconds || (key.notBeforeSeconds ?? 0) > nowSeconds) {
    return 'the key is outside the time in which it is valid';
  }
  if (!KEY_SIZES.includes(key.sizeBits)) {
    return 'the key is not an RSA key of 2048, 3072 or 4096 bits';
  }
  return ['wrapKey', 'unwrapKey'].every((use) => key.keyOps.includes(use))
    ? undefined
    : 'the key does not permit wrapping and unwrapping';
}
