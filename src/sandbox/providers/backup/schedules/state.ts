// What is kept of a scheduled backup while it runs.

import { z } from 'zod';

/** Which run of which policy a scheduled backup is. */
export const scheduledRunSchema = z.object({
  policyName: z.string(),
  /** The day in the policy's time zone, as a number of kernel/time/calendar. */
  dayNumber: z.number(),
  /** Whether the backup goes to the vault, or stays a snapshot. */
  vaulted: z.boolean(),
});

/** Which run of which policy a scheduled backup is. */
export type ScheduledBackup = z.infer<typeof scheduledRunSchema>;
