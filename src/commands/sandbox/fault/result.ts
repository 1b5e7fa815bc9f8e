// The result document of the commands under `azbackup sandbox fault`.

import { z } from 'zod';

/** The document of `sandbox fault list`, `add` and `clear`: the faults that there are afterwards. */
export const sandboxFaultDocumentSchema = z.strictObject({
  kind: z.literal('sandbox-fault'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(
    z.strictObject({
      match: z.string(),
      /** The first matching request that it strikes; null means the first of all. */
      nth: z.number().nullable(),
      /** How many in a row it strikes; null without an end, or only one where `nth` is given. */
      times: z.number().nullable(),
      /** As it is typed: 429:30, reset, slow:3. */
      then: z.string(),
      /** Matching requests so far. */
      seen: z.number(),
    }),
  ),
  summary: z.strictObject({ total: z.number(), added: z.number(), cleared: z.number() }),
});

export type SandboxFaultDocument = z.infer<typeof sandboxFaultDocumentSchema>;
