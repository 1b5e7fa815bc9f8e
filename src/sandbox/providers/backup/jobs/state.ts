// What a vault keeps of a job; what the job shows is a function of the clock.
// Times are milliseconds since the Unix epoch, UTC.

import { z } from 'zod';
import { restoreTransferSchema } from '../restores/state.js';

const jobTaskSchema = z.object({
  taskId: z.string(),
  startedMilliseconds: z.number(),
  endsMilliseconds: z.number(),
  /** From then on it is shown as running; its start is back-dated. */
  shownMilliseconds: z.number(),
  outcome: z.enum(['Completed', 'Failed', 'Skipped', 'Cancelled']),
});

/** A step of a job. */
export type JobTask = z.infer<typeof jobTaskSchema>;

const jobErrorSchema = z.object({
  errorCode: z.number(),
  errorTitle: z.string(),
  errorString: z.string(),
  recommendations: z.array(z.string()),
});

/** Why a job failed, as its `errorDetails` say. */
export type JobError = z.infer<typeof jobErrorSchema>;

/** How a job is to end that would otherwise go well. */
const plannedOutcomeSchema = z.object({
  outcome: z.enum(['CompletedWithWarnings', 'Failed', 'Cancelled']),
  /** Absent for a cancellation. */
  error: jobErrorSchema.optional(),
});

/** An end that a fault of the sandbox has in store for a job. */
export type PlannedOutcome = z.infer<typeof plannedOutcomeSchema>;

/** A job of Azure Backup. */
export const jobSchema = z.object({
  id: z.string(),
  operation: z.enum([
    'ConfigureBackup',
    'DisableBackup',
    'Backup',
    'DeleteBackupData',
    'Undelete',
    'Restore',
    /** Known in the secondary region only. */
    'CrossRegionRestore',
  ]),
  vmId: z.string(),
  startedMilliseconds: z.number(),
  endsMilliseconds: z.number(),
  outcome: z.enum(['Completed', 'CompletedWithWarnings', 'Failed', 'Cancelled']),
  /** Since then it is being cancelled; it stays so until its end. */
  cancelRequestedMilliseconds: z.number().optional(),
  /** Present while a fault is yet to take effect. */
  plannedOutcome: plannedOutcomeSchema.optional(),
  errors: z.array(jobErrorSchema),
  tasks: z.array(jobTaskSchema),
  /** Of restores. */
  transfer: restoreTransferSchema.optional(),
  /** A null is shown as such: something that is yet to be known. */
  propertyBag: z.record(z.string(), z.string().nullable()),
  /** Takes its place in `propertyBag` from an instant on. */
  laterPropertyBag: z
    .object({ fromMilliseconds: z.number(), members: z.record(z.string(), z.string()) })
    .optional(),
  /** Joins `propertyBag` when the job has ended. */
  finalPropertyBag: z.record(z.string(), z.string()),
  internalPropertyBag: z.record(z.string(), z.string()).optional(),
  activityId: z.string(),
  cancellable: z.boolean(),
});

/** A job of Azure Backup; what it shows is a function of the clock. */
export type BackupJob = z.infer<typeof jobSchema>;
