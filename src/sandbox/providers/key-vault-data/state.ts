// What lies in the sandbox's key vaults: keys with real RSA material, and secrets.

import { z } from 'zod';

const attributesSchema = z.object({
  enabled: z.boolean(),
  notBeforeSeconds: z.number().optional(),
  expiresSeconds: z.number().optional(),
  createdSeconds: z.number(),
  updatedSeconds: z.number(),
});

const keyVersionSchema = attributesSchema.extend({
  version: z.string(),
  kty: z.enum(['RSA', 'RSA-HSM']),
  sizeBits: z.number(),
  keyOps: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  /** PKCS #8 PEM; absent until something needs the material, then made once and kept. */
  privateKeyPem: z.string().optional(),
});

const secretVersionSchema = attributesSchema.extend({
  version: z.string(),
  value: z.string(),
  contentType: z.string().optional(),
  tags: z.record(z.string(), z.string()),
});

const deletionSchema = z.object({ deletedSeconds: z.number(), scheduledPurgeSeconds: z.number() });

export const keySchema = z.object({
  name: z.string(),
  /** True when a certificate owns it. */
  managed: z.boolean(),
  versions: z.array(keyVersionSchema),
  deletion: deletionSchema.optional(),
});

export const secretSchema = z.object({
  name: z.string(),
  managed: z.boolean(),
  versions: z.array(secretVersionSchema),
  deletion: deletionSchema.optional(),
});

/** By lower-cased key vault name, then by lower-cased object name; versions oldest first. */
export const keyVaultDataStateSchema = z.record(
  z.string(),
  z.object({ keys: z.record(z.string(), keySchema), secrets: z.record(z.string(), secretSchema) }),
);
export type KeyVersion = z.infer<typeof keyVersionSchema>;
export type SecretVersion = z.infer<typeof secretVersionSchema>;
export type VaultKey = z.infer<typeof keySchema>;
export type VaultSecret = z.infer<typeof secretSchema>;
