// Jobs that are started or cancelled, in documents.

import { z } from 'zod';
import { changeSchema, type Planned } from '../change.js';

/** One job started or cancelled. */
export const jobChangeSchema = z.discriminatedUnion('type', [
  changeSchema(z.literal('backup'), { vm: z.string(), expiry: z.string() }),
  changeSchema(z.literal('cancel-job'), {
    job: z.string(),
    vmName: z.string(),
    operation: z.string(),
  }),
]);

/** A step of this family as documents hold it. */
export type JobChange = Planned<z.infer<typeof jobChangeSchema>>;
