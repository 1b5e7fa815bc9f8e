// Reads jobs no more often than Azure lets: every read of a job or of a page of jobs is counted, and the
// waits for jobs ask for no more than is left.

import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import { parseResourceId, type ResourceId } from '../../domain/resource-id.js';
import { createReadBudget, type ReadBudget } from '../read-budget.js';
import type { JobFilter } from '../../services/services.js';
import type { CommandContext } from '../../commands/context.js';

/**
 * Recorded: 150 reads of jobs an hour, lists and single jobs together, told by a header that counts for the
 * subscription. Some are left to whoever else looks at jobs, and to reads that this program repeats.
 */
const READS_AN_HOUR = 120;
const HOUR_SECONDS = 3600;

/** The reads of jobs of one command. */
export interface JobReader {
  job(
    vaultId: ResourceId,
    jobId: string,
    options?: Pick<JobFilter, 'once'>,
  ): Promise<BackupJob | undefined>;
  jobs(vaultId: ResourceId, filter: Omit<JobFilter, 'onPage'>): Promise<readonly BackupJob[]>;
  /** What is left for the subscription of a vault. */
  budget(vaultId: ResourceId): ReadBudget;
}

/** A reader over the services of one command. */
export function createJobReader({
  clock,
  services,
}: Pick<CommandContext, 'clock' | 'services'>): JobReader {
  const budgets = new Map<string, ReadBudget>();
  const budget = (vaultId: ResourceId): ReadBudget => {
    const key = subscriptionKey(vaultId);
    const known = budgets.get(key) ?? createReadBudget(READS_AN_HOUR, HOUR_SECONDS);
    budgets.set(key, known);
    return known;
  };
  return {
    budget,
    job: async (vaultId, jobId, options) => {
      budget(vaultId).spend(clock.now());
      return (await services.backup()).job(vaultId, jobId, options);
    },
    jobs: async (vaultId, filter) => {
      // A read that fails counts too, and then there is no page to be told of.
      let pages = 0;
      budget(vaultId).spend(clock.now());
      const onPage = (): void => {
        pages += 1;
        if (pages > 1) {
          budget(vaultId).spend(clock.now());
        }
      };
      return (await services.backup()).jobs(vaultId, { ...filter, onPage });
    },
  };
}

/** Budgets belong to subscriptions. */
export function subscriptionKey(vaultId: ResourceId): string {
  return (parseResourceId(vaultId)?.subscriptionId ?? '').toLowerCase();
}
