// The result document of `azbackup gate init`.

import { z } from 'zod';
import { GATE_RULES } from '../../domain/gate/demand.js';

const itemSchema = z.strictObject({
  rule: z.enum(GATE_RULES),
  /** `commented`: in the file as a comment, because VMs miss it, or it was not looked at. */
  outcome: z.enum(['active', 'commented']),
  /** The line of the file. */
  requirement: z.string(),
  /** VMs that miss it, and those of which it is unknown. */
  missed: z.number(),
  unknown: z.number(),
});

/** The document. */
export const gateInitDocumentSchema = z.strictObject({
  kind: z.literal('gate-init'),
  schemaVersion: z.literal(1),
  /** The file that was written. */
  file: z.string(),
  items: z.array(itemSchema),
  summary: z.strictObject({
    /** VMs that were looked at. */
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
  }),
});

export type GateInitDocument = z.infer<typeof gateInitDocumentSchema>;
export type GateInitItem = z.infer<typeof itemSchema>;
