// The result document of `azbackup metrics`.

import { z } from 'zod';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';

/** What of a machine may not be known. */
const unreadSchema = z.enum([
  'protected',
  'lastRecoveryPoint',
  'lastJob',
  'keysUsable',
  'lastPassedDrill',
]);

const itemSchema = z.strictObject({
  vm: resourceSchema,
  /** `partly-read` where something stands in `unread`; `failed` where all does. */
  outcome: z.enum(['read', 'partly-read', 'failed']),
  vault: resourceSchema.nullable(),
  policy: z.string().nullable(),
  /** Whether a vault takes backups of it by a policy, or is about to. */
  protected: z.boolean().nullable(),
  /** How many disks its backups leave out; null where none are taken. */
  excludedDisks: z.number().nullable(),
  /** Null without one. */
  lastRecoveryPoint: z.string().nullable(),
  /** How the last backup ended, and when it started; null before the first. */
  lastJob: z.strictObject({ success: z.boolean(), time: z.string() }).nullable(),
  /** Whether the keys that its disks use now are there and may be read by Azure Backup; null where they use none. */
  keysUsable: z.boolean().nullable(),
  /** When the last restore drill that passed began, of those recorded on this computer; null without one. */
  lastPassedDrill: z.string().nullable(),
  /** What is null because it could not be read. */
  unread: z.array(unreadSchema),
  error: itemErrorSchema.nullable(),
});

/** The document. */
export const metricsDocumentSchema = z.strictObject({
  kind: z.literal('metrics'),
  schemaVersion: z.literal(1),
  /** When it was read. */
  time: z.string(),
  /** False where something could not be read: of a VM, or which VMs were meant. */
  complete: z.boolean(),
  /** The file that the metrics were written to; null where they went to standard output. */
  file: z.string().nullable(),
  items: z.array(itemSchema),
  summary: z.strictObject({ total: z.number(), outcomes: z.record(z.string(), z.number()) }),
});

export type MetricsDocument = z.infer<typeof metricsDocumentSchema>;
export type MetricsItem = z.infer<typeof itemSchema>;
