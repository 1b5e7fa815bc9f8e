// The result documents of the commands under `azbackup policy`.

import { z } from 'zod';
import {
  ARCHIVE_UNITS,
  MONTHS,
  WEEKDAYS,
  WEEKS_OF_MONTH,
} from '../../domain/backup-policy/policy.js';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';
import { policyChangeSchema } from '../../steps/policy/changes.js';

const weekdays = z.array(z.enum(WEEKDAYS)).readonly();

const daysOfMonthSchema = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('Daily'),
    dates: z.array(z.union([z.number(), z.literal('Last')])).readonly(),
  }),
  z.strictObject({
    format: z.literal('Weekly'),
    weeks: z.array(z.enum(WEEKS_OF_MONTH)).readonly(),
    days: weekdays,
  }),
]);

/** What a policy lays down; `policy create --file` takes it as it is. */
const termsSchema = z.strictObject({
  policyType: z.enum(['Standard', 'Enhanced']),
  /** Azure's name of the zone, which is the one of Windows. */
  timeZone: z.string(),
  schedule: z.strictObject({
    frequency: z.enum(['Hourly', 'Daily', 'Weekly']),
    /** `HH:MM` in the policy's time zone. */
    times: z.array(z.string()).readonly(),
    days: weekdays,
    /** Hourly only. */
    everyHours: z.number().nullable(),
    windowHours: z.number().nullable(),
  }),
  retention: z.strictObject({
    daily: z.strictObject({ days: z.number() }).nullable(),
    weekly: z.strictObject({ weeks: z.number(), on: weekdays }).nullable(),
    monthly: z.strictObject({ months: z.number(), on: daysOfMonthSchema }).nullable(),
    yearly: z
      .strictObject({
        years: z.number(),
        in: z.array(z.enum(MONTHS)).readonly(),
        on: daysOfMonthSchema,
      })
      .nullable(),
  }),
  instantRestoreDays: z.number(),
  archive: z
    .discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('recommended') }),
      z.strictObject({
        mode: z.literal('after'),
        count: z.number(),
        unit: z.enum(ARCHIVE_UNITS),
      }),
      z.strictObject({ mode: z.literal('never') }),
    ])
    .nullable(),
  snapshotGroup: z.strictObject({ prefix: z.string(), suffix: z.string().nullable() }).nullable(),
  snapshotConsistency: z.literal('OnlyCrashConsistent').nullable(),
});

const policyItemSchema = z.strictObject({
  policy: resourceSchema,
  vault: resourceSchema,
  terms: termsSchema,
  /** IANA's name of the time zone; null where Unicode's table has none. */
  zone: z.string().nullable(),
  /** Machines that have the policy, counted among the vault's items. */
  protectedItems: z.number(),
  /** When it runs next, RFC 3339 UTC. */
  nextBackup: z.string().nullable(),
  /** Fields that Azure has set and azbackup does not know; it will not change such a policy. */
  unknownFields: z.array(z.string()),
});

/** The document of `policy list`. */
export const policyListDocumentSchema = z.strictObject({
  kind: z.literal('policy-list'),
  schemaVersion: z.literal(1),
  items: z.array(policyItemSchema),
  summary: z.strictObject({ total: z.number(), vaults: z.number() }),
});

/** The document of `policy show`. */
export const policyShowDocumentSchema = z.strictObject({
  kind: z.literal('policy-show'),
  schemaVersion: z.literal(1),
  items: z.array(policyItemSchema),
  summary: z.strictObject({ total: z.number() }),
});

const differenceSchema = z.strictObject({
  /** What differs, such as `schedule` or `retention.weekly`. */
  field: z.string(),
  /** In words that can be typed as options; null where there is nothing. */
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** The document of `policy create`, `policy update` and `policy delete`. */
export const policyChangeDocumentSchema = z.strictObject({
  kind: z.literal('policy-change'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(
    z.strictObject({
      policy: resourceSchema,
      vault: resourceSchema,
      outcome: z.enum([
        'created',
        'updated',
        'deleted',
        'unchanged',
        'accepted',
        'planned',
        'declined',
        'failed',
        'interrupted',
      ]),
      /** As they are to be; null where the policy is deleted. */
      terms: termsSchema.nullable(),
      zone: z.string().nullable(),
      nextBackup: z.string().nullable(),
      differences: z.array(differenceSchema),
      /** Machines that have the policy. */
      machines: z.array(resourceSchema),
      operationId: z.string().nullable(),
      seconds: z.number().nullable(),
      changes: z.array(policyChangeSchema),
      error: itemErrorSchema.nullable(),
    }),
  ),
  summary: z.strictObject({
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
    changes: z.number(),
  }),
});

/** The document of `policy diff`: one item for each difference. */
export const policyDiffDocumentSchema = z.strictObject({
  kind: z.literal('policy-diff'),
  schemaVersion: z.literal(1),
  same: z.boolean(),
  /** What is compared: a policy's id, or the name of a file. */
  left: z.string(),
  right: z.string(),
  items: z.array(differenceSchema),
  summary: z.strictObject({ differences: z.number() }),
});

export type PolicyListDocument = z.infer<typeof policyListDocumentSchema>;
export type PolicyShowDocument = z.infer<typeof policyShowDocumentSchema>;
export type PolicyItem = z.infer<typeof policyItemSchema>;
export type PolicyTermsDocument = z.infer<typeof termsSchema>;
export type PolicyChangeDocument = z.infer<typeof policyChangeDocumentSchema>;
export type PolicyChangeItem = PolicyChangeDocument['items'][number];
export type PolicyDiffDocument = z.infer<typeof policyDiffDocumentSchema>;
