// The result document of `azbackup gate`.

import { z } from 'zod';
import { GATE_RULES } from '../../domain/gate/demand.js';
import { GATE_OUTCOMES } from '../../domain/gate/outcome.js';
import { resourceSchema } from '../results/parts.js';

const waiverSchema = z.strictObject({
  rule: z.enum(GATE_RULES),
  scope: z.string(),
  reason: z.string(),
  expires: z.string(),
  line: z.number(),
  /** `expired` ones waive nothing; `unused` ones are about nothing that is missed. */
  state: z.enum(['in-use', 'unused', 'expired']),
});

const demandSchema = z.strictObject({
  rule: z.enum(GATE_RULES),
  block: z.string(),
  /** The rule with its threshold, as the file has it. */
  requirement: z.string(),
  /** Where the file has it. */
  line: z.number(),
  column: z.number(),
  outcome: z.enum(GATE_OUTCOMES),
  reason: z.string(),
  /** True for a miss that the baseline has already. */
  known: z.boolean(),
  /** The waiver that is about it; where it has expired the outcome is as without. */
  waiver: z
    .strictObject({
      reason: z.string(),
      expires: z.string(),
      line: z.number(),
      expired: z.boolean(),
    })
    .nullable(),
  /** The same for the same rule, block and VM in every run. */
  fingerprint: z.string(),
});

const itemSchema = z.strictObject({
  vm: resourceSchema,
  outcome: z.enum(['met', 'not-met', 'unknown']),
  results: z.array(demandSchema),
});

/** The document. */
export const gateDocumentSchema = z.strictObject({
  kind: z.literal('gate'),
  schemaVersion: z.literal(1),
  /** The gate file, as it was named. */
  file: z.string(),
  verdict: z.enum(['met', 'not-met', 'unknown']),
  /** Whether what could not be found out passes. */
  unknown: z.enum(['pass', 'fail']),
  /** The earlier result whose misses are known; null without one. */
  baseline: z.string().nullable(),
  items: z.array(itemSchema),
  waivers: z.array(waiverSchema),
  summary: z.strictObject({
    total: z.number(),
    /** VMs by outcome. */
    outcomes: z.record(z.string(), z.number()),
    /** Demands by outcome. */
    results: z.record(z.string(), z.number()),
    /** Misses that the baseline has. */
    known: z.number(),
  }),
});

export type GateDocument = z.infer<typeof gateDocumentSchema>;
export type GateItem = z.infer<typeof itemSchema>;
export type GateDemand = z.infer<typeof demandSchema>;
