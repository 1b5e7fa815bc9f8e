// The result document of `azbackup completion`.

import { z } from 'zod';
import { SHELLS } from '../../domain/shells.js';

/** The document of `completion`: the script. */
export const completionDocumentSchema = z.strictObject({
  kind: z.literal('completion'),
  schemaVersion: z.literal(1),
  items: z.array(z.strictObject({ shell: z.enum(SHELLS), script: z.string() })),
  summary: z.strictObject({ commands: z.number() }),
});

export type CompletionDocument = z.infer<typeof completionDocumentSchema>;
