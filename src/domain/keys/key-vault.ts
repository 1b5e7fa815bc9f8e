// Key vaults, and the properties of what lies in them. Values of secrets have no place in these types.

import type { Instant } from '../time/instant.js';
import type { PublicAccess } from '../public-access.js';
import type { Fact } from '../fact.js';
import { sameName, type ResourceId } from '../resource-id.js';

/**
 * One entry of a key vault's access policies. Permission words are as stored, such as the portal's `Get`:
 * case says nothing about what they permit, but Azure removes only words in the very case it has stored.
 */
export interface AccessPolicy {
  readonly tenantId: string;
  readonly objectId: string;
  /** Present where the entry holds only for this application while it acts for the principal. */
  readonly applicationId?: string;
  readonly keys: readonly string[];
  readonly secrets: readonly string[];
}

/** A key vault. */
export interface KeyVault {
  readonly id: ResourceId;
  readonly name: string;
  readonly location: string;
  readonly subscriptionId: string;
  readonly tenantId: string;
  /** Without a trailing slash. */
  readonly vaultUrl: string;
  /** True while the address of a new one is being made known: until then nothing can be read there. */
  readonly registering?: true;
  readonly permissionModel: 'rbac' | 'access-policies';
  /** When anything of it was changed last, its access policies included; absent where Azure does not say. */
  readonly changed?: Instant;
  readonly accessPolicies: readonly AccessPolicy[];
  readonly enabledForDiskEncryption: boolean;
  readonly softDelete: boolean;
  readonly purgeProtection: boolean;
  readonly network: {
    readonly publicAccess: PublicAccess;
    readonly defaultAction: 'Allow' | 'Deny';
    /** True when trusted Microsoft services pass the firewall (`bypass: AzureServices`). */
    readonly trustedServicesBypass: boolean;
  };
}

/** Properties of one version of a key or secret, never its material. */
export interface ObjectVersion {
  readonly version: string;
  readonly enabled: boolean;
  readonly notBefore?: Instant;
  readonly expires?: Instant;
  readonly created?: Instant;
  /** True when a certificate owns the object. */
  readonly managed: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Secrets only. */
  readonly contentType?: string;
}

/** All versions of one key or secret, newest last. */
export interface VaultObject {
  readonly kind: 'key' | 'secret';
  readonly vaultUrl: string;
  readonly name: string;
  readonly versions: readonly ObjectVersion[];
}

/** Of all that is in soft delete, the object of one name. */
export function deletedNamed(
  name: string,
  deleted: Fact<readonly DeletedObject[]>,
): Fact<DeletedObject> {
  if (deleted.status !== 'known') {
    return deleted;
  }
  const value = deleted.value.find((each) => sameName(each.name, name));
  return value === undefined ? { status: 'absent' } : { status: 'known', value };
}

/** A key or secret in the soft delete of its key vault. */
export interface DeletedObject {
  readonly name: string;
  readonly deletedAt?: Instant;
  /** When it goes for good. */
  readonly purgedAt?: Instant;
}
