// The result document of `azbackup sandbox verify`: one item for each operation of the recording.

import { z } from 'zod';

/** Whether the sandbox answers an operation as recorded; `not-compared` where none of it could be. */
const verdictSchema = z.enum(['agrees', 'differs', 'not-compared']);

const differenceSchema = z.strictObject({
  kind: z.enum(['status', 'missing', 'extra', 'type', 'value']),
  /** Where: `status`, `header name` or `body.properties.tasks[].status`. */
  at: z.string(),
  recorded: z.string(),
  sandbox: z.string(),
  /** The files of the exchanges that show it. */
  files: z.array(z.string()),
});

const itemSchema = z.strictObject({
  /** The provider and its operation; null for what the sandbox has no operation for. */
  provider: z.string().nullable(),
  operation: z.string().nullable(),
  verdict: verdictSchema,
  exchanges: z.number(),
  agree: z.number(),
  differ: z.number(),
  differences: z.array(differenceSchema),
  notCompared: z.array(z.strictObject({ reason: z.string(), files: z.array(z.string()) })),
  /** Values that are for the recorded world to say, such as sizes: another one, and no difference. */
  worldValues: z.number(),
});

/** The document of `sandbox verify`. */
export const sandboxVerifyDocumentSchema = z.strictObject({
  kind: z.literal('sandbox-verify'),
  schemaVersion: z.literal(1),
  directory: z.string(),
  items: z.array(itemSchema),
  /** The assumptions of docs/sandbox.md that the recording bears on. */
  assumptions: z.array(
    z.strictObject({
      id: z.string(),
      note: z.string(),
      /** `supported`: its operation agrees throughout; `in-question`: it differs somewhere. */
      verdict: z.enum(['supported', 'in-question']),
    }),
  ),
  summary: z.strictObject({
    exchanges: z.number(),
    agree: z.number(),
    differ: z.number(),
    notCompared: z.number(),
  }),
});

export type SandboxVerifyDocument = z.infer<typeof sandboxVerifyDocumentSchema>;
export type VerifiedOperation = SandboxVerifyDocument['items'][number];
