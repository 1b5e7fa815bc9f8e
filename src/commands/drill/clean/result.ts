// The result document of `azbackup drill clean`.

import { z } from 'zod';
import { itemErrorSchema } from '../../results/parts.js';
import { drillResourceSchema } from '../evidence.js';

const itemSchema = z.strictObject({
  id: z.string(),
  outcome: z.enum(['clean', 'leftovers', 'planned', 'declined', 'failed']),
  reasons: z.array(z.string()),
  /** The resource group of the drill. */
  resourceGroup: z.string(),
  /** Name of the VM that was tried; null where nothing says it. */
  vm: z.string().nullable(),
  /** From when on anybody may delete it; null where nothing says it. */
  expires: z.string().nullable(),
  resources: z.array(drillResourceSchema),
  error: itemErrorSchema.nullable(),
  /** Commands that go on from here. */
  next: z.array(z.string()),
});

/** The document. */
export const drillCleanDocumentSchema = z.strictObject({
  kind: z.literal('drill-clean'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(itemSchema),
  summary: z.strictObject({ total: z.number(), outcomes: z.record(z.string(), z.number()) }),
});

export type DrillCleanDocument = z.infer<typeof drillCleanDocumentSchema>;
export type DrillCleanItem = z.infer<typeof itemSchema>;
