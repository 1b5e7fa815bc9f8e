// The result document of `azbackup enable`.

import { z } from 'zod';
import {
  encryptionSchema,
  findingSchema,
  itemErrorSchema,
  resourceSchema,
  runSchema,
} from '../results/parts.js';
import { protectionChangeSchema } from '../../steps/protection/changes.js';
import { roleChangeSchema } from '../../steps/roles/changes.js';
import { vaultChangeSchema } from '../../steps/vault/changes.js';

const enableChangeSchema = z.discriminatedUnion('type', [
  roleChangeSchema,
  vaultChangeSchema,
  protectionChangeSchema,
]);

const itemSchema = z.strictObject({
  vm: resourceSchema,
  outcome: z.enum([
    'enabled',
    'already-enabled',
    'policy-changed',
    'resumed',
    'granted',
    'accepted',
    'planned',
    'blocked',
    'elsewhere',
    'declined',
    'failed',
    'interrupted',
    /** Left alone: `--max-errors` was reached. */
    'not-started',
  ]),
  osType: z.enum(['Windows', 'Linux']).nullable(),
  resourceGroup: z.string().nullable(),
  location: z.string().nullable(),
  encryption: encryptionSchema.nullable(),
  vault: resourceSchema.nullable(),
  policy: z.string().nullable(),
  protectionState: z.string().nullable(),
  lastRecoveryPoint: z.string().nullable(),
  /** When the policy runs next, RFC 3339 UTC. */
  nextBackup: z.string().nullable(),
  operationId: z.string().nullable(),
  jobId: z.string().nullable(),
  seconds: z.number().nullable(),
  changes: z.array(enableChangeSchema),
  findings: z.array(findingSchema),
  error: itemErrorSchema.nullable(),
});

/** The document. */
export const enableDocumentSchema = z.strictObject({
  kind: z.literal('enable'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    /** Items by outcome; outcomes that did not occur are left out. */
    outcomes: z.record(z.string(), z.number()),
    changes: z.number(),
  }),
  /** The run that it is recorded as; null where none is kept. */
  run: runSchema.nullable(),
});

export type EnableDocument = z.infer<typeof enableDocumentSchema>;
export type EnableItem = z.infer<typeof itemSchema>;
