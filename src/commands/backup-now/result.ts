// The result document of `azbackup backup-now`.

import { z } from 'zod';
import { taskSchema } from '../jobs/result.js';
import { findingSchema, itemErrorSchema, resourceSchema, runSchema } from '../results/parts.js';
import { jobChangeSchema } from '../../steps/jobs/changes.js';

const itemSchema = z.strictObject({
  vm: resourceSchema,
  outcome: z.enum([
    'completed',
    'completed-with-warnings',
    'failed',
    'cancelled',
    /** Still running when the wait ended. */
    'running',
    /** Begun, and not waited for. */
    'started',
    /** Begun by somebody else, and not waited for. */
    'joined',
    'planned',
    'blocked',
    'interrupted',
    /** Left alone: `--max-errors` was reached. */
    'not-started',
  ]),
  vault: resourceSchema,
  /** True when a backup was running already, and is this one. */
  joined: z.boolean(),
  operationId: z.string().nullable(),
  jobId: z.string().nullable(),
  /** Azure's own word for how the job stands. */
  status: z.string().nullable(),
  /** Until when the recovery point is kept, RFC 3339 UTC; null where a joined backup does not say. */
  expiry: z.string().nullable(),
  /** The point that the backup made; null while there is none. */
  recoveryPoint: z.strictObject({ name: z.string(), time: z.string() }).nullable(),
  startTime: z.string().nullable(),
  endTime: z.string().nullable(),
  seconds: z.number().nullable(),
  tasks: z.array(taskSchema),
  /** Azure's particulars of the job, such as `Backup Size`. */
  properties: z.record(z.string(), z.string()),
  changes: z.array(jobChangeSchema),
  findings: z.array(findingSchema),
  error: itemErrorSchema.nullable(),
  /** Commands that go on from here. */
  next: z.array(z.string()),
});

/** The document. */
export const backupNowDocumentSchema = z.strictObject({
  kind: z.literal('backup-now'),
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

export type BackupNowDocument = z.infer<typeof backupNowDocumentSchema>;
export type BackupNowItem = z.infer<typeof itemSchema>;
