// Key vaults of the worlds. Shape of the resource: recording keyvault-get.enabled-for-disk-encryption
// and keyvault-put.access-policies; members never set are absent, as Azure leaves them.

import { day } from '../../kernel/time/durations.js';
import { isoInstant } from '../../kernel/time/instant.js';
import { putResource } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { region, resourceId } from './contoso.js';
import { objectIds, tenantId as contosoTenantId } from './principals.js';
import { assignRole } from './role-assignments.js';

/** A key vault of a world. */
export interface KeyVault {
  readonly id: string;
  readonly name: string;
}

/** How a key vault differs from a healthy one with access policies and without any grant. */
export interface KeyVaultOptions {
  readonly name: string;
  readonly resourceGroup: string;
  /** Contoso's region unless another is named. */
  readonly location?: string;
  /** `rbac`: roles decide; `policies` (default): access policies do. */
  readonly permissionModel?: 'rbac' | 'policies';
  /** What Azure Backup may do: `all` that it needs, or `nothing` (default). */
  readonly backupMay?: 'all' | 'nothing';
  /** What the operator may do where access policies decide: see metadata (default), or also restore. */
  readonly operatorMay?: 'read' | 'restore';
  readonly networkAcls?: Readonly<Record<string, unknown>>;
  /** `private`: only private endpoints, and trusted services where the rules let them bypass. */
  readonly access?: 'public' | 'private';
  /** Whose directory it belongs to; Contoso's (default) or another. */
  readonly tenantId?: string;
  /** More access policies, of principals with all that Azure Backup needs. */
  readonly alsoMay?: readonly string[];
  readonly softDeleteRetentionInDays?: number;
}

interface AccessPolicy {
  readonly objectId: string;
  readonly keys: readonly string[];
  readonly secrets: readonly string[];
}

const age = 200 * day;

/** The custodians of the keys were there first; a grant must leave them alone. */
const custodians: AccessPolicy = {
  objectId: objectIds.custodians,
  keys: ['get', 'list', 'create', 'update', 'delete', 'backup', 'restore', 'recover'],
  secrets: ['get', 'list', 'set', 'delete', 'backup', 'restore', 'recover'],
};

/** Keys are public but for their private part; of secrets, listing shows all but the value. */
const operator: AccessPolicy = {
  objectId: objectIds.operator,
  keys: ['get', 'list'],
  secrets: ['list'],
};

/** Documentation: Restore Key Vault key and secret for encrypted VMs. */
const restoringOperator: AccessPolicy = {
  objectId: objectIds.operator,
  keys: ['get', 'list', 'restore'],
  secrets: ['list', 'restore', 'set'],
};

/**
 * Documentation: Back up and restore encrypted Azure VMs, permissions for a key vault. In the case in which
 * the portal and Terraform send the words.
 */
const backupService: AccessPolicy = {
  objectId: objectIds.backupService,
  keys: ['Get', 'List', 'Backup'],
  secrets: ['Get', 'List', 'Backup'],
};

/** Makes an empty key vault with soft delete and purge protection, fit for disk encryption. */
export function addKeyVault(state: WorldState, options: KeyVaultOptions): KeyVault {
  const { name } = options;
  const id = resourceId(options.resourceGroup, 'Microsoft.KeyVault/vaults', name);
  const made = isoInstant(state.nowMilliseconds - age);
  const by = 'kaede@contoso.onmicrosoft.com';
  putResource(state, {
    id,
    name,
    type: 'Microsoft.KeyVault/vaults',
    location: options.location ?? region,
    tags: {},
    extra: {
      systemData: {
        createdBy: by,
        createdByType: 'User',
        createdAt: made,
        lastModifiedBy: by,
        lastModifiedByType: 'User',
        lastModifiedAt: made,
      },
    },
    properties: vaultProperties(options),
  });
  state.keyVaultData[name.toLowerCase()] = { keys: {}, secrets: {} };
  if (options.permissionModel === 'rbac' && options.backupMay === 'all') {
    const principalId = objectIds.backupService;
    assignRole(state, { principalId, role: 'keyVaultAdministrator', scope: id });
  }
  return { id, name };
}

function vaultProperties(options: KeyVaultOptions): Record<string, unknown> {
  const rbac = options.permissionModel === 'rbac';
  const policies = [
    custodians,
    options.operatorMay === 'restore' ? restoringOperator : operator,
    ...(options.backupMay === 'all' ? [backupService] : []),
    ...(options.alsoMay ?? []).map((objectId) => ({ ...backupService, objectId })),
  ];
  const tenantId = options.tenantId ?? contosoTenantId;
  return {
    sku: { family: 'A', name: 'standard' },
    tenantId,
    ...(options.networkAcls === undefined ? {} : { networkAcls: options.networkAcls }),
    accessPolicies: rbac ? [] : policies.map((policy) => accessPolicy(policy, tenantId)),
    enabledForDeployment: false,
    enabledForDiskEncryption: true,
    enableSoftDelete: true,
    softDeleteRetentionInDays: options.softDeleteRetentionInDays ?? 90,
    ...(rbac ? { enableRbacAuthorization: true } : {}),
    enablePurgeProtection: true,
    vaultUri: `https://${options.name}.vault.azure.net/`,
    provisioningState: 'Succeeded',
    publicNetworkAccess: options.access === 'private' ? 'Disabled' : 'Enabled',
  };
}

function accessPolicy({ objectId, keys, secrets }: AccessPolicy, tenantId: string) {
  return { tenantId, objectId, permissions: { keys: [...keys], secrets: [...secrets] } };
}
