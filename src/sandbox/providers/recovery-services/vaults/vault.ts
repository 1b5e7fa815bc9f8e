// How a Recovery Services vault is kept, and how it looks in ARM. What it protects is in the
// backup provider's part of the state.

import { z } from 'zod';
import { isoInstant } from '../../../kernel/time/instant.js';
import { findResource, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { findBackupVault } from '../../backup/backup-vault.js';
import { vaultIdentitySchema } from './identity.js';
import { vaultEncryptionSchema } from './key-access.js';

/** ARM type of a Recovery Services vault. */
export const RECOVERY_VAULT_TYPE = 'Microsoft.RecoveryServices/vaults';

/** From this api-version on a vault shows its security settings in full. Wire recordings of 2024. */
const FULL_SECURITY_SETTINGS_SINCE = '2024-04-01';

const vaultSettingsSchema = z.object({
  monitoringSettings: z.record(z.string(), z.unknown()),
  publicNetworkAccess: z.enum(['Enabled', 'Disabled']),
  crossSubscriptionRestoreState: z.enum(['Enabled', 'Disabled', 'PermanentlyDisabled']),
  /** Null until it was ever set. */
  immutabilityState: z.enum(['Disabled', 'Unlocked', 'Locked']).nullable(),
  /** Absent as long as the platform's keys encrypt it. */
  encryption: vaultEncryptionSchema.optional(),
});

/** The settings of a vault that a client can change. */
export type VaultSettings = z.infer<typeof vaultSettingsSchema>;

const vaultPropertiesSchema = z.object({
  settings: vaultSettingsSchema,
  /** A change that has been accepted and comes into force when its operation ends. */
  pending: z
    .object({
      operationId: z.string(),
      settings: vaultSettingsSchema.partial(),
      identity: vaultIdentitySchema.optional(),
      tags: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  /** How the last change of its encryption ended. */
  encryptionUpdate: z.enum(['Succeeded', 'Failed']).optional(),
  /** Set while its creation, or its last change, has not come off. */
  failed: z.literal(true).optional(),
});

type VaultProperties = z.infer<typeof vaultPropertiesSchema>;

/** A vault with the parts that the sandbox looks into. */
export interface RecoveryVault {
  readonly resource: ArmResource;
  readonly properties: VaultProperties;
}

/** The vault with this id as it is now, undefined when there is none. */
export function findRecoveryVault(
  state: WorldState,
  id: string,
  nowMilliseconds: number,
): RecoveryVault | undefined {
  const resource = findResource(state, id);
  if (resource?.type.toLowerCase() !== RECOVERY_VAULT_TYPE.toLowerCase()) {
    return undefined;
  }
  settlePending(state, resource, nowMilliseconds);
  return { resource, properties: vaultPropertiesSchema.parse(resource.properties) };
}

/** Keeps changed properties of a vault. */
export function saveVault(vault: RecoveryVault, properties: VaultProperties): void {
  vault.resource.properties = properties;
}

/** A new etag in the vault RP's form, made of the instant of a change. */
export function vaultEtag(milliseconds: number): string {
  return `W/"datetime'${encodeURIComponent(isoInstant(milliseconds))}'"`;
}

/** The vault as ARM shows it. Recordings vault-get.*, vault-create.poll-sequence. */
export function renderVault(
  state: WorldState,
  vault: RecoveryVault,
  apiVersion: string,
): Record<string, unknown> {
  const { resource, properties } = vault;
  const { etag, identity, sku } = resource.extra ?? {};
  const tags = resource.tags ?? {};
  return {
    location: resource.location,
    name: resource.name,
    etag,
    ...(identity === undefined ? {} : { identity }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    properties: renderProperties(state, vault, properties, apiVersion),
    id: resource.id,
    type: resource.type,
    sku,
  };
}

function renderProperties(
  state: WorldState,
  vault: RecoveryVault,
  { settings }: VaultProperties,
  apiVersion: string,
): Record<string, unknown> {
  const provisioningState = provisioningStateOf(state, vault);
  const isNew = provisioningState === 'Provisioning';
  const backup = findBackupVault(state, vault.resource.id);
  return {
    provisioningState,
    privateEndpointStateForBackup: 'None',
    privateEndpointStateForSiteRecovery: 'None',
    ...(settings.encryption === undefined ? {} : { encryption: settings.encryption }),
    ...(isNew ? {} : { backupStorageVersion: backup?.storage.locked ? 'V2' : 'Unassigned' }),
    ...(backup?.storage.known === true ? { redundancySettings: redundancyOf(backup.storage) } : {}),
    monitoringSettings: settings.monitoringSettings,
    ...(isNew && settings.immutabilityState === null
      ? {}
      : { securitySettings: securitySettings(state, vault, apiVersion) }),
    publicNetworkAccess: settings.publicNetworkAccess,
    restoreSettings: {
      crossSubscriptionRestoreSettings: {
        crossSubscriptionRestoreState: settings.crossSubscriptionRestoreState,
      },
    },
    ...(showsFullSecurity(apiVersion) ? { secureScore: 'None', bcdrSecurityLevel: 'Poor' } : {}),
  };
}

function provisioningStateOf(state: WorldState, vault: RecoveryVault): string {
  const { pending } = vault.properties;
  if (pending === undefined) {
    return vault.properties.failed === true ? 'Failed' : 'Succeeded';
  }
  return state.operations[pending.operationId]?.kind === 'vault-create'
    ? 'Provisioning'
    : 'Updating';
}

function redundancyOf(storage: { redundancy: string; crossRegionRestore: boolean }) {
  return {
    standardTierStorageRedundancy: storage.redundancy,
    crossRegionRestore: storage.crossRegionRestore ? 'Enabled' : 'Disabled',
  };
}

/** In the response to the creating request soft delete is not yet known (recorded with immutability). */
function securitySettings(
  state: WorldState,
  vault: RecoveryVault,
  apiVersion: string,
): Record<string, unknown> {
  const { immutabilityState } = vault.properties.settings;
  const full = showsFullSecurity(apiVersion);
  const isNew = provisioningStateOf(state, vault) === 'Provisioning';
  const shown = immutabilityState ?? (full ? 'Disabled' : null);
  return {
    immutabilitySettings: shown === null ? null : { state: shown },
    softDeleteSettings: isNew ? null : softDeleteSettings(state, vault, full),
    multiUserAuthorization: isNew ? 'Invalid' : guardState(state, vault),
  };
}

function guardState(state: WorldState, vault: RecoveryVault): 'Enabled' | 'Disabled' {
  const guarded = findBackupVault(state, vault.resource.id)?.resourceGuard !== undefined;
  return guarded ? 'Enabled' : 'Disabled';
}

/** Once backups were configured, the period of a disabled soft delete is shown as 0. */
function softDeleteSettings(
  state: WorldState,
  vault: RecoveryVault,
  full: boolean,
): Record<string, unknown> | null {
  const backup = findBackupVault(state, vault.resource.id);
  if (backup === undefined) {
    return null;
  }
  const { state: softDeleteState, retentionDays, enhancedSecurityState } = backup.softDelete;
  const forgotten = softDeleteState === 'Disabled' && backup.storage.locked;
  return {
    softDeleteRetentionPeriodInDays: forgotten ? 0 : retentionDays,
    softDeleteState,
    ...(full ? { enhancedSecurityState } : {}),
  };
}

function showsFullSecurity(apiVersion: string): boolean {
  return apiVersion >= FULL_SECURITY_SETTINGS_SINCE;
}

/** Brings an accepted change into force when its operation has ended. */
function settlePending(state: WorldState, resource: ArmResource, nowMilliseconds: number): void {
  const { pending } = vaultPropertiesSchema.parse(resource.properties);
  if (pending === undefined) {
    return;
  }
  const { outcome, endsMilliseconds = nowMilliseconds } =
    state.operations[pending.operationId] ?? {};
  if (endsMilliseconds <= nowMilliseconds) {
    endChange(resource, pending, outcome?.status ?? 'Succeeded');
    resource.extra = { ...resource.extra, etag: vaultEtag(endsMilliseconds) };
  }
}

/** That the identities of a change that fails are changed all the same is an assumption. */
function endChange(
  resource: ArmResource,
  { settings: changed, identity, tags }: NonNullable<VaultProperties['pending']>,
  outcome: 'Succeeded' | 'Failed',
): void {
  const { settings, encryptionUpdate } = vaultPropertiesSchema.parse(resource.properties);
  const succeeded = outcome === 'Succeeded';
  const update = changed.encryption === undefined ? encryptionUpdate : outcome;
  resource.properties = {
    settings: succeeded ? { ...settings, ...changed } : settings,
    ...(update === undefined ? {} : { encryptionUpdate: update }),
    ...(succeeded ? {} : { failed: true }),
  };
  resource.extra = { ...resource.extra, ...(identity === undefined ? {} : { identity }) };
  resource.tags = (succeeded ? tags : undefined) ?? resource.tags;
}
