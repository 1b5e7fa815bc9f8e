// Why a machine's last backup failed: the reason stands only in its job, and Azure lets jobs be read 150 times
// an hour. So each vault's failed backups are listed once, and what cannot be read is said to be unknown.

import { startOfDay } from '../../domain/backup-policy/scheduled-runs.js';
import { addSeconds, instantOf } from '../../domain/time/instant.js';
import type { BackupJob, ProtectedItem } from '../../domain/vaults/recovery-services.js';
import { isJobOf } from '../../domain/jobs/job-outcome.js';
import { valueOf, type Fact } from '../../domain/fact.js';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import { suggestionFor } from '../../errors/suggestions.js';
import type { FactReader } from '../../facts/fact-reader.js';
import type { CommandContext } from '../context.js';
import type { StatusItem } from './result.js';

/** The newest failure of most machines is of these days; for the others all failures are listed. */
const RECENT_DAYS = 8;

/** Jobs of a run that are read by themselves: Azure's 150 reads an hour are for others too. */
const READ_SINGLY = 20;

/** Tells of an item why its last backup failed; null where it did not. */
export type LastErrorOf = (item: ProtectedItem) => Promise<StatusItem['lastError']>;

/**
 * The last errors of the machines of one run.
 * @param days of which failures are listed, for who looks at all of them
 */
export function lastErrors(
  context: Pick<CommandContext, 'clock'>,
  reader: Pick<FactReader, 'failedJobs' | 'job'>,
  days = 0,
): LastErrorOf {
  let left = READ_SINGLY;
  /** Lists tell why a job failed as a rule; where this one does not, the job itself is asked. */
  const inFull = async (job: BackupJob): Promise<BackupJob> => {
    if (job.errors.length > 0 || left === 0) {
      return job;
    }
    left -= 1;
    return valueOf(await reader.job(job.vaultId, job.jobId)) ?? job;
  };
  return async (item) => {
    if (item.lastBackupStatus !== 'Failed') {
      return null;
    }
    const { vaultId } = item;
    const recent = await recentFailures(context, reader, vaultId, days);
    const found = newestOf(recent, item);
    if (found !== undefined) {
      return jobError(await inFull(found), item);
    }
    const all = recent.status === 'known' ? await reader.failedJobs(vaultId) : recent;
    const older = newestOf(all, item);
    return older === undefined ? unknownError(item, all) : jobError(await inFull(older), item);
  };
}

/** The failed jobs of a vault of the last days, and at least of those that most last errors are of: one list for all who ask. */
export function recentFailures(
  { clock }: Pick<CommandContext, 'clock'>,
  reader: Pick<FactReader, 'failedJobs'>,
  vaultId: ResourceId,
  days: number,
): Promise<Fact<readonly BackupJob[]>> {
  const midnight = startOfDay(instantOf(clock.now()));
  return reader.failedJobs(vaultId, addSeconds(midnight, -Math.max(days, RECENT_DAYS) * 86_400));
}

/** A job whose group Azure does not tell may be another machine's of the same name: it is nobody's. */
function newestOf(jobs: Fact<readonly BackupJob[]>, item: ProtectedItem): BackupJob | undefined {
  return valueOf(jobs)?.find(
    (job) =>
      job.operation === 'Backup' &&
      job.resourceGroup !== undefined &&
      isJobOf(job, item.sourceResourceId),
  );
}

function unknownError(
  item: ProtectedItem,
  jobs: Fact<readonly BackupJob[]>,
): StatusItem['lastError'] {
  const message =
    jobs.status === 'unreadable'
      ? `the last backup failed; its jobs could not be read: ${jobs.message}`
      : 'the last backup failed, and Azure keeps no job that says why';
  const time = item.lastBackupTime ?? null;
  return { jobId: null, code: 'Unknown', message, meaning: null, fix: [], time };
}

function jobError(job: BackupJob, item: ProtectedItem): StatusItem['lastError'] {
  const [error] = job.errors;
  const code = error?.title ?? error?.code ?? 'Unknown';
  const suggestion = suggestionFor(code, { vm: item.friendlyName, vault: nameOf(item.vaultId) });
  return {
    jobId: job.jobId,
    code,
    message: error?.message ?? 'the reason is unknown',
    meaning: suggestion?.meaning ?? null,
    fix: error === undefined ? [showJob(job)] : [...(suggestion?.fix ?? error.recommendations)],
    time: job.endTime ?? job.startTime,
  };
}

function showJob({ jobId, vaultId }: BackupJob): string {
  return `azbackup jobs show ${jobId} --vault ${nameOf(vaultId)}`;
}
