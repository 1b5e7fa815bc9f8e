// The result document of `azbackup doctor`.

import { z } from 'zod';
import { CATEGORIES } from './diagnosis.js';

const itemSchema = z.strictObject({
  /** Category and thing, such as `network.clock`; the host or provider follows a colon. */
  id: z.string(),
  category: z.enum(CATEGORIES),
  status: z.enum(['ok', 'warn', 'fail', 'unknown', 'skipped']),
  summary: z.string(),
  evidence: z.array(z.string()),
  fix: z.string().nullable(),
});

/** The document of `doctor`. */
export const doctorDocumentSchema = z.strictObject({
  kind: z.literal('doctor'),
  schemaVersion: z.literal(1),
  items: z.array(itemSchema),
  summary: z.strictObject({
    ok: z.number(),
    warn: z.number(),
    fail: z.number(),
    unknown: z.number(),
    skipped: z.number(),
    /** The report, as `--bundle` names it; null when none was asked for. */
    bundle: z.string().nullable(),
  }),
});

export type DoctorDocument = z.infer<typeof doctorDocumentSchema>;
export type DoctorItem = z.infer<typeof itemSchema>;
