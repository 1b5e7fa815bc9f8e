// The whole state of a sandbox as plain JSON: what is saved between commands, what worlds are made
// of. Each provider owns its slice; this file only puts the slices together.

import { z } from 'zod';
import { faultsSchema } from '../faults/request-faults.js';
import { authorizationStateSchema } from '../providers/authorization/state.js';
import { pointKeysSchema } from '../providers/backup/recovery-points/state.js';
import { restoredDisksSchema } from '../providers/backup/restores/disks-that-come-back.js';
import { restoreFilesSchema } from '../providers/backup/restores/restored-documents.js';
import { backupStateSchema } from '../providers/backup/state.js';
import { guestsSchema } from '../providers/compute/guests.js';
import { quotasSchema } from '../providers/compute/quotas/quotas.js';
import { scriptsSchema } from '../providers/compute/run-commands/scripts.js';
import { sizeRestrictionsSchema } from '../providers/compute/virtual-machines/skus.js';
import { deploymentsStateSchema } from '../providers/deployments/state.js';
import { directoryStateSchema } from '../providers/graph/state.js';
import { groupDeletionSchema } from '../providers/resources/group-deletion/state.js';
import { keyVaultDataStateSchema } from '../providers/key-vault-data/state.js';
import { jobListingSchema } from '../providers/backup/jobs/listing.js';
import { blobsStateSchema } from '../providers/storage-data/state.js';
import { clockSettingsSchema } from './time/clock-settings.js';
import { armResourceSchema, operationRecordSchema } from './resource.js';
import { limitsSchema } from '../http/limits/settings.js';
import { throttlingStateSchema } from '../http/throttling-state.js';

const subscriptionSchema = z.object({
  subscriptionId: z.string(),
  displayName: z.string(),
  tenantId: z.string(),
  state: z.enum(['Enabled', 'Disabled', 'Warned', 'PastDue', 'Deleted']),
  /** Resource provider namespaces that are registered, lower-case. */
  registeredProviders: z.array(z.string()),
});

const resourceGroupSchema = z.object({
  id: z.string(),
  name: z.string(),
  location: z.string(),
  tags: z.record(z.string(), z.string()),
  /** As long as it is being deleted. */
  deletion: groupDeletionSchema.optional(),
});

const managementGroupSchema = z.object({
  /** Unique in the tenant. */
  name: z.string(),
  displayName: z.string(),
  /** Name of the group that it is in; the tenant's root group when absent. */
  parent: z.string().optional(),
  /** Ids of the subscriptions directly in it. */
  subscriptions: z.array(z.string()),
});

/** The saved form of a sandbox. */
export const worldStateSchema = z.object({
  format: z.literal(1),
  /** Name of the world it began as. */
  world: z.string(),
  /** Virtual time, milliseconds since the Unix epoch. */
  nowMilliseconds: z.number(),
  /** How time passes while the sandbox is served. */
  clock: clockSettingsSchema.optional(),
  /** Seed and counter of the world's ids. */
  ids: z.object({ seed: z.string(), next: z.number() }),
  /** Signs access tokens and seals backup blobs; made when the world is made. */
  sealingSecret: z.string(),
  subscriptions: z.array(subscriptionSchema),
  /** Below the tenant's root group, which holds every subscription; none when absent. */
  managementGroups: z.array(managementGroupSchema).optional(),
  /** By lower-cased id. */
  resourceGroups: z.record(z.string(), resourceGroupSchema),
  /** Every ARM resource but backup's own, by lower-cased id; the body as ARM stores it. */
  resources: z.record(z.string(), armResourceSchema),
  /** Asynchronous operations of compute, vaults and key vaults, by operation id. */
  operations: z.record(z.string(), operationRecordSchema),
  directory: directoryStateSchema,
  authorization: authorizationStateSchema,
  keyVaultData: keyVaultDataStateSchema,
  backup: backupStateSchema,
  /** Containers of storage accounts; none when absent. */
  blobs: blobsStateSchema.optional(),
  /** Deployments of templates; none when absent. */
  deployments: deploymentsStateSchema.optional(),
  /** Sizes of machines that the subscriptions are kept from; none when absent. */
  sizeRestrictions: sizeRestrictionsSchema.optional(),
  /** How many vCPUs subscriptions may have; as many as they want when absent. */
  quotas: quotasSchema.optional(),
  /** How machines turn out when they start; as their disks say when absent. */
  guests: guestsSchema.optional(),
  /** Whether snapshots have a resource group and collections, as in Azure; not when absent. */
  snapshotCollections: z.boolean().optional(),
  /** What restored disks lose; nothing when absent. */
  restoredDisks: restoredDisksSchema.optional(),
  /** What scripts do that are run on machines; they end well and say nothing when absent. */
  scripts: scriptsSchema.optional(),
  /** In which form restores leave their files; `parameters` when absent. */
  restoreFiles: restoreFilesSchema.optional(),
  /** How long copies take into the paired region; 5 to 13 minutes when absent. */
  replicationSeconds: z.number().nonnegative().optional(),
  /** What answers about recovery points tell of their keys; `addresses` when absent. */
  pointKeys: pointKeysSchema.optional(),
  /** How far Resource Graph is behind; as assumed when absent. */
  resourceGraphLagSeconds: z.number().nonnegative().optional(),
  /** How strict it is about the number of requests; only as recorded when absent. */
  limits: limitsSchema.optional(),
  throttling: throttlingStateSchema,
  /** What is to go wrong; none when absent. */
  faults: faultsSchema.optional(),
  /** How long a new job takes to be listed; as assumed when absent. */
  jobListing: jobListingSchema.optional(),
  /** What the world says of its machines to people, by lower-cased id; Azure knows nothing of it. */
  situations: z.record(z.string(), z.string()).optional(),
});

/** The state of a world. */
export type WorldState = z.infer<typeof worldStateSchema>;
