// The result document of `azbackup grant-access`.

import { z } from 'zod';
import { findingSchema, itemErrorSchema, resourceSchema, runSchema } from '../results/parts.js';
import { roleChangeSchema } from '../../steps/roles/changes.js';

const itemSchema = z.strictObject({
  vm: resourceSchema,
  outcome: z.enum([
    'granted',
    'already-granted',
    'revoked',
    'nothing-to-revoke',
    'declined',
    'not-needed',
    'planned',
    'blocked',
    'failed',
    'interrupted',
    /** Left alone: `--max-errors` was reached. */
    'not-started',
  ]),
  /** The key vaults concerned, and what the backup service may do there now. */
  keyVaults: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      permissionModel: z.enum(['rbac', 'access-policies']),
      missing: z.array(z.string()),
    }),
  ),
  principal: z.strictObject({ objectId: z.string(), displayName: z.string() }).nullable(),
  changes: z.array(roleChangeSchema),
  findings: z.array(findingSchema),
  error: itemErrorSchema.nullable(),
});

/** The document. */
export const grantAccessDocumentSchema = z.strictObject({
  kind: z.literal('grant-access'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  revoke: z.boolean(),
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
    changes: z.number(),
  }),
  /** The run that it is recorded as; null where none is kept. */
  run: runSchema.nullable(),
});

export type GrantAccessDocument = z.infer<typeof grantAccessDocumentSchema>;
export type GrantAccessItem = z.infer<typeof itemSchema>;
