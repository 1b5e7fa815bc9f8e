// The result document of `azbackup audit-keys`.

import { z } from 'zod';
import { KEY_AUDIT_STATUSES } from '../../domain/keys/key-audit-status.js';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';

const verdictSchema = z.enum(KEY_AUDIT_STATUSES);

const itemSchema = z.strictObject({
  vm: resourceSchema,
  /** The verdict on the keys that the point needs; `not-encrypted` needs none. */
  outcome: z.enum([...KEY_AUDIT_STATUSES, 'not-encrypted']),
  vault: resourceSchema,
  /** Azure's name of the point: a decimal number as text. */
  name: z.string(),
  time: z.string(),
  /** Id of one of `pairs`; null where the point needs none, or it is not known which. */
  pair: z.number().nullable(),
  /** Id of the pair that the points before and after it need, of a point that could not be looked at. */
  likelyPair: z.number().nullable(),
  /** Why it is unknown which pair the point needs; null where it is known. */
  reason: z.string().nullable(),
});

const objectSchema = z.strictObject({
  url: z.string(),
  keyVault: z.string(),
  name: z.string(),
  version: z.string().nullable(),
});

const pairSchema = z.strictObject({
  id: z.number(),
  vm: resourceSchema,
  vault: resourceSchema,
  verdict: verdictSchema,
  secret: objectSchema,
  /** Null for BEK-only machines. */
  key: objectSchema.nullable(),
  /**
   * `os-volume` where the machine may have data volumes with secrets of their own, as on Windows: no point names these,
   * so they are not checked.
   */
  checked: z.enum(['all-volumes', 'os-volume']),
  /** How many points need it, and the first and last of them. */
  points: z.number(),
  oldest: z.string(),
  newest: z.string(),
  /** The secret's new address, where it was set anew. */
  replacedBy: z.string().nullable(),
  findings: z.array(
    z.strictObject({
      verdict: verdictSchema,
      subject: z.enum(['secret', 'key', 'key-vault']),
      summary: z.string(),
      evidence: z.array(z.string()),
      fix: z.array(z.string()),
    }),
  ),
});

const machineSchema = z.strictObject({
  vm: resourceSchema,
  vault: resourceSchema,
  outcome: z.enum(['audited', 'failed']),
  /** The worst of its points; null without points, or where they could not be listed. */
  verdict: verdictSchema.nullable(),
  points: z.number(),
  /** Points that need keys. */
  encrypted: z.number(),
  /** Points that were not looked at because Azure allows no more reads. */
  notLookedAt: z.number(),
  error: itemErrorSchema.nullable(),
});

/** The document. */
export const auditKeysDocumentSchema = z.strictObject({
  kind: z.literal('audit-keys'),
  schemaVersion: z.literal(1),
  /** The verdict at which, and beyond which, the command exits with 6. */
  failOn: verdictSchema,
  machines: z.array(machineSchema),
  /** Distinct keys and secrets of each machine, the worst first. */
  pairs: z.array(pairSchema),
  /** Points, newest first for each machine. */
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    machines: z.number(),
    /** Points by outcome; outcomes that did not occur are left out. */
    outcomes: z.record(z.string(), z.number()),
    /** Points at or beyond `failOn`. */
    failing: z.number(),
    notLookedAt: z.number(),
  }),
});

export type AuditKeysDocument = z.infer<typeof auditKeysDocumentSchema>;
export type AuditKeysItem = z.infer<typeof itemSchema>;
export type AuditKeysPair = z.infer<typeof pairSchema>;
export type AuditKeysMachine = z.infer<typeof machineSchema>;
