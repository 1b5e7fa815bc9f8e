// What is kept of restores and for them: the machine as a recovery point remembers it, and what was ordered.

import { z } from 'zod';
import { planSchema } from '../../compute/virtual-machines/plan.js';
import { encryptionSettingsCollectionSchema } from '../../compute/disk-encryption/settings.js';

const capturedDiskSchema = z.object({
  name: z.string(),
  /** -1 for the OS disk. */
  lun: z.number(),
  sizeGB: z.number(),
  /** Absent for a disk that is a blob. */
  sku: z.object({ name: z.string(), tier: z.string() }).optional(),
  /** ARM id of the set whose key encrypts it at rest. */
  diskEncryptionSetId: z.string().optional(),
  /** Through which its data alone could be read; absent for a disk that is not private. */
  diskAccessId: z.string().optional(),
  /** What was bought in the Marketplace, as the disk itself said. */
  purchasePlan: planSchema.optional(),
  /** Where its key lay, as the disk itself said. */
  encryption: encryptionSettingsCollectionSchema.optional(),
  /** Fingerprint of the key that opens it; absent when it is not encrypted. */
  lock: z.string().optional(),
});

/** A disk as it was when the recovery point was made. */
export type CapturedDisk = z.infer<typeof capturedDiskSchema>;

/** A machine as it was when the recovery point was made. */
export const capturedMachineSchema = z.object({
  hyperVGeneration: z.enum(['V1', 'V2']),
  /** Those in the backup, the OS disk first. */
  disks: z.array(capturedDiskSchema),
});

/** A machine as it was when the recovery point was made. */
export type CapturedMachine = z.infer<typeof capturedMachineSchema>;

/** What a restore of disks was asked for, once it was found to be possible. */
export const restoreOrderSchema = z.object({
  recoveryPointName: z.string(),
  storageAccountId: z.string(),
  /** Where managed disks are to be; absent for blobs in the storage account. */
  targetResourceGroupId: z.string().optional(),
  /** The secondary region that restores; absent for the vault's own. */
  region: z.string().optional(),
  /** From where restored disks can be read: as before when absent, from everywhere when null. */
  diskAccessId: z.string().nullish(),
  /** Whose disks are replaced, instead of disks being made beside it. */
  replaced: z
    .object({
      machineId: z.string(),
      /** The backup that is taken before; absent where one was running. */
      backupJobId: z.string().optional(),
    })
    .optional(),
  /** The machine that is made of the disks. */
  created: z
    .object({ machineId: z.string(), networkId: z.string(), subnetId: z.string() })
    .optional(),
  /** The data disks that are wanted; all when absent. */
  luns: z.array(z.number()).optional(),
  /** Of an archived point: how it is brought back, and for how long. */
  rehydration: z.object({ priority: z.enum(['Standard', 'High']), days: z.number() }).optional(),
});

/** What a restore of disks was asked for. */
export type RestoreOrder = z.infer<typeof restoreOrderSchema>;

/** How the data of a restore moves: fast out of a snapshot, or slowly out of the vault. */
export const restoreTransferSchema = z.object({
  pace: z.enum(['snapshot', 'vault', 'secondary']),
  totalGB: z.number(),
  /** What follows the transfer; nothing when absent. */
  ending: z.enum(['replace', 'create']).optional(),
  /** Before any data move: the time that an archived point takes to come back. */
  rehydrationMilliseconds: z.number().optional(),
});

/** How the data of a restore moves. */
export type RestoreTransfer = z.infer<typeof restoreTransferSchema>;

/** Something that speaks against a restore. OpenAPI ErrorDetail. */
export const restoreObjectionSchema = z.object({
  code: z.string(),
  message: z.string(),
  recommendations: z.array(z.string()),
});

/** Something that speaks against a restore. */
export type RestoreObjection = z.infer<typeof restoreObjectionSchema>;
