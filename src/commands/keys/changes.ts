// Keys and secrets that are brought back, in documents. Nothing in it is key material.

import { z } from 'zod';
import { changeSchema, type Planned } from '../../steps/change.js';

const objectDetails = { objectName: z.string(), version: z.string().optional() };

/** One key or secret that is brought back. */
export const keyChangeSchema = z.discriminatedUnion('type', [
  changeSchema(
    z.enum(['recover-key', 'recover-secret', 'restore-key', 'restore-secret']),
    objectDetails,
  ),
  changeSchema(z.literal('set-secret'), {
    ...objectDetails,
    contentType: z.string(),
    tags: z.array(z.string()),
  }),
]);

/** A step of this family as documents hold it. */
export type KeyChange = Planned<z.infer<typeof keyChangeSchema>>;
