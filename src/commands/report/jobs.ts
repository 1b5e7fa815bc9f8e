// Backups and restores that failed in the days of a report: a list for each vault, which status reads last errors from too.

import { JOB_OPERATION_WORDS } from '../../domain/jobs/job-filter-words.js';
import { jobOutcome } from '../../domain/jobs/job-outcome.js';
import { valueOf } from '../../domain/fact.js';
import { idKey, parseResourceId } from '../../domain/resource-id.js';
import { isBefore, type Instant } from '../../domain/time/instant.js';
import type { BackupJob, RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import { unreadableFact } from '../../errors/require-fact.js';
import type { ItemTarget } from '../../facts/choose-items.js';
import type { FactReader } from '../../facts/fact-reader.js';
import type { CommandContext } from '../context.js';
import { newestFirst } from '../jobs/choose.js';
import { jobMembers } from '../jobs/report.js';
import { itemError, resourceDocument } from '../results/machines.js';
import { recentFailures } from '../status/last-error.js';
import type { ReportDocument } from './result.js';

/** What is asked. */
export interface FailedJobsRequest {
  /** The items of the machines. */
  readonly targets: readonly ItemTarget[];
  readonly days: number;
  /** The first second of the first day. */
  readonly from: Instant;
}

const KINDS: ReadonlySet<string> = new Set([
  JOB_OPERATION_WORDS.backup,
  JOB_OPERATION_WORDS.restore,
  JOB_OPERATION_WORDS['cross-region-restore'],
]);

/** Reads the vaults that have items of the machines. */
export async function failedJobs(
  context: Pick<CommandContext, 'clock'>,
  reader: FactReader,
  { targets, days, from }: FailedJobsRequest,
): Promise<ReportDocument['jobs']> {
  const vaults = new Map(targets.map(({ vault }) => [idKey(vault.id), vault]));
  const read = await Promise.all(
    [...vaults.values()].map(async (vault) => ({
      vault,
      fact: await recentFailures(context, reader, vault.id, days),
    })),
  );
  const known = machinesOf(targets);
  const jobs = read.flatMap(({ fact }) => valueOf(fact) ?? []);
  const meant = jobs.filter(
    (job) => KINDS.has(job.operation) && !isBefore(job.startTime, from) && known.has(keyOf(job)),
  );
  const items = await Promise.all(
    newestFirst(meant).map(async (job) => {
      const inVault = valueOf(await reader.items(job.vaultId)) ?? [];
      return { ...jobMembers(job, inVault), outcome: jobOutcome(job.status) };
    }),
  );
  return {
    items,
    failed: read.flatMap(({ vault, fact }) =>
      fact.status === 'unreadable'
        ? [
            {
              vault: vaultOf(vault),
              error: itemError(unreadableFact(fact, `the jobs of ${vault.name}`)),
            },
          ]
        : [],
    ),
  };
}

function vaultOf({ id, name }: RecoveryServicesVault): ReturnType<typeof resourceDocument> {
  return resourceDocument(id, name);
}

/** Jobs name a machine by its name, and by its group as a rule. */
function machinesOf(targets: readonly ItemTarget[]): ReadonlySet<string> {
  return new Set(
    targets.flatMap(({ item }) => {
      const { name = '', resourceGroup = '' } = parseResourceId(item.sourceResourceId) ?? {};
      return [`${resourceGroup}/${name}`.toLowerCase(), `/${name}`.toLowerCase()];
    }),
  );
}

function keyOf({ resourceGroup = '', vmName }: BackupJob): string {
  return `${resourceGroup}/${vmName}`.toLowerCase();
}
