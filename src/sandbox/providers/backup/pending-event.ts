// What is to happen in a vault by itself. Times are milliseconds since the Unix epoch, UTC.

import { z } from 'zod';
import { recoveryPointSchema } from './recovery-points/state.js';
import { restoreOrderSchema } from './restores/state.js';
import { scheduledRunSchema } from './schedules/state.js';

/** Something that happens by itself when the clock gets there. */
export const eventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('operation-ends'),
    dueMilliseconds: z.number(),
    operationId: z.string(),
  }),
  /** A backup that cannot be taken turns out so. */
  z.object({
    kind: z.literal('snapshot-checked'),
    dueMilliseconds: z.number(),
    jobId: z.string(),
  }),
  /** The snapshot of a backup is done: its recovery point exists. */
  z.object({
    kind: z.literal('snapshot-ends'),
    dueMilliseconds: z.number(),
    jobId: z.string(),
    recoveryPointName: z.string(),
    /** Of a backup on demand. */
    expiryMilliseconds: z.number().optional(),
    /** Of a scheduled one. */
    schedule: scheduledRunSchema.optional(),
  }),
  /** The data of a backup has reached the vault. */
  z.object({
    kind: z.literal('transfer-ends'),
    dueMilliseconds: z.number(),
    jobId: z.string(),
    vmId: z.string(),
    recoveryPointName: z.string(),
  }),
  /** The data of a restore is where it was wanted. The point may be gone from its item by then. */
  z.object({
    kind: z.literal('restore-ends'),
    dueMilliseconds: z.number(),
    jobId: z.string(),
    order: restoreOrderSchema,
    point: recoveryPointSchema,
  }),
  /** The retention of a soft-deleted item is over. */
  z.object({
    kind: z.literal('retention-ends'),
    dueMilliseconds: z.number(),
    itemName: z.string(),
    deletedMilliseconds: z.number(),
  }),
]);

/** An event to come. */
export type BackupEvent = z.infer<typeof eventSchema>;
