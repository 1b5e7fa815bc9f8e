// The result document of `azbackup status`.

import { z } from 'zod';
import { KEY_HEALTH } from '../../domain/keys/key-health.js';
import {
  encryptionSchema,
  findingSchema,
  itemErrorSchema,
  resourceSchema,
} from '../results/parts.js';

const itemSchema = z.strictObject({
  vm: resourceSchema,
  outcome: z.enum([
    'protected',
    'waiting-for-first-backup',
    'stopped',
    /** Azure pauses the backups; none is taken. */
    'paused',
    'soft-deleted',
    /** The item would be backed up, but its machine is gone or was moved. */
    'machine-gone',
    'not-protected',
    /** Not in the vault asked for: another one protects it. */
    'elsewhere',
    'error',
    'failed',
  ]),
  /** True when the machine that the item names is not there any more, whatever the item's state. */
  machineGone: z.boolean(),
  vault: resourceSchema.nullable(),
  policy: z.string().nullable(),
  protectionState: z.string().nullable(),
  lastBackup: z
    .strictObject({ status: z.string(), time: z.string(), ageSeconds: z.number() })
    .nullable(),
  lastRecoveryPoint: z.strictObject({ time: z.string(), ageSeconds: z.number() }).nullable(),
  /** True when `--max-age` was given and the last recovery point is older, or there is none. */
  tooOld: z.boolean(),
  lastError: z
    .strictObject({
      jobId: z.string().nullable(),
      code: z.string(),
      message: z.string(),
      meaning: z.string().nullable(),
      fix: z.array(z.string()),
      time: z.string().nullable(),
    })
    .nullable(),
  softDelete: z.strictObject({ deletedAt: z.string(), remainingSeconds: z.number() }).nullable(),
  encryption: encryptionSchema.nullable(),
  /** Whether the backup service could read what it needs now; null when it needs nothing. */
  keyAccess: z.enum(['granted', 'lacking', 'unknown']).nullable(),
  /** Whether the very secrets and keys of its disks are there; null when it has none. */
  keyHealth: z.enum(KEY_HEALTH).nullable(),
  /** Disks that its backups leave out; null where none are taken of it, or its disks are not known. */
  excludedDisks: z.array(z.strictObject({ lun: z.number(), name: z.string() })).nullable(),
  /** Findings on keys and grants that are not passed. */
  findings: z.array(findingSchema),
  error: itemErrorSchema.nullable(),
});

/** The document. */
export const statusDocumentSchema = z.strictObject({
  kind: z.literal('status'),
  schemaVersion: z.literal(1),
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
    tooOld: z.number(),
  }),
});

export type StatusDocument = z.infer<typeof statusDocumentSchema>;
export type StatusItem = z.infer<typeof itemSchema>;
