// What Azure Backup keeps in each Recovery Services vault: settings, policies, items with their
// recovery points, jobs and operations. Times are milliseconds since the Unix epoch, UTC.

import { z } from 'zod';
import {
  capturedMachineSchema,
  restoreObjectionSchema,
  restoreOrderSchema,
  restoreTransferSchema,
} from './restores/state.js';

const policySchema = z.object({
  name: z.string(),
  /** As Azure stores it, without `protectedItemsCount`, which is counted when it is shown. */
  properties: z.record(z.string(), z.unknown()),
  /** When it was last changed while it protected items; absent when it never was. */
  changedMilliseconds: z.number().optional(),
});

/** A backup policy. */
export type BackupPolicy = z.infer<typeof policySchema>;

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

const retentionRuleSchema = z.enum(['Daily', 'Weekly', 'Monthly', 'Yearly']);

/** A rule of a policy that keeps recovery points. */
export type RetentionRule = z.infer<typeof retentionRuleSchema>;

const diskSchema = z.object({ lun: z.number(), name: z.string() });

const recoveryPointSchema = z.object({
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
  /** The schedule was followed up to then; absent before its first run. */
  scheduledMilliseconds: z.number().optional(),
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
  outcome: z.enum(['Completed', 'Failed', 'Skipped', 'Cancelled']),
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

/** How a job is to end that would otherwise go well. */
const jobFateSchema = z.object({
  outcome: z.enum(['CompletedWithWarnings', 'Failed', 'Cancelled']),
  /** Absent for a cancellation. */
  error: jobErrorSchema.optional(),
});

/** An end that a fault of the sandbox has in store for a job. */
export type JobFate = z.infer<typeof jobFateSchema>;

const jobSchema = z.object({
  id: z.string(),
  operation: z.enum([
    'ConfigureBackup',
    'DisableBackup',
    'Backup',
    'DeleteBackupData',
    'Undelete',
    'Restore',
    /** Known in the secondary region alone. */
    'CrossRegionRestore',
  ]),
  vmId: z.string(),
  startedMilliseconds: z.number(),
  endsMilliseconds: z.number(),
  outcome: z.enum(['Completed', 'CompletedWithWarnings', 'Failed', 'Cancelled']),
  /** Since then it is being cancelled; it stays so until its end. */
  cancelRequestedMilliseconds: z.number().optional(),
  /** Present while a fault is yet to strike. */
  fate: jobFateSchema.optional(),
  errors: z.array(jobErrorSchema),
  tasks: z.array(jobTaskSchema),
  /** Of restores. */
  transfer: restoreTransferSchema.optional(),
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
  /** Stops backups; the policy stays and lets recovery points go as they expire. */
  z.object({ kind: z.literal('suspend') }),
  z.object({ kind: z.literal('undelete') }),
  z.object({ kind: z.literal('delete') }),
  z.object({
    kind: z.literal('backup'),
    expiryMilliseconds: z.number(),
    recoveryPointName: z.string(),
  }),
  z.object({ kind: z.literal('restore'), order: restoreOrderSchema }),
  /** Asks what speaks against a restore; known at once, told when the operation ends. */
  z.object({ kind: z.literal('validate'), objections: z.array(restoreObjectionSchema) }),
  z.object({ kind: z.literal('refresh') }),
  z.object({
    kind: z.literal('modify-policy'),
    policyName: z.string(),
    properties: policySchema.shape.properties,
    /** Of the jobs that it makes, by lower-cased name of the item. */
    jobIds: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('cancel'), cancelledJobId: z.string() }),
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

const scheduledRunSchema = z.object({
  policyName: z.string(),
  /** The day in the policy's time zone, as a number of world/calendar. */
  dayNumber: z.number(),
  /** Whether the backup goes to the vault, or stays a snapshot. */
  vaulted: z.boolean(),
});

/** Which run of which policy a scheduled backup is. */
export type ScheduledBackup = z.infer<typeof scheduledRunSchema>;

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
    /** Of a backup on demand. */
    expiryMilliseconds: z.number().optional(),
    /** Of a scheduled one. */
    schedule: scheduledRunSchema.optional(),
  }),
  /** The data of a backup has reached the vault. */
  z.object({
    kind: z.literal('transfer-ends'),
    dueMilliseconds: z.number(),
    jobId: z.string(),
    recoveryPointName: z.string(),
  }),
  /** The data of a restore is where it was wanted. The point may be gone from its item by then. */
  z.object({
    kind: z.literal('restore-ends'),
    dueMilliseconds: z.number(),
    jobId: z.string(),
    order: restoreOrderSchema,
    point: recoveryPointSchema,
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

/** The Resource Guard that watches over a vault. */
const resourceGuardSchema = z.object({
  /** Of the association; `VaultProxy` for every client that was seen. */
  proxyName: z.string(),
  /** ARM id of the guard, which may lie in another subscription. */
  resourceGuardId: z.string(),
  updatedMilliseconds: z.number(),
  /** Deletions that the guard's owner has let through, by lower-cased id: until when. */
  unlocked: z.record(z.string(), z.number()),
});

/** The Resource Guard that watches over a vault. */
export type VaultResourceGuard = z.infer<typeof resourceGuardSchema>;

const backupVaultSchema = z.object({
  /** Absent for most vaults. */
  resourceGuard: resourceGuardSchema.optional(),
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
