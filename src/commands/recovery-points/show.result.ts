// The result document of `azbackup recovery-points show`.

import { z } from 'zod';
import { resourceSchema } from '../results/parts.js';
import { pointThreatSchema, recoveryPointTierSchema } from './list.result.js';

/** A key or secret by address. What Azure keeps of its contents is nowhere in here. */
const keySchema = z.strictObject({
  url: z.string(),
  keyVault: resourceSchema,
  name: z.string(),
  version: z.string().nullable(),
  /** True when the point holds a backup of it. */
  backedUp: z.boolean(),
});

const diskSchema = z.strictObject({ lun: z.number(), name: z.string() });

const itemSchema = z.strictObject({
  vm: resourceSchema,
  outcome: z.literal('found'),
  vault: resourceSchema,
  policy: z.string().nullable(),
  protectionState: z.string(),
  /** Azure's name of the point: a decimal number as text. */
  name: z.string(),
  time: z.string(),
  ageSeconds: z.number(),
  consistency: z.string(),
  tiers: z.array(recoveryPointTierSchema),
  expiryTime: z.string().nullable(),
  ruleName: z.string().nullable(),
  softDeleted: z.boolean(),
  threat: pointThreatSchema,
  osType: z.string().nullable(),
  vmSize: z.string().nullable(),
  managedDisks: z.boolean().nullable(),
  securityType: z.string().nullable(),
  zones: z.array(z.string()),
  /** Null where Azure says nothing of disks: then all are included. The OS disk has LUN -1. */
  disks: z
    .strictObject({
      included: z.array(diskSchema),
      excluded: z.array(diskSchema),
      includedCount: z.number().nullable(),
      attachedCount: z.number().nullable(),
    })
    .nullable(),
  /** Whether Azure would move it to the archive tier; null where it does not say. */
  archiveReadiness: z.strictObject({ ready: z.boolean(), reason: z.string() }).nullable(),
  /** True when the machine's disks were encrypted with ADE. */
  encrypted: z.boolean(),
  encryption: z
    .strictObject({
      /** `SinglePass`, `DoublePass` or another word of Azure's; null where it says none. */
      mechanism: z.string().nullable(),
      secret: keySchema.nullable(),
      key: keySchema.nullable(),
    })
    .nullable(),
});

/** The document. */
export const recoveryPointDocumentSchema = z.strictObject({
  kind: z.literal('recovery-point'),
  schemaVersion: z.literal(1),
  items: z.array(itemSchema),
  summary: z.strictObject({ total: z.number() }),
});

export type RecoveryPointDocument = z.infer<typeof recoveryPointDocumentSchema>;
export type RecoveryPointItem = z.infer<typeof itemSchema>;
