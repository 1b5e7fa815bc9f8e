// Keys and secrets in result documents. Nothing in it is key material.

import { z } from 'zod';
import { resourceSchema } from '../results/parts.js';

/** A key or secret that a recovery point needs, and how it is now. */
export const keyObjectSchema = z.strictObject({
  name: z.string(),
  /** Where it is to be; the id is empty where only the address of the key vault is known. */
  keyVault: resourceSchema,
  /** The address that the recovery point names. */
  wantedUrl: z.string(),
  /** `gone` and `version-gone` are those that are not there; see the command's page. */
  state: z.enum([
    'in-place',
    'replaced',
    'unusable',
    'soft-deleted',
    'version-gone',
    'gone',
    'vault-gone',
    'unknown',
  ]),
  /** Where it can be had now; null where it cannot. */
  url: z.string().nullable(),
});

/** What keys are restored from: a recovery point, or an encryption info file. */
export const keySourceSchema = z.strictObject({
  recoveryPoint: z.string().nullable(),
  time: z.string().nullable(),
  vault: resourceSchema.nullable(),
  file: z.string().nullable(),
});

/** What restored disks must name. `differs` is true where that is not what the recovery point names. */
export const keySettingsSchema = z.strictObject({
  differs: z.boolean(),
  secretUrl: z.string(),
  secretVaultId: z.string(),
  keyUrl: z.string().nullable(),
  keyVaultId: z.string().nullable(),
});

export type KeyObjectDocument = z.infer<typeof keyObjectSchema>;
export type KeySourceDocument = z.infer<typeof keySourceSchema>;
export type KeySettingsDocument = z.infer<typeof keySettingsSchema>;
