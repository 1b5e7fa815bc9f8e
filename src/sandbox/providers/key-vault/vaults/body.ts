// What callers may say about a key vault. OpenAPI: VaultCreateOrUpdateParameters, VaultPatchParameters.

import { z } from 'zod';

const permissionsSchema = z.strictObject({
  keys: z.array(z.string()).optional(),
  secrets: z.array(z.string()).optional(),
  certificates: z.array(z.string()).optional(),
  storage: z.array(z.string()).optional(),
});

/** One entry of an access policy. */
export const accessPolicySchema = z.strictObject({
  tenantId: z.string(),
  objectId: z.string(),
  applicationId: z.string().optional(),
  permissions: permissionsSchema,
});

/** One entry of an access policy. */
export type AccessPolicy = z.infer<typeof accessPolicySchema>;

const networkAclsSchema = z.strictObject({
  bypass: z.enum(['AzureServices', 'None']).optional(),
  defaultAction: z.enum(['Allow', 'Deny']).optional(),
  ipRules: z.array(z.strictObject({ value: z.union([z.ipv4(), z.cidrv4()]) })).optional(),
  virtualNetworkRules: z
    .array(
      z.strictObject({
        id: z.string(),
        ignoreMissingVnetServiceEndpoint: z.boolean().optional(),
      }),
    )
    .optional(),
});

/** Network settings of a vault. */
export type NetworkAcls = z.infer<typeof networkAclsSchema>;

const settings = {
  accessPolicies: z.array(accessPolicySchema).optional(),
  enabledForDeployment: z.boolean().optional(),
  enabledForDiskEncryption: z.boolean().optional(),
  enabledForTemplateDeployment: z.boolean().optional(),
  enableSoftDelete: z.literal(true).optional(),
  softDeleteRetentionInDays: z.int().min(7).max(90).optional(),
  enableRbacAuthorization: z.boolean().optional(),
  enablePurgeProtection: z.boolean().optional(),
  networkAcls: networkAclsSchema.optional(),
  publicNetworkAccess: z.string().optional(),
};

const skuSchema = z.strictObject({ family: z.literal('A'), name: z.enum(['standard', 'premium']) });

const tagsSchema = z.record(z.string(), z.string()).optional();

/** Body of Vaults_CreateOrUpdate; the service ignores the read-only members that az sends back. */
export const putVaultSchema = z.strictObject({
  location: z.string(),
  tags: tagsSchema,
  properties: z.strictObject({
    ...settings,
    tenantId: z.string(),
    sku: skuSchema,
    createMode: z.enum(['default', 'recover']).optional(),
    vaultUri: z.string().optional(),
    provisioningState: z.string().optional(),
  }),
});

/** Body of Vaults_CreateOrUpdate. */
export type PutVaultBody = z.infer<typeof putVaultSchema>;

/** Body of Vaults_Update. */
export const patchVaultSchema = z.strictObject({
  tags: tagsSchema,
  properties: z
    .strictObject({ ...settings, tenantId: z.string().optional(), sku: skuSchema.optional() })
    .optional(),
});

/** Body of Vaults_Update. */
export type PatchVaultBody = z.infer<typeof patchVaultSchema>;

/** Body of Vaults_UpdateAccessPolicy. */
export const accessPoliciesSchema = z.strictObject({
  properties: z.strictObject({ accessPolicies: z.array(accessPolicySchema) }),
});

/** Body of Vaults_UpdateAccessPolicy. */
export type AccessPoliciesBody = z.infer<typeof accessPoliciesSchema>;
