// What Azure Backup keeps in each Recovery Services vault, put together from what stands beside each of its
// resources. Times are milliseconds since the Unix epoch, UTC.

import { z } from 'zod';
import { jobSchema } from './jobs/state.js';
import { operationSchema } from './operations/state.js';
import { eventSchema } from './pending-event.js';
import { policySchema } from './policies/state.js';
import { protectedItemSchema } from './protected-items/state.js';
import { resourceGuardSchema } from './resource-guard/state.js';

/** The saved form of what Azure Backup keeps in one vault. */
export const backupVaultSchema = z.object({
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
  /** By what each is about; see eventKey. */
  events: z.record(z.string(), eventSchema),
  /** Machines made after it are not yet listed as protectable. */
  discoveredMilliseconds: z.number(),
});

/** What Azure Backup keeps in one vault. */
export type BackupVault = z.infer<typeof backupVaultSchema>;

/** By lower-cased vault id. */
export const backupStateSchema = z.record(z.string(), backupVaultSchema);
