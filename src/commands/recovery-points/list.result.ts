// The result document of `azbackup recovery-points list`.

import { z } from 'zod';
import { THREAT_STATUSES } from '../../domain/recovery/threat.js';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';

/** A tier of a point with Azure's word for its state, such as `Valid` or `Deleted`. */
export const recoveryPointTierSchema = z.strictObject({
  tier: z.enum(['snapshot', 'vault', 'archive']),
  status: z.string(),
});

/** What Azure reports of threats in the VM when a point was made. */
export const pointThreatSchema = z.strictObject({
  /**
   * `clean`: known to be so. `unknown`: Azure does not report it, as for most vaults, or reports what does not fit together.
   */
  status: z.enum(THREAT_STATUSES),
  /** In Azure's words; null where it has none. */
  threats: z.array(
    z.strictObject({
      title: z.string(),
      severity: z.string().nullable(),
      state: z.string().nullable(),
    }),
  ),
});

const itemSchema = z.strictObject({
  vm: resourceSchema,
  vault: resourceSchema,
  /** Azure's name of the point: a decimal number as text. */
  name: z.string(),
  time: z.string(),
  ageSeconds: z.number(),
  /** Azure's word: `AppConsistent`, `FileSystemConsistent`, `CrashConsistent`. */
  consistency: z.string(),
  tiers: z.array(recoveryPointTierSchema),
  /** Null where Azure does not say when it lets the point go. */
  expiryTime: z.string().nullable(),
  ruleName: z.string().nullable(),
  softDeleted: z.boolean(),
  threat: pointThreatSchema,
  /** True when the machine's disks were encrypted with ADE. */
  encrypted: z.boolean(),
});

const daySchema = z.strictObject({
  /** A UTC day, such as `2026-11-23`. */
  date: z.string(),
  /** How many of the items are of this day. */
  points: z.number(),
  /** Tiers from which one of them can be restored. */
  tiers: z.array(recoveryPointTierSchema.shape.tier),
  /**
   * `points`; `left-out`: only points that `--tier`, `--since` or `--until` leave out; `missing`: by
   * today's policy there should be one; `pending`: there may still come one; `none`.
   */
  state: z.enum(['points', 'left-out', 'missing', 'pending', 'none']),
});

const machineSchema = z.strictObject({
  vm: resourceSchema,
  outcome: z.enum(['listed', 'failed']),
  vault: resourceSchema,
  policy: z.string().nullable(),
  protectionState: z.string(),
  softDelete: z.strictObject({ deletedAt: z.string(), remainingSeconds: z.number() }).nullable(),
  /** How many of the items are this machine's. */
  points: z.number(),
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
  /** The days looked at: the first and the last one; null without any. */
  firstDay: z.string().nullable(),
  lastDay: z.string().nullable(),
  daysWithoutPoint: z.number(),
  /** Days without a point on which the policy, as it is today, would have run; null when not known. */
  daysMissing: z.number().nullable(),
  /** Days in a row without a point, earliest first. */
  gaps: z.array(
    z.strictObject({
      from: z.string(),
      to: z.string(),
      days: z.number(),
      missing: z.number().nullable(),
    }),
  ),
  /** Every day looked at, earliest first; empty without `--calendar`. */
  days: z.array(daySchema),
  error: itemErrorSchema.nullable(),
});

/** The document. */
export const recoveryPointsDocumentSchema = z.strictObject({
  kind: z.literal('recovery-points'),
  schemaVersion: z.literal(1),
  /** True when `--calendar` asks for days. */
  calendar: z.boolean(),
  /** What was asked for; null where nothing narrows the list. */
  since: z.string().nullable(),
  until: z.string().nullable(),
  tier: recoveryPointTierSchema.shape.tier.nullable(),
  /** Machines in the order asked for. */
  machines: z.array(machineSchema),
  /** Points, newest first for each machine. */
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    machines: z.number(),
    oldest: z.string().nullable(),
    newest: z.string().nullable(),
    daysWithoutPoint: z.number(),
    /** Of the machines of which it is known; null when of none. */
    daysMissing: z.number().nullable(),
  }),
});

export type RecoveryPointsDocument = z.infer<typeof recoveryPointsDocumentSchema>;
export type RecoveryPointsItem = z.infer<typeof itemSchema>;
export type RecoveryPointsMachine = z.infer<typeof machineSchema>;
export type RecoveryPointsDay = z.infer<typeof daySchema>;
export type RecoveryPointTierDocument = z.infer<typeof recoveryPointTierSchema>;
