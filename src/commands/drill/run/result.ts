// The result document of `azbackup drill run`.

import { z } from 'zod';
import { drillSchema } from '../evidence.js';

/** The document. */
export const drillRunDocumentSchema = z.strictObject({
  kind: z.literal('drill-run'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  /** The folder that evidence was written to; null where none was asked for. */
  evidence: z.string().nullable(),
  items: z.array(drillSchema),
  summary: z.strictObject({
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
    /** Drills by how their clean-up ended. */
    cleanups: z.record(z.string(), z.number()),
  }),
});

export type DrillRunDocument = z.infer<typeof drillRunDocumentSchema>;
