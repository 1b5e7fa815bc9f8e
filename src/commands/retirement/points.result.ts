// The result document of `azbackup retirement points`.

import { z } from 'zod';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';
import { RETENTION_KINDS } from '../../domain/backup-policy/policy.js';

/** The first point under a rule of a policy that is there after the deadline. */
const horizonSchema = z.strictObject({
  rule: z.enum(RETENTION_KINDS),
  /** How many days, weeks, months or years the rule keeps a point. */
  count: z.number(),
  /** `yyyy-mm-dd` in the policy's time zone. It may lie in the past: such points are made already. */
  day: z.string(),
  /** The scheduled start. */
  run: z.string(),
});

const policySchema = z.strictObject({
  policy: resourceSchema,
  vault: resourceSchema,
  /** VMs with ADE among those looked at that it protects. */
  machines: z.number(),
  /**
   * `not-yet`: its next points are gone by the deadline. `shorten`: a shorter retention stops it. `immutable`: the vault
   * lets no retention be shortened. `too-late`: no retention that Azure takes is short enough.
   */
  verdict: z.enum(['not-yet', 'shorten', 'immutable', 'too-late', 'unknown']),
  /** From when on it makes points that are there after the deadline; null where its time zone is not known. */
  from: horizonSchema.nullable(),
  rules: z.array(horizonSchema),
  /** The longest retention that stops it, for now. */
  change: z
    .strictObject({
      command: z.string(),
      /** From when on the changed policy makes such points again. */
      until: horizonSchema.nullable(),
    })
    .nullable(),
});

const itemSchema = z.strictObject({
  vm: resourceSchema,
  /** `unknown` where nothing shows when the point expires. */
  outcome: z.enum(['after', 'unknown']),
  vault: resourceSchema,
  policy: z.string().nullable(),
  name: z.string(),
  time: z.string(),
  tiers: z.array(z.string()),
  /** Null where it never expires, or it is not known when. */
  expiry: z.string().nullable(),
  /** Where the expiry is from, or why there is none. */
  basis: z.enum([
    'azure',
    'policy',
    'soft-delete',
    'retained',
    'last-point',
    'no-expiry',
    'item-state',
    'soft-deleted-point',
  ]),
  /** What can be done about it: let it expire by a change of its policy, or restore and protect anew. */
  remedy: z.enum(['expire', 'restore-and-reprotect']),
  next: z.array(z.string()),
});

/** The document. */
export const retirementPointsSchema = z.strictObject({
  kind: z.literal('retirement-points'),
  schemaVersion: z.literal(1),
  deadline: z.string(),
  /** Points that expire after this are listed. */
  after: z.string(),
  policies: z.array(policySchema),
  items: z.array(itemSchema),
  /** Machines whose points could not be listed, or not all of them. */
  failed: z.array(
    z.strictObject({ vm: resourceSchema, reason: z.string(), error: itemErrorSchema.nullable() }),
  ),
  summary: z.strictObject({
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
    /** VMs looked at. */
    machines: z.number(),
    /** Recovery points with ADE that were looked at. */
    points: z.number(),
  }),
});

export type RetirementPointsDocument = z.infer<typeof retirementPointsSchema>;
export type RetirementPointsItem = z.infer<typeof itemSchema>;
export type RetirementPointsPolicy = z.infer<typeof policySchema>;
