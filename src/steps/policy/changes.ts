// Changes of backup policies in documents.

import { z } from 'zod';
import { retentionLossSchema } from '../retention-loss.js';
import { approvalDetails, changeSchema, type Planned } from '../change.js';

/** One change of a policy. */
export const policyChangeSchema = z.discriminatedUnion('type', [
  changeSchema(z.literal('put-policy'), {
    change: z.enum(['create', 'update']),
    policy: z.string(),
    words: z.array(z.string()),
    retentionLoss: retentionLossSchema.optional(),
    ...approvalDetails,
  }),
  changeSchema(z.literal('delete-policy'), { policy: z.string() }),
]);

/** A step of this family as documents hold it. */
export type PolicyChange = Planned<z.infer<typeof policyChangeSchema>>;
