// The result document of `azbackup restore-keys`. Nothing in it is key material.

import { z } from 'zod';
import { keyObjectSchema, keySettingsSchema, keySourceSchema } from '../keys/result.js';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';
import { keyChangeSchema } from '../keys/changes.js';

const itemSchema = z.strictObject({
  /** Null where a file alone was named. */
  vm: resourceSchema.nullable(),
  outcome: z.enum(['restored', 'unchanged', 'planned', 'incomplete', 'failed', 'interrupted']),
  source: keySourceSchema,
  secret: keyObjectSchema,
  /** Null for BEK-only machines. */
  key: keyObjectSchema.nullable(),
  diskSettings: keySettingsSchema.nullable(),
  notes: z.array(z.string()),
  changes: z.array(keyChangeSchema),
  error: itemErrorSchema.nullable(),
});

/** The document. */
export const restoreKeysDocumentSchema = z.strictObject({
  kind: z.literal('restore-keys'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
    changes: z.number(),
  }),
});

export type RestoreKeysDocument = z.infer<typeof restoreKeysDocumentSchema>;
export type RestoreKeysItem = z.infer<typeof itemSchema>;
