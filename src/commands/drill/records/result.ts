// The result documents of `azbackup drill list` and `azbackup drill show`.

import { z } from 'zod';
import { drillSchema } from '../evidence.js';

const summary = z.strictObject({
  total: z.number(),
  outcomes: z.record(z.string(), z.number()),
});

/** The document of `drill list`; newest first. */
export const drillListDocumentSchema = z.strictObject({
  kind: z.literal('drill-list'),
  schemaVersion: z.literal(1),
  items: z.array(drillSchema),
  summary,
});

/** The document of `drill show`. */
export const drillShowDocumentSchema = z.strictObject({
  kind: z.literal('drill-show'),
  schemaVersion: z.literal(1),
  items: z.array(drillSchema),
  summary,
});

export type DrillListDocument = z.infer<typeof drillListDocumentSchema>;
export type DrillShowDocument = z.infer<typeof drillShowDocumentSchema>;
