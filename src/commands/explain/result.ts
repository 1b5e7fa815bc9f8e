// The result document of `azbackup explain`.

import { z } from 'zod';

const evidenceSchema = z.strictObject({
  kind: z.enum(['documentation', 'recording', 'report', 'source', 'assumption']),
  source: z.string(),
  /** As the page states it, `2026-01-23` or less exactly `2019-07`; null where it is not known. */
  date: z.string().nullable(),
  url: z.string().nullable(),
});

const itemSchema = z.strictObject({
  /** As it was asked for, or found. */
  code: z.string(),
  outcome: z.enum(['explained', 'name-only', 'unknown']),
  /** Null where the code is unknown. */
  kind: z.enum(['azure', 'azbackup', 'check', 'exit-code']).nullable(),
  /** Its spellings, and codes that mean the same. */
  names: z.array(z.string()),
  /** False where the rule is documented, but not that Azure uses this code. */
  codeConfirmed: z.boolean(),
  meaning: z.string().nullable(),
  likelyCause: z.string().nullable(),
  prove: z.array(z.string()),
  fix: z.array(z.string()),
  /** Whether running the same command again can help. */
  retry: z.enum(['yes', 'after-fix', 'no', 'unknown']),
  /** Exit codes of azbackup with it. */
  exitCodes: z.array(z.number()),
  evidence: z.array(evidenceSchema),
  docs: z.string().nullable(),
  /** Codes that are spelt alike; only for an unknown one. */
  similar: z.array(z.string()),
  /** How often it was found on standard input; null where it was given by name. */
  found: z.number().nullable(),
});

/** The document of `explain`: one item for each code. */
export const explainDocumentSchema = z.strictObject({
  kind: z.literal('explain'),
  schemaVersion: z.literal(1),
  items: z.array(itemSchema),
  summary: z.strictObject({ total: z.number(), explained: z.number(), unknown: z.number() }),
});

export type ExplainDocument = z.infer<typeof explainDocumentSchema>;
export type ExplainItem = ExplainDocument['items'][number];
