// What a command is about to ask of Azure, as it is kept until its end is known: enough for a later run to find
// out what came of it. Nothing in it is secret.

import { z } from 'zod';

const acceptedSchema = z.strictObject({
  /** Azure's id of the operation. */
  id: z.string(),
  /** Where the operation reports, without the parts of its query that sign it. */
  url: z.string(),
  /** Whether there is a status document, or the mere status of a result. */
  reports: z.enum(['status', 'result']),
});

/** The shape of an intent's file. */
export const intentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.guid(),
  /** The kind of the step. */
  kind: z.string(),
  vaultId: z.string(),
  vmId: z.string(),
  /** When it was about to be sent. */
  sentTime: z.iso.datetime(),
  /** Words by which the job or the thing is known again, such as the name of a point. */
  details: z.record(z.string(), z.string()),
  /** Absent until Azure has accepted it. */
  accepted: acceptedSchema.optional(),
  /** Absent until the job is known. */
  jobId: z.string().optional(),
});

/** A request that is about to be sent, or was. */
export type Intent = z.infer<typeof intentSchema>;

/** What is known of a request before it is sent. */
export type NewIntent = Pick<Intent, 'kind' | 'vaultId' | 'vmId' | 'details'>;
