// The result documents of the commands under `azbackup runs`.

import { z } from 'zod';
import { resourceSchema } from '../results/parts.js';

const machinesSchema = z.strictObject({
  total: z.number(),
  done: z.number(),
  failed: z.number(),
  /** Neither done nor failed. */
  left: z.number(),
});

/** A run as its file's beginning and its machines tell of it. */
const runSchema = z.strictObject({
  id: z.string(),
  command: z.string(),
  /** UTC, RFC 3339. */
  started: z.string(),
  /** Cloud, or the folder of a sandbox. */
  place: z.string(),
  file: z.string(),
  machines: machinesSchema,
});

/** The document of `runs list`; files that cannot be read have `problem` and nothing else that is known. */
export const runsListDocumentSchema = z.strictObject({
  kind: z.literal('runs-list'),
  schemaVersion: z.literal(1),
  items: z.array(
    runSchema.extend({
      command: z.string().nullable(),
      started: z.string().nullable(),
      place: z.string().nullable(),
      machines: machinesSchema.nullable(),
      problem: z.string().nullable(),
    }),
  ),
  summary: z.strictObject({ total: z.number(), left: z.number() }),
});

/** The document of `runs show`: an item for each machine. */
export const runsShowDocumentSchema = z.strictObject({
  kind: z.literal('runs-show'),
  schemaVersion: z.literal(1),
  items: z.array(
    z.strictObject({
      vm: resourceSchema,
      /** As the command reported it; null where it was stopped before. */
      outcome: z.string().nullable(),
      code: z.string().nullable(),
      jobId: z.string().nullable(),
      /** What a resumed run does with it. */
      next: z.enum(['skip', 'look-again', 'retry', 'start']),
    }),
  ),
  summary: runSchema.extend({ resume: z.array(z.string()) }),
});

/** The document of `runs prune`. */
export const runsPruneDocumentSchema = z.strictObject({
  kind: z.literal('runs-prune'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(runSchema.extend({ outcome: z.enum(['deleted', 'planned', 'declined']) })),
  summary: z.strictObject({
    total: z.number(),
    /** Old enough, but VMs are left. */
    kept: z.number(),
  }),
});

export type RunsListDocument = z.infer<typeof runsListDocumentSchema>;
export type RunsShowDocument = z.infer<typeof runsShowDocumentSchema>;
export type RunsPruneDocument = z.infer<typeof runsPruneDocumentSchema>;
/** A run of any of them. */
export type RunItem = z.infer<typeof runSchema>;
