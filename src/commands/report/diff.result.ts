// The result document of `azbackup report diff`.

import { z } from 'zod';
import { resourceSchema } from '../results/parts.js';

const changeSchema = z.strictObject({
  what: z.enum(['safety', 'state', 'keys', 'gate', 'missed-days', 'points-after-deadline']),
  before: z.string(),
  after: z.string(),
  /** `unclear` where one of the reports does not know, or neither is better. */
  direction: z.enum(['worse', 'better', 'unclear']),
});

const itemSchema = z.strictObject({
  vm: resourceSchema,
  /**
   * What its changes come to. `only-in-old` and `only-in-new` where one of the reports has it: it can be deleted,
   * or was not selected.
   */
  outcome: z.enum(['worse', 'better', 'unclear', 'only-in-new', 'only-in-old']),
  /** Empty where only one of the reports has it. */
  changes: z.array(changeSchema),
});

const keyStateSchema = z.strictObject({
  outcome: z.string(),
  /** `yyyy-mm-dd` in UTC from which on it may be deleted. */
  deleteFrom: z.string().nullable(),
});

const keySchema = z.strictObject({
  /** `may-go`: the new report lets it be deleted, the old one did not. `needed`: the reverse. */
  outcome: z.enum(['may-go', 'needed', 'changed', 'only-in-new', 'only-in-old']),
  url: z.string(),
  object: z.enum(['secret', 'key']),
  before: keyStateSchema.nullable(),
  after: keyStateSchema.nullable(),
});

const sideSchema = z.strictObject({
  file: z.string(),
  time: z.string(),
  /** False where something could not be read. */
  complete: z.boolean(),
  headline: z.string(),
});

/** The document. */
export const reportDiffSchema = z.strictObject({
  kind: z.literal('report-diff'),
  schemaVersion: z.literal(1),
  old: sideSchema,
  new: sideSchema,
  /** VMs that changed, worst first. */
  items: z.array(itemSchema),
  /** Versions of secrets and keys that changed. */
  keys: z.array(keySchema),
  summary: z.strictObject({
    /** VMs of either report. */
    total: z.number(),
    unchanged: z.number(),
    outcomes: z.record(z.string(), z.number()),
    keys: z.record(z.string(), z.number()),
  }),
});

export type ReportDiffDocument = z.infer<typeof reportDiffSchema>;
export type ReportDiffItem = z.infer<typeof itemSchema>;
export type ReportDiffKey = z.infer<typeof keySchema>;
