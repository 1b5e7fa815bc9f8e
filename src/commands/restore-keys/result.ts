// The result document of `azbackup restore-keys`. Nothing in it is key material.

import { z } from 'zod';
import { changeSchema, itemErrorSchema, resourceSchema } from '../results/parts.js';

const objectSchema = z.strictObject({
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

const itemSchema = z.strictObject({
  /** Null where a file alone was named. */
  vm: resourceSchema.nullable(),
  outcome: z.enum(['restored', 'unchanged', 'planned', 'incomplete', 'failed', 'interrupted']),
  /** What is restored from: a recovery point, or an encryption info file. */
  source: z.strictObject({
    recoveryPoint: z.string().nullable(),
    time: z.string().nullable(),
    vault: resourceSchema.nullable(),
    file: z.string().nullable(),
  }),
  secret: objectSchema,
  /** Null for BEK-only machines. */
  key: objectSchema.nullable(),
  /** What restored disks must name. `differs` is true where that is not what the recovery point names. */
  diskSettings: z
    .strictObject({
      differs: z.boolean(),
      secretUrl: z.string(),
      secretVaultId: z.string(),
      keyUrl: z.string().nullable(),
      keyVaultId: z.string().nullable(),
    })
    .nullable(),
  notes: z.array(z.string()),
  changes: z.array(changeSchema),
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
