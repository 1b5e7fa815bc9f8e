// The result document of `azbackup login`.

import { z } from 'zod';

/** The document of `login`: one item for each command that signs in. */
export const loginDocumentSchema = z.strictObject({
  kind: z.literal('login'),
  schemaVersion: z.literal(1),
  items: z.array(z.strictObject({ command: z.string(), when: z.string() })),
  summary: z.strictObject({
    /** False, always: it is az that signs in. */
    signedIn: z.literal(false),
    total: z.number(),
  }),
});

export type LoginDocument = z.infer<typeof loginDocumentSchema>;
