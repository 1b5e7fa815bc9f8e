// The result documents of `azbackup jobs`: four commands, one shape of a job.

import { z } from 'zod';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';
import { jobChangeSchema } from '../../steps/jobs/changes.js';

/** A step of a job, in Azure's own words. */
export const taskSchema = z.strictObject({
  name: z.string(),
  status: z.string(),
  seconds: z.number().nullable(),
  percent: z.number().nullable(),
  /** Azure's words on what was moved. */
  details: z.string().nullable(),
});

const jobFields = {
  jobId: z.string(),
  vault: resourceSchema,
  /** The id is null where the vault has no item of this machine any more. */
  vm: z.strictObject({
    id: z.string().nullable(),
    name: z.string(),
    /** As its id has it; in lower case where that is not known, null where Azure does not tell. */
    resourceGroup: z.string().nullable(),
    /** True when the vault has items of other machines of this name. */
    sharedName: z.boolean(),
  }),
  /** Azure's own word, such as `Backup`. */
  operation: z.string(),
  /** Azure's own word, such as `InProgress`. */
  status: z.string(),
  startTime: z.string(),
  endTime: z.string().nullable(),
  seconds: z.number().nullable(),
  percent: z.number().nullable(),
  /** Azure's own estimate. */
  remainingSeconds: z.number().nullable(),
  /** Empty in lists: Azure tells tasks of one job alone. */
  tasks: z.array(taskSchema),
  /** Azure's particulars, such as `Backup Size`; empty in lists. */
  properties: z.record(z.string(), z.string()),
  error: itemErrorSchema.nullable(),
  /** Commands that go on from here. */
  next: z.array(z.string()),
};

const stateOutcomes = [
  'running',
  'cancelling',
  'completed',
  'completed-with-warnings',
  'failed',
  'cancelled',
] as const;

/** A job as it was found. */
export const jobItemSchema = z.strictObject({ ...jobFields, outcome: z.enum(stateOutcomes) });

/** A job that was waited for; `unknown` when it could not be read any more. */
const watchedItemSchema = z.strictObject({
  ...jobFields,
  outcome: z.enum([...stateOutcomes, 'interrupted', 'unknown']),
});

const cancelItemSchema = z.strictObject({
  ...jobFields,
  outcome: z.enum([
    'cancelled',
    'already-cancelled',
    'accepted',
    'planned',
    /** It had ended otherwise, or Azure does not cancel it. */
    'refused',
    /** It ended otherwise before Azure could cancel it. */
    'not-cancelled',
    'running',
    'interrupted',
    'unknown',
  ]),
  changes: z.array(jobChangeSchema),
});

const summary = z.strictObject({
  total: z.number(),
  /** Items by outcome; outcomes that did not occur are left out. */
  outcomes: z.record(z.string(), z.number()),
});

/** The document of `jobs list`; newest first. */
export const jobsListDocumentSchema = z.strictObject({
  kind: z.literal('jobs-list'),
  schemaVersion: z.literal(1),
  items: z.array(jobItemSchema),
  summary,
});

/** The document of `jobs show`. */
export const jobsShowDocumentSchema = z.strictObject({
  kind: z.literal('jobs-show'),
  schemaVersion: z.literal(1),
  items: z.array(jobItemSchema),
  summary,
});

/** The document of `jobs watch`. */
export const jobsWatchDocumentSchema = z.strictObject({
  kind: z.literal('jobs-watch'),
  schemaVersion: z.literal(1),
  items: z.array(watchedItemSchema),
  summary,
});

/** The document of `jobs cancel`. */
export const jobsCancelDocumentSchema = z.strictObject({
  kind: z.literal('jobs-cancel'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(cancelItemSchema),
  summary,
});

export type JobTaskDocument = z.infer<typeof taskSchema>;
export type JobItem = z.infer<typeof jobItemSchema>;
export type WatchedJobItem = z.infer<typeof watchedItemSchema>;
export type CancelItem = z.infer<typeof cancelItemSchema>;
export type JobsListDocument = z.infer<typeof jobsListDocumentSchema>;
export type JobsShowDocument = z.infer<typeof jobsShowDocumentSchema>;
export type JobsWatchDocument = z.infer<typeof jobsWatchDocumentSchema>;
export type JobsCancelDocument = z.infer<typeof jobsCancelDocumentSchema>;
