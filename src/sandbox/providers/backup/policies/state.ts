// What a vault keeps of a policy, and the rules of policies that recovery points are kept by.
// Times are milliseconds since the Unix epoch, UTC.

import { z } from 'zod';

/** A backup policy. */
export const policySchema = z.object({
  name: z.string(),
  /** As Azure stores it, without `protectedItemsCount`, which is counted when it is shown. */
  properties: z.record(z.string(), z.unknown()),
  /** When it was last changed while it protected items; absent when it never was. */
  changedMilliseconds: z.number().optional(),
});

/** A backup policy. */
export type BackupPolicy = z.infer<typeof policySchema>;

/** A rule of a policy that keeps recovery points. */
export const retentionRuleSchema = z.enum(['Daily', 'Weekly', 'Monthly', 'Yearly']);

/** A rule of a policy that keeps recovery points. */
export type RetentionRule = z.infer<typeof retentionRuleSchema>;
