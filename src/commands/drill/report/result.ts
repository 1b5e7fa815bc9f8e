// The result document of `azbackup drill report`.

import { z } from 'zod';
import { resourceSchema } from '../../results/parts.js';
import { drillResourceSchema, drillSchema } from '../evidence.js';

const distributionSchema = z.strictObject({
  count: z.number(),
  min: z.number(),
  median: z.number(),
  /** The smallest that 95 of 100 do not exceed. */
  p95: z.number(),
  max: z.number(),
});

const { outcome, cleanup, rto, rpo } = drillSchema.shape;

const itemSchema = z.strictObject({
  vm: resourceSchema,
  /** Of its newest drill. */
  outcome,
  drills: z.number(),
  /** When the newest one that passed began; null where none has. */
  lastPassed: z.string().nullable(),
  newest: z.strictObject({
    id: z.string(),
    started: z.string(),
    cleanup,
    /** Of the recovery point that was tried; null where there was none. */
    recoveryPointTime: z.string().nullable(),
    rto,
    rpo,
    reasons: z.array(z.string()),
  }),
});

/** The document. */
export const drillReportDocumentSchema = z.strictObject({
  kind: z.literal('drill-report'),
  schemaVersion: z.literal(1),
  /** `records` of this computer, or `evidence` that was named. */
  from: z.enum(['records', 'evidence']),
  /** Each VM that was drilled, those whose newest drill did not pass first. */
  items: z.array(itemSchema),
  /** Seconds, over the drills that measured them; null where none has. */
  rto: distributionSchema.nullable(),
  /** Why drills did not pass, most frequent first. */
  causes: z.array(
    z.strictObject({
      /** A check, `rto`, `rpo`, an error code, or `unknown`. */
      cause: z.string(),
      failed: z.number(),
      inconclusive: z.number(),
      vms: z.array(resourceSchema),
    }),
  ),
  /** Drills that have left something, or may have. */
  leftovers: z.array(
    z.strictObject({
      drill: z.string(),
      vm: resourceSchema,
      resourceGroup: z.string(),
      cleanup,
      resources: z.array(drillResourceSchema),
    }),
  ),
  /** Files that do not count. */
  invalidFiles: z.array(z.strictObject({ file: z.string(), reason: z.string() })),
  summary: z.strictObject({
    /** VMs. */
    total: z.number(),
    /** VMs by the outcome of their newest drill. */
    outcomes: z.record(z.string(), z.number()),
    files: z.number(),
    drills: z.number(),
    drillOutcomes: z.record(z.string(), z.number()),
  }),
});

export type DrillReportDocument = z.infer<typeof drillReportDocumentSchema>;
export type DrillReportItem = z.infer<typeof itemSchema>;
