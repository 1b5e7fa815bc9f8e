// The result documents of `azbackup cloud`.

import { z } from 'zod';

/** A cloud; null stands for what nobody publishes. */
const cloudSchema = z.strictObject({
  name: z.string(),
  /** Where this was taken from. */
  source: z.enum(['built-in', 'file', 'metadata']),
  armEndpoint: z.string(),
  armScope: z.string(),
  authority: z.string(),
  graphEndpoint: z.string(),
  graphScope: z.string(),
  keyVaultSuffix: z.string(),
  storageSuffix: z.string(),
  portal: z.string().nullable(),
  backupAppId: z.string().nullable(),
  backupAppName: z.string().nullable(),
  apiVersions: z.record(z.string(), z.string()).nullable(),
});

export type CloudItem = z.infer<typeof cloudSchema>;

const summarySchema = z.strictObject({ total: z.number() });

/** The document of `cloud list`. */
export const cloudListDocumentSchema = z.strictObject({
  kind: z.literal('cloud-list'),
  schemaVersion: z.literal(1),
  items: z.array(cloudSchema),
  summary: summarySchema,
});

export type CloudListDocument = z.infer<typeof cloudListDocumentSchema>;

/** The document of `cloud show`, which `--cloud FILE` takes back. */
export const cloudShowDocumentSchema = z.strictObject({
  kind: z.literal('cloud-show'),
  schemaVersion: z.literal(1),
  items: z.array(cloudSchema),
  summary: summarySchema,
});

export type CloudShowDocument = z.infer<typeof cloudShowDocumentSchema>;
