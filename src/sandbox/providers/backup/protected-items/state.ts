// What a vault keeps of a machine that it protects, or once protected.
// Times are milliseconds since the Unix epoch, UTC.

import { z } from 'zod';
import { recoveryPointSchema } from '../recovery-points/state.js';

/** Which data disks are backed up. */
export const diskSelectionSchema = z.object({
  diskLunList: z.array(z.number()),
  isInclusionList: z.boolean(),
});

/** Which data disks are backed up. */
export type DiskSelection = z.infer<typeof diskSelectionSchema>;

/** A virtual machine that a vault protects, or once protected. */
export const protectedItemSchema = z.object({
  /** `VM;iaasvmcontainerv2;<group>;<machine>`, the last two in lower case. */
  name: z.string(),
  /** The machine's ARM id in its original casing. */
  vmId: z.string(),
  /** Decimal digits. */
  dataId: z.string(),
  protectionState: z.enum([
    'IRPending',
    'Protected',
    'ProtectionError',
    /** Only in a world that was written so; what leads there is not known. */
    'ProtectionPaused',
    'ProtectionStopped',
    'BackupsSuspended',
  ]),
  protectionStatus: z.enum(['Healthy', 'Unhealthy']),
  /** Empty when protection is stopped. */
  policyName: z.string(),
  /** When it got this policy; absent when that is long ago. */
  policySinceMilliseconds: z.number().optional(),
  /** The schedule was followed up to then; absent before its first run. */
  scheduledMilliseconds: z.number().optional(),
  lastBackupStatus: z.enum(['', 'Completed', 'Failed']),
  lastBackupMilliseconds: z.number().optional(),
  diskSelection: diskSelectionSchema.optional(),
  /** Present while it is soft-deleted. */
  deletion: z.object({ deletedMilliseconds: z.number(), retentionDays: z.number() }).optional(),
  recoveryPoints: z.array(recoveryPointSchema),
});

/** A virtual machine that a vault protects, or once protected. */
export type ProtectedItem = z.infer<typeof protectedItemSchema>;
