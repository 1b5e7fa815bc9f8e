// The result document of `azbackup preflight`.

import { z } from 'zod';
import {
  encryptionSchema,
  findingSchema,
  itemErrorSchema,
  resourceSchema,
} from '../results/parts.js';

const itemSchema = z.strictObject({
  vm: resourceSchema,
  outcome: z.enum(['ready', 'warning', 'blocked', 'failed']),
  verdict: z.enum(['ready', 'warning', 'blocked']).nullable(),
  osType: z.enum(['Windows', 'Linux']).nullable(),
  resourceGroup: z.string().nullable(),
  location: z.string().nullable(),
  encryption: encryptionSchema.nullable(),
  vault: resourceSchema.nullable(),
  policy: z.string().nullable(),
  findings: z.array(findingSchema),
  error: itemErrorSchema.nullable(),
});

/** The document. */
export const preflightDocumentSchema = z.strictObject({
  kind: z.literal('preflight'),
  schemaVersion: z.literal(1),
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    ready: z.number(),
    warning: z.number(),
    blocked: z.number(),
    failed: z.number(),
  }),
});

export type PreflightDocument = z.infer<typeof preflightDocumentSchema>;
export type PreflightItem = z.infer<typeof itemSchema>;
