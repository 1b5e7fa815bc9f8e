// Bodies of requests about vaults. Strict: members that are not modelled are refused by name.

import { z } from 'zod';

const onOff = z.enum(['Enabled', 'Disabled']);

const monitoringSchema = z.strictObject({
  azureMonitorAlertSettings: z.strictObject({ alertsForAllJobFailures: onOff }).optional(),
  classicAlertSettings: z.strictObject({ alertsForCriticalOperations: onOff }).optional(),
});

const redundancySchema = z.strictObject({
  standardTierStorageRedundancy: z
    .enum(['GeoRedundant', 'LocallyRedundant', 'ZoneRedundant'])
    .optional(),
  crossRegionRestore: onOff.optional(),
});

/** Ids with an empty object are added, those with null taken away; what was read may be sent back. */
const identitySchema = z.strictObject({
  type: z.string(),
  principalId: z.string().nullish(),
  tenantId: z.string().nullish(),
  userAssignedIdentities: z
    .record(
      z.string(),
      z
        .strictObject({ clientId: z.string().optional(), principalId: z.string().optional() })
        .nullable(),
    )
    .optional(),
});

const encryptionSchema = z.strictObject({
  keyVaultProperties: z.strictObject({ keyUri: z.string() }).optional(),
  kekIdentity: z
    .strictObject({
      useSystemAssignedIdentity: z.boolean().nullish(),
      userAssignedIdentity: z.string().nullish(),
    })
    .optional(),
  infrastructureEncryption: onOff.optional(),
});

const settingsMembers = {
  publicNetworkAccess: onOff.optional(),
  monitoringSettings: monitoringSchema.optional(),
  redundancySettings: redundancySchema.optional(),
  securitySettings: z
    .strictObject({
      immutabilitySettings: z
        .strictObject({ state: z.enum(['Disabled', 'Unlocked', 'Locked']) })
        .optional(),
      softDeleteSettings: z
        .strictObject({
          softDeleteState: z.enum(['Enabled', 'Disabled', 'AlwaysON']).optional(),
          softDeleteRetentionPeriodInDays: z.int().optional(),
          enhancedSecurityState: z.enum(['Enabled', 'Disabled', 'AlwaysON']).optional(),
        })
        .optional(),
    })
    .optional(),
  encryption: encryptionSchema.optional(),
  restoreSettings: z
    .strictObject({
      crossSubscriptionRestoreSettings: z.strictObject({
        crossSubscriptionRestoreState: z.enum(['Enabled', 'Disabled', 'PermanentlyDisabled']),
      }),
    })
    .optional(),
};

/** PUT of a vault. Recording vault-create.poll-sequence, and az's creation with immutability. */
export const vaultPutSchema = z.strictObject({
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  sku: z
    .strictObject({ name: z.enum(['Standard', 'RS0']), tier: z.string().optional() })
    .optional(),
  identity: identitySchema.optional(),
  properties: z.strictObject(settingsMembers).optional(),
});

/** PATCH of a vault. Recordings vault-identity-*, vault-cmk.full-flow. */
export const vaultPatchSchema = z.strictObject({
  location: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  identity: identitySchema.optional(),
  properties: z.strictObject(settingsMembers).optional(),
});

/** What a PUT or PATCH says about a vault's settings. */
export type VaultBodyProperties = NonNullable<z.infer<typeof vaultPutSchema>['properties']>;

/** What a body says about a vault's identities. */
export type VaultBodyIdentity = z.infer<typeof identitySchema>;

/** What a body says about the key that encrypts a vault. */
export type VaultBodyEncryption = z.infer<typeof encryptionSchema>;
