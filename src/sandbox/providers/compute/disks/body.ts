// What a request for a managed disk may hold: what a new one needs, and what one read from Azure has besides.

import { z } from 'zod';
import { planSchema } from '../virtual-machines/plan.js';
import { diskKeySettingsSchema } from '../disk-encryption/settings.js';

const tagsSchema = z.record(z.string(), z.string());

/** Where the keys of a disk are looked for. OpenAPI EncryptionSettingsCollection. */
const collectionSchema = z.strictObject({
  enabled: z.boolean(),
  encryptionSettingsVersion: z.enum(['1.0', '1.1']).optional(),
  encryptionSettings: z.array(diskKeySettingsSchema).optional(),
});

/** The body of Disks_Update. */
export const diskPatchSchema = z.strictObject({
  tags: tagsSchema.optional(),
  properties: z
    .strictObject({
      diskSizeGB: z.int().optional(),
      encryptionSettingsCollection: collectionSchema.optional(),
    })
    .optional(),
});

/** The body of Disks_Update. */
export type DiskPatch = z.infer<typeof diskPatchSchema>;

/** The body of Disks_CreateOrUpdate. */
export const diskBodySchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  type: z.string().optional(),
  managedBy: z.string().optional(),
  location: z.string(),
  tags: tagsSchema.optional(),
  sku: z.strictObject({ name: z.string(), tier: z.string().optional() }).optional(),
  zones: z.array(z.string()).optional(),
  properties: z.strictObject({
    osType: z.enum(['Windows', 'Linux']).optional(),
    hyperVGeneration: z.enum(['V1', 'V2']).optional(),
    purchasePlan: planSchema.optional(),
    creationData: z.looseObject({ createOption: z.string() }),
    diskSizeGB: z.int().optional(),
    diskSizeBytes: z.number().optional(),
    uniqueId: z.string().optional(),
    encryptionSettingsCollection: collectionSchema.optional(),
    provisioningState: z.string().optional(),
    diskState: z.string().optional(),
    encryption: z
      .strictObject({ type: z.string(), diskEncryptionSetId: z.string().optional() })
      .optional(),
    networkAccessPolicy: z.string().optional(),
    diskAccessId: z.string().optional(),
    publicNetworkAccess: z.string().optional(),
    dataAccessAuthMode: z.string().optional(),
    securityProfile: z.strictObject({ securityType: z.string() }).optional(),
    timeCreated: z.string().optional(),
  }),
});

/** The body of Disks_CreateOrUpdate. */
export type DiskBody = z.infer<typeof diskBodySchema>;
