// The backups of a vault that went well lately: what the next one of a machine is likely to take.

import { typicalSeconds } from '../../domain/jobs/job-outcome.js';
import { addSeconds, instantOf } from '../../domain/time/instant.js';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import type { ResourceId } from '../../domain/resource-id.js';
import type { CommandContext } from '../context.js';
import type { JobReader } from '../../steps/job-watch/reader.js';

/** Backups of a week tell what the next one takes. */
const HISTORY_SECONDS = 8 * 86_400;

/** One page, newest first, which is all that an estimate is worth. */
export function earlierBackups(
  { clock }: Pick<CommandContext, 'clock'>,
  jobs: JobReader,
  vaultId: ResourceId,
): Promise<readonly BackupJob[]> {
  const since = addSeconds(instantOf(clock.now()), -HISTORY_SECONDS);
  return jobs.jobs(vaultId, { operation: 'Backup', status: 'Completed', since, mostPages: 1 });
}

/** What the backups that are of a machine took, as the member of a description; none when unknown. */
export function expectation(
  earlier: readonly BackupJob[],
  isOfMachine: (job: BackupJob) => boolean,
): { readonly expectedSeconds?: number } {
  const expectedSeconds = typicalSeconds(earlier.filter(isOfMachine));
  return expectedSeconds === undefined ? {} : { expectedSeconds };
}
