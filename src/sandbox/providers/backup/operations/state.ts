// What a vault keeps of an accepted request: what it asks for, and how it ended.
// Times are milliseconds since the Unix epoch, UTC.

import { z } from 'zod';
import { policySchema } from '../policies/state.js';
import { diskSelectionSchema } from '../protected-items/state.js';
import { restoreObjectionSchema, restoreOrderSchema } from '../restores/state.js';

/** What an accepted request asks for; carried out when its operation ends. */
const changeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('configure'),
    policyName: z.string(),
    dataId: z.string(),
    diskSelection: diskSelectionSchema.optional(),
    /** Of the request; some rules of Azure depend on it. */
    apiVersion: z.string(),
  }),
  z.object({ kind: z.literal('stop') }),
  /** Stops backups; the policy stays and lets recovery points go as they expire. */
  z.object({ kind: z.literal('suspend') }),
  z.object({ kind: z.literal('undelete') }),
  z.object({ kind: z.literal('delete') }),
  z.object({
    kind: z.literal('backup'),
    expiryMilliseconds: z.number(),
    recoveryPointName: z.string(),
  }),
  z.object({ kind: z.literal('restore'), order: restoreOrderSchema }),
  /** Asks what speaks against a restore; known at once, told when the operation ends. */
  z.object({ kind: z.literal('validate'), objections: z.array(restoreObjectionSchema) }),
  z.object({ kind: z.literal('refresh') }),
  z.object({
    kind: z.literal('modify-policy'),
    policyName: z.string(),
    properties: policySchema.shape.properties,
    /** Of the jobs that it makes, by lower-cased name of the item. */
    jobIds: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('cancel'), cancelledJobId: z.string() }),
]);

/** What an accepted request asks for. */
export type RequestedChange = z.infer<typeof changeSchema>;

/** An accepted request. */
export const operationSchema = z.object({
  id: z.string(),
  change: changeSchema,
  /** The machine it concerns; absent for operations of the whole vault. */
  vmId: z.string().optional(),
  startedMilliseconds: z.number(),
  endsMilliseconds: z.number(),
  /** The job that it makes when it succeeds. */
  jobId: z.string(),
  activityId: z.string(),
  /** Absent until the clock reaches its end. */
  result: z
    .discriminatedUnion('status', [
      z.object({ status: z.literal('Succeeded') }),
      z.object({ status: z.literal('Failed'), code: z.string(), message: z.string() }),
    ])
    .optional(),
});

/** An accepted request. */
export type BackupOperation = z.infer<typeof operationSchema>;
