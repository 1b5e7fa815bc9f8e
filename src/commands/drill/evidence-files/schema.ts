// The file of evidence of a drill, as auditors keep it. Its JSON Schema is published in docs/schemas.

import { z } from 'zod';
import { drillSchema } from '../evidence.js';

/** What the hash is made of. */
const statementSchema = z.strictObject({
  kind: z.literal('drill-evidence'),
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('azbackup'), version: z.string() }),
  /** True for a drill in the sandbox, which proves nothing of a backup in Azure. */
  sandbox: z.boolean(),
  /** Of all requests of the command, as Azure's activity log has it. */
  correlationId: z.string(),
  drill: drillSchema,
});

/** The file. */
export const drillEvidenceSchema = statementSchema.extend({
  /** `sha256:` and the hash, in hex, of the canonical JSON (RFC 8785) of all other members. */
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/u),
});

export type DrillStatement = z.infer<typeof statementSchema>;
export type DrillEvidence = z.infer<typeof drillEvidenceSchema>;
