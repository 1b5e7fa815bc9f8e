// The result document of `azbackup retirement keys`.

import { z } from 'zod';
import { itemErrorSchema, resourceSchema } from '../../results/parts.js';

const itemSchema = z.strictObject({
  /**
   * `from`: no known recovery point needs it from `deleteFrom` on. `in-use`: a VM uses it now. `never`: a point that needs
   * it never expires. `unknown`: do not delete it.
   */
  outcome: z.enum(['from', 'in-use', 'never', 'unknown']),
  object: z.enum(['secret', 'key']),
  url: z.string(),
  keyVault: z.string(),
  name: z.string(),
  version: z.string().nullable(),
  /** Recovery points that are known to need it. */
  points: z.number(),
  /** The one of them that is there longest. */
  lastPoint: z
    .strictObject({
      vm: resourceSchema,
      name: z.string(),
      time: z.string(),
      /** Null where it never expires, or it is not known when. */
      expiry: z.string().nullable(),
    })
    .nullable(),
  /** Do not delete it before: the last known expiry, whatever else is unknown. */
  notBefore: z.string().nullable(),
  /** `yyyy-mm-dd` in UTC: from the beginning of this day it may be deleted; null where it may not, or it is unknown. */
  deleteFrom: z.string().nullable(),
  /** VMs whose disks use it now. */
  usedBy: z.array(resourceSchema),
  /** Why it is unknown. */
  reasons: z.array(z.string()),
});

/** The document. */
export const retirementKeysSchema = z.strictObject({
  kind: z.literal('retirement-keys'),
  schemaVersion: z.literal(1),
  items: z.array(itemSchema),
  /** What was not looked at; while there is any of it, no day of deletion is given. */
  gaps: z.array(z.string()),
  failed: z.array(z.strictObject({ vm: resourceSchema, error: itemErrorSchema })),
  summary: z.strictObject({
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
    machines: z.number(),
    /** Recovery points with ADE that were looked at, and those that do not name their keys. */
    points: z.number(),
    unnamed: z.number(),
  }),
});

export type RetirementKeysDocument = z.infer<typeof retirementKeysSchema>;
export type RetirementKeysItem = z.infer<typeof itemSchema>;
