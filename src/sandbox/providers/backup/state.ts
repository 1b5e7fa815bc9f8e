// What Azure Backup keeps in each Recovery Services vault: settings, policies, items with their
// recovery points, jobs and operations. Times are milliseconds since the Unix epoch, UTC.

import { z } from 'zod';

const policySchema = z.object({
  name: z.string(),
  /** As Azure stores it, without `protectedItemsCount`, which is counted when it is shown. */
  properties: z.record(z.string(), z.unknown()),
});

/** A backup policy. */
export type BackupPolicy = z.infer<typeof policySchema>;

/** A tier that a recovery point lies in for part of its life. */
const tierSchema = z.object({
  type: z.enum(['InstantRP', 'HardenedRP', 'ArchivedRP']),
  status: z.enum(['Valid', 'Disabled', 'Deleted', 'Rehydrated']),
  /** Before it the tier is not listed; absent means always. */
  fromMilliseconds: z.number().optional(),
});

/** The tier of a recovery point. */
export type RecoveryPointTier = z.infer<typeof tierSchema>;

/** Copies of what opens an encrypted disk, taken with the backup. Azure's own member names. */
const keyAndSecretSchema = z.object({
  encryptionMechanism: z.enum(['None', 'SinglePass', 'DoublePass']),
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

const diskSchema = z.object({ lun: z.number(), name: z.string() });

const recoveryPointSchema = z.object({
  /** A decimal number as text. */
  name: z.string(),
  timeMilliseconds: z.number(),
  consistency: z.enum(['AppConsistent', 'CrashConsistent', 'FileSystemConsistent']),
  tiers: z.array(tierSchema),
  /** When the policy or the request lets it go. */
  expiryMilliseconds: z.number().optional(),
  keyAndSecret: keyAndSecretSchema.optional(),
  virtualMachineSize: z.string(),
  osType: z.enum(['Windows', 'Linux']),
  storageType: z.string(),
  managedDisks: z.boolean(),
  securityType: z.string(),
  zones: z.array(z.string()).optional(),
  /** Only for items with a selection of disks; the OS disk has LUN -1. */
  disks: z.object({ included: z.array(diskSchema), excluded: z.array(diskSchema) }).optional(),
});

/** A recovery point of a virtual machine. */
export type RecoveryPoint = z.infer<typeof recoveryPointSchema>;

const diskSelectionSchema = z.object({
  diskLunList: z.array(z.number()),
  isInclusionList: z.boolean(),
});

/** Which data disks are backed up. */
export type DiskSelection = z.infer<typeof diskSelectionSchema>;

const protectedItemSchema = z.object({
  /** `VM;iaasvmcontainerv2;<group>;<machine>`, the last two in lower case. */
  name: z.string(),
  /** The machine's ARM id in its original casing. */
  vmId: z.string(),
  /** Decimal digits. */
  dataId: z.string(),
  protectionState: z.enum([
    'IRPending',
    'Protected',
    'ProtectionError',
    'ProtectionStopped',
    'BackupsSuspended',
  ]),
  protectionStatus: z.enum(['Healthy', 'Unhealthy']),
  /** Empty when protection is stopped. */
  policyName: z.string(),
  /** When it got this policy; absent when that is long ago. */
  policySinceMilliseconds: z.number().optional(),
  lastBackupStatus: z.enum(['', 'Completed', 'Failed']),
  lastBackupMilliseconds: z.number().optional(),
  diskSelection: diskSelectionSchema.optional(),
  /** Present while it is soft-deleted. */
  deletion: z.object({ deletedMilliseconds: z.number(), retentionDays: z.number() }).optional(),
  recoveryPoints: z.array(recoveryPointSchema),
});

/** A virtual machine that a vault protects, or once protected. */
export type ProtectedItem = z.infer<typeof protectedItemSchema>;

const jobTaskSchema = z.object({
  taskId: z.string(),
  startedMilliseconds: z.number(),
  endsMilliseconds: z.number(),
  /** From then on it is shown as running; its start is back-dated. */
  shownMilliseconds: z.number(),
  outcome: z.enum(['Completed', 'Failed', 'Skipped']),
});

/** A step of a job. */
export type JobTask = z.infer<typeof jobTaskSchema>;

const jobErrorSchema = z.object({
  errorCode: z.number(),
  errorTitle: z.string(),
  errorString: z.string(),
  recommendations: z.array(z.string()),
});

/** Why a job failed, as its `errorDetails` say. */
export type JobError = z.infer<typeof jobErrorSchema>;

const jobSchema = z.object({
  id: z.string(),
  operation: z.enum(['ConfigureBackup', 'DisableBackup', 'Backup', 'DeleteBackupData', 'Undelete']),
  vmId: z.string(),
  startedMilliseconds: z.number(),
  endsMilliseconds: z.number(),
  outcome: z.enum(['Completed', 'Failed']),
  errors: z.array(jobErrorSchema),
  tasks: z.array(jobTaskSchema),
  propertyBag: z.record(z.string(), z.string()),
  /** Joins `propertyBag` when the job has ended. */
  finalPropertyBag: z.record(z.string(), z.string()),
  internalPropertyBag: z.record(z.string(), z.string()).optional(),
  activityId: z.string(),
  cancellable: z.boolean(),
});

/** A job of Azure Backup; what it shows is a function of the clock. */
export type BackupJob = z.infer<typeof jobSchema>;

/** What an accepted request asks for; carried out when its operation ends. */
const changeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('configure'),
    policyName: z.string(),
    dataId: z.string(),
    diskSelection: diskSelectionSchema.optional(),
    /** Of the request; some rules of Azure depend on it. */
    apiVersion: z.string(),
  }),
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('undelete') }),
  z.object({ kind: z.literal('delete') }),
  z.object({
    kind: z.literal('backup'),
    expiryMilliseconds: z.number(),
    recoveryPointName: z.string(),
  }),
  z.object({ kind: z.literal('refresh') }),
]);

