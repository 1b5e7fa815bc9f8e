// The result document of `azbackup retirement plan`.

import { z } from 'zod';
import { MOVE_STEPS } from '../../../domain/retirement/move/step.js';
import { WAYS_OUT } from '../../../domain/retirement/way-out.js';
import { itemErrorSchema, resourceSchema } from '../../results/parts.js';

const stepSchema = z.strictObject({
  id: z.enum(MOVE_STEPS),
  what: z.string(),
  why: z.string(),
  /** By when it has to be done; null where there is no such time. */
  by: z.string().nullable(),
  /** `yyyy-mm-dd` in UTC: not before this day; null where there is no such day, or it is not known. */
  notBefore: z.string().nullable(),
  /** Commands of azbackup, az and azcopy, in order; words in capitals are to be filled in. */
  next: z.array(z.string()),
  /** Commands for inside of the VM. */
  guest: z.array(z.string()),
});

const itemSchema = z.strictObject({
  vm: resourceSchema,
  /** The way out; `failed` where it could not be looked at. */
  outcome: z.enum([...WAYS_OUT, 'failed']),
  reason: z.string(),
  /**
   * When no recovery point needs its keys any more, as the points stand now: from `drainDay` on, at once for want of points,
   * never by itself, or unknown.
   */
  drain: z.enum(['from', 'no-points', 'never', 'unknown']),
  /** `yyyy-mm-dd` in UTC: the keys are needed until this day at least; null where no end of a point is known. */
  drainDay: z.string().nullable(),
  steps: z.array(stepSchema),
  error: itemErrorSchema.nullable(),
});

/** The document. */
export const retirementPlanSchema = z.strictObject({
  kind: z.literal('retirement-plan'),
  schemaVersion: z.literal(1),
  deadline: z.string(),
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
    /** Machines of which something could not be read. */
    unread: z.number(),
  }),
});

export type RetirementPlanDocument = z.infer<typeof retirementPlanSchema>;
export type RetirementPlanItem = z.infer<typeof itemSchema>;
