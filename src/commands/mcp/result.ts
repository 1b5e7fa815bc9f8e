// The result document of `azbackup mcp`: what was called. It is never on stdout, which is the protocol's.

import { z } from 'zod';

/** The document. */
export const mcpDocumentSchema = z.strictObject({
  kind: z.literal('mcp'),
  schemaVersion: z.literal(1),
  items: z.array(
    z.strictObject({
      tool: z.string(),
      calls: z.number(),
      /** Calls that ended with an error. */
      failed: z.number(),
    }),
  ),
  summary: z.strictObject({
    calls: z.number(),
    /** Plans that were applied, however that ended. */
    applied: z.number(),
  }),
});

export type McpDocument = z.infer<typeof mcpDocumentSchema>;