/** What an accepted request asks for. */
export type RequestedChange = z.infer<typeof changeSchema>;

const operationSchema = z.object({
  id: z.string(),
  change: changeSchema,
  /** The machine it concerns; absent for operations of the whole vault. */
  vmId: z.string().optional(),
  startedMilliseconds: z.number(),
  endsMilliseconds: z.number(),
  /** The job that it makes when it succeeds. */
  jobId: z.string(),
  activityId: z.string(),
  /** Absent until the clock reaches its end. */
  result: z
    .discriminatedUnion('status', [
      z.object({ status: z.literal('Succeeded') }),
      z.object({ status: z.literal('Failed'), code: z.string(), message: z.string() }),
    ])
    .optional(),
});

/** An accepted request. */
export type BackupOperation = z.infer<typeof operationSchema>;

/** Something that happens by itself when the clock gets there. */
const eventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('operation-ends'),
    dueMilliseconds: z.number(),
    operationId: z.string(),
  }),
  /** A backup that cannot be taken turns out so. */
  z.object({
    kind: z.literal('snapshot-checked'),
    dueMilliseconds: z.number(),
    jobId: z.string(),
  }),
  /** The snapshot of a backup is done: its recovery point exists. */
  z.object({
    kind: z.literal('snapshot-ends'),
    dueMilliseconds: z.number(),
    jobId: z.string(),
    recoveryPointName: z.string(),
    expiryMilliseconds: z.number(),
  }),
  /** The data of a backup has reached the vault. */
  z.object({
    kind: z.literal('transfer-ends'),
    dueMilliseconds: z.number(),
    jobId: z.string(),
    recoveryPointName: z.string(),
  }),
  /** The retention of a soft-deleted item is over. */
  z.object({
    kind: z.literal('retention-ends'),
    dueMilliseconds: z.number(),
    itemName: z.string(),
    deletedMilliseconds: z.number(),
  }),
]);

/** An event to come. */
export type BackupEvent = z.infer<typeof eventSchema>;

const backupVaultSchema = z.object({
  softDelete: z.object({
    state: z.enum(['Enabled', 'Disabled', 'AlwaysON']),
    enhancedSecurityState: z.enum(['Enabled', 'Disabled', 'AlwaysON']),
    retentionDays: z.number(),
  }),
  storage: z.object({
    redundancy: z.enum(['GeoRedundant', 'LocallyRedundant', 'ZoneRedundant']),
    crossRegionRestore: z.boolean(),
    /** Set by the first protected item; from then on the redundancy is fixed. */
    locked: z.boolean(),
    /** The vault resource shows its redundancy only after its backup settings were touched. */
    known: z.boolean(),
  }),
  /** By lower-cased name. */
  policies: z.record(z.string(), policySchema),
  /** By lower-cased name. */
  items: z.record(z.string(), protectedItemSchema),
  /** By id. */
  jobs: z.record(z.string(), jobSchema),
  /** By id. */
  operations: z.record(z.string(), operationSchema),
  /** In no particular order. */
  events: z.array(eventSchema),
  /** Machines made after it are not yet listed as protectable. */
  discoveredMilliseconds: z.number(),
});

/** What Azure Backup keeps in one vault. */
export type BackupVault = z.infer<typeof backupVaultSchema>;

/** By lower-cased vault id. */
export const backupStateSchema = z.record(z.string(), backupVaultSchema);
