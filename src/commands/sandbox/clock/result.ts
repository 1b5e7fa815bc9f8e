// The result document of the commands under `azbackup sandbox clock`.

import { z } from 'zod';

/** The document of `sandbox clock show`, `advance`, `freeze` and `speed`. */
export const sandboxClockDocumentSchema = z.strictObject({
  kind: z.literal('sandbox-clock'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(
    z.strictObject({
      /** The sandbox's own time, RFC 3339 UTC. */
      time: z.string(),
      /** How time passes while the sandbox is served. */
      mode: z.enum(['running', 'frozen']),
      /** Virtual seconds in a real one; 0 when frozen. */
      speed: z.number(),
      advancedSeconds: z.number(),
      /** Address of the server that answers now. */
      server: z.string().nullable(),
    }),
  ),
  summary: z.strictObject({ time: z.string() }),
});

export type SandboxClockDocument = z.infer<typeof sandboxClockDocumentSchema>;
