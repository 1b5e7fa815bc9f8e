// What a vault keeps of a recovery point. Times are milliseconds since the Unix epoch, UTC.

import { z } from 'zod';
import { retentionRuleSchema } from '../policies/state.js';
import { capturedMachineSchema } from '../restores/state.js';

/** A tier that a recovery point lies in for part of its life. */
const tierSchema = z.object({
  type: z.enum(['InstantRP', 'HardenedRP', 'ArchivedRP']),
  status: z.enum(['Valid', 'Disabled', 'Deleted', 'Rehydrated']),
  /** Before it the tier is not listed; absent means always. */
  fromMilliseconds: z.number().optional(),
  /** From then on the tier is not listed; absent means for as long as there is the point. */
  untilMilliseconds: z.number().optional(),
});

/** The tier of a recovery point. */
export type RecoveryPointTier = z.infer<typeof tierSchema>;

/** Copies of what opens an encrypted disk, taken with the backup. Azure's own member names. */
const keyAndSecretSchema = z.object({
  /** `SinglePass` or `DoublePass`; worlds may leave it out, or have a word that nobody knows yet. */
  encryptionMechanism: z.string().optional(),
  bekDetails: z.object({
    secretUrl: z.string(),
    secretVaultId: z.string(),
    secretData: z.string(),
  }),
  kekDetails: z
    .object({ keyUrl: z.string(), keyVaultId: z.string(), keyBackupData: z.string() })
    .optional(),
  /** Key Vault's own backup of the secret, which disk restores of BEK-only machines hand out. */
  secretBackupData: z.string().optional(),
});

/** Copies of the keys of an encrypted machine. */
export type KeyAndSecret = z.infer<typeof keyAndSecretSchema>;

/**
 * What the answer about a point tells of its keys. The copies of key and secret stand in it only for points from before
 * July 2017 (Documentation: Restore Key Vault key and secret for encrypted VMs), so `addresses` is what a world has
 * unless it says otherwise; `none` leaves out even those, as points of the middle of 2025 are reported to.
 */
export const pointKeysSchema = z.enum(['addresses', 'copies', 'none']);

/** One of them. */
export type PointKeys = z.infer<typeof pointKeysSchema>;

const diskSchema = z.object({ lun: z.number(), name: z.string() });

/** What Defender for Servers had told of the machine. Azure's own member names: OpenAPI ThreatStatus, ThreatInfo. */
const threatSchema = z.object({
  threatStatus: z.enum(['Unknown', 'Healthy', 'UnHealthy', 'Warning', 'NotAvailable']),
  threatInfo: z
    .array(
      z.object({
        threatTitle: z.string(),
        threatDescription: z.string().optional(),
        lastUpdatedTime: z.string().optional(),
        threatState: z.enum(['Active', 'InProgress', 'Ignored', 'Resolved']),
        threatStartTime: z.string().optional(),
        threatEndTime: z.string().optional(),
        threatURI: z.string().optional(),
        threatSeverity: z.enum(['Critical', 'High', 'Warning', 'Informational']),
      }),
    )
    .optional(),
});

/** A recovery point of a virtual machine. */
export const recoveryPointSchema = z.object({
  /** A decimal number as text. */
  name: z.string(),
  timeMilliseconds: z.number(),
  consistency: z.enum(['AppConsistent', 'CrashConsistent', 'FileSystemConsistent']),
  tiers: z.array(tierSchema),
  /** When the policy or the request lets it go. */
  expiryMilliseconds: z.number().optional(),
  /**
   * The rules of the policy that keep it; none for one that goes with its snapshot. Absent for a
   * point made on demand, which the policy has no say in.
   */
  rules: z.array(retentionRuleSchema).optional(),
  keyAndSecret: keyAndSecretSchema.optional(),
  /** What the answer about it tells of them; absent for what the world says. */
  pointKeys: pointKeysSchema.optional(),
  /** Only in vaults with threat detection, a preview. */
  threat: threatSchema.optional(),
  virtualMachineSize: z.string(),
  osType: z.enum(['Windows', 'Linux']),
  storageType: z.string(),
  managedDisks: z.boolean(),
  securityType: z.string(),
  zones: z.array(z.string()).optional(),
  /** Only for items with a selection of disks; the OS disk has LUN -1. */
  disks: z.object({ included: z.array(diskSchema), excluded: z.array(diskSchema) }).optional(),
  /** What a restore needs; absent in worlds that were saved before there were restores. */
  machine: capturedMachineSchema.optional(),
});

/** A recovery point of a virtual machine. */
export type RecoveryPoint = z.infer<typeof recoveryPointSchema>;
