// The result document of `azbackup restore`. Nothing in it is key material.

import { z } from 'zod';
import { THREAT_STATUSES } from '../../domain/recovery/threat.js';
import { itemErrorSchema, resourceSchema } from '../results/parts.js';
import { restoreChangeSchema } from './steps/changes.js';

const diskSchema = z.strictObject({
  role: z.enum(['os', 'data']),
  /** Null for the OS disk. */
  lun: z.number().nullable(),
  /** The id of a managed disk, or the address of a blob. */
  id: z.string(),
});

const keyStateSchema = z.strictObject({
  /** The address that the recovery point names, or the disk of a further volume. */
  wantedUrl: z.string(),
  /** How it stands: `in-place`, `replaced`, `gone` and the other states of `restore-keys`. */
  state: z.string(),
  /** Where it can be had; null where it cannot. */
  url: z.string().nullable(),
});

const verificationSchema = z.strictObject({
  /** What was looked at, such as `power-state`. */
  what: z.enum(['provisioning', 'power-state', 'agent', 'disk-encryption', 'ade-extension']),
  /** `not-verified` is neither good nor bad: it could not be told. */
  status: z.enum(['verified', 'failed', 'not-verified']),
  /** One sentence without a full stop. */
  detail: z.string(),
});

const itemSchema = z.strictObject({
  /** The machine that was backed up; it may be gone. */
  vm: resourceSchema,
  outcome: z.enum([
    'restored',
    'unchanged',
    'planned',
    'declined',
    'incomplete',
    'started',
    'running',
    'failed',
    'interrupted',
  ]),
  to: z.enum(['disks', 'vm']),
  vault: resourceSchema,
  recoveryPoint: z.strictObject({
    name: z.string(),
    time: z.string(),
    /** Where Azure reads it from. */
    tier: z.enum(['snapshot', 'vault', 'archive']),
    consistency: z.string(),
    /** `unknown` where Azure does not report whether it is clean, as for most vaults. */
    threat: z.enum(THREAT_STATUSES),
    /** Why this one. */
    reason: z.string(),
  }),
  location: z.string(),
  stagingAccount: resourceSchema,
  /** Null where the disks are blobs of the staging account. */
  targetResourceGroup: z.string().nullable(),
  /** The new machine; null where disks alone are restored. */
  machine: resourceSchema.nullable(),
  jobId: z.string().nullable(),
  /** What goes on with what this run has begun: the same command, also without `--again`, or none. */
  continuation: z.enum(['same-command', 'without-again', 'none']),
  /** Those that were restored, as far as they are known. */
  disks: z.array(diskSchema),
  /** Null without ADE. `key` is null for BEK-only machines. */
  keys: z
    .strictObject({
      secret: keyStateSchema,
      key: keyStateSchema.nullable(),
      /** Those of further volumes, as the restored disks name them; none while these are not looked at. */
      volumes: z.array(
        z.strictObject({
          /** The disk, by id. */
          disk: z.string(),
          /** Null for the OS disk. */
          lun: z.number().nullable(),
          secret: keyStateSchema,
          key: keyStateSchema.nullable(),
        }),
      ),
    })
    .nullable(),
  verified: z.array(verificationSchema),
  /** Blobs with key material, by name; those in `left` are still in the staging account. */
  staging: z.strictObject({
    container: z.string().nullable(),
    left: z.array(z.string()),
  }),
  notes: z.array(z.string()),
  changes: z.array(restoreChangeSchema),
  error: itemErrorSchema.nullable(),
  /** Commands that watch what goes on, or build a machine from the disks. */
  next: z.array(z.string()),
});

/** The document. */
export const restoreDocumentSchema = z.strictObject({
  kind: z.literal('restore'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    outcomes: z.record(z.string(), z.number()),
    changes: z.number(),
  }),
});

export type RestoreDocument = z.infer<typeof restoreDocumentSchema>;
export type RestoreItem = z.infer<typeof itemSchema>;
export type VerificationDocument = z.infer<typeof verificationSchema>;
