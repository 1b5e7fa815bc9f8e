// The error envelope: what goes to stderr when a command fails under `-o json` or `-o jsonl`.

import { z } from 'zod';
import type { ErrorEnvelope } from '../../errors/error-envelope.js';

/** The envelope. Every key is always there, null where unknown; `stack` only with `--debug`. */
export const errorEnvelopeSchema = z.strictObject({
  type: z.literal('error'),
  code: z.string(),
  exitCode: z.number(),
  azureCode: z.string().nullable(),
  message: z.string(),
  target: z.string().nullable(),
  cause: z.string().nullable(),
  fix: z.array(z.string()).readonly(),
  docs: z.string().nullable(),
  requestId: z.string().nullable(),
  correlationId: z.string().nullable(),
  stack: z.string().exactOptional(),
}) satisfies z.ZodType<ErrorEnvelope>;
