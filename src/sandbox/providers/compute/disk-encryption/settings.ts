// Azure Disk Encryption's settings as disks and machines carry them: where the key lies, never the key.

import { z } from 'zod';

const sourceVaultSchema = z.object({ id: z.string() });

/** Where the key of an encrypted disk lies; Azure's own member names. */
export const diskKeySettingsSchema = z.object({
  diskEncryptionKey: z.object({ sourceVault: sourceVaultSchema, secretUrl: z.string() }),
  keyEncryptionKey: z.object({ sourceVault: sourceVaultSchema, keyUrl: z.string() }).optional(),
});

export type DiskKeySettings = z.infer<typeof diskKeySettingsSchema>;

/** Azure Disk Encryption as a managed disk carries it. Version 1.0: with an Entra app, 1.1: without. */
export const encryptionSettingsCollectionSchema = z.object({
  enabled: z.boolean(),
  encryptionSettings: z.array(diskKeySettingsSchema).optional(),
  encryptionSettingsVersion: z.enum(['1.0', '1.1']).optional(),
});

export type EncryptionSettingsCollection = z.infer<typeof encryptionSettingsCollectionSchema>;
