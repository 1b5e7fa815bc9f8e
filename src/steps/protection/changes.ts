// Changes of protected items in documents.

import { z } from 'zod';
import { retentionLossSchema } from '../retention-loss.js';
import { approvalDetails, changeSchema, type Planned } from '../change.js';

/** One change of a protected item. */
export const protectionChangeSchema = z.discriminatedUnion('type', [
  changeSchema(z.enum(['protect', 'resume', 'change-policy']), {
    vm: z.string(),
    policy: z.string(),
    previousPolicy: z.string().optional(),
    retentionLoss: retentionLossSchema.optional(),
    ...approvalDetails,
  }),
  changeSchema(z.literal('undelete'), { vm: z.string(), ...approvalDetails }),
  changeSchema(z.literal('stop'), {
    vm: z.string(),
    retention: z.enum(['forever', 'per-policy']),
    ...approvalDetails,
  }),
  changeSchema(z.literal('delete-data'), {
    vm: z.string(),
    recoveryPoints: z.number().optional(),
    keptDays: z.number(),
    ...approvalDetails,
  }),
]);

/** A step of this family as documents hold it. */
export type ProtectionChange = Planned<z.infer<typeof protectionChangeSchema>>;
