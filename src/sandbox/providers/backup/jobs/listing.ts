// From when on a job is in the lists. They lag behind: a job can be read by its id before they name it.

import { z } from 'zod';
import { idsNamed } from '../../../kernel/ids.js';
import type { WorldState } from '../../../kernel/state.js';
import type { BackupJob } from './state.js';

/** Bounds of the lag of lists; a job's own is chance, which its id decides. */
export const jobListingSchema = z.strictObject({
  leastSeconds: z.number().nonnegative(),
  mostSeconds: z.number().nonnegative(),
});

type JobListing = z.infer<typeof jobListingSchema>;

/** Nobody has measured it: an assumption, as is that reads by id do not lag. */
const ASSUMED: JobListing = { leastSeconds: 0, mostSeconds: 60 };

/** Whether the lists of a vault name a job by now. */
export function isListed(
  state: Pick<WorldState, 'ids' | 'jobListing'>,
  { id, startedMilliseconds }: BackupJob,
  nowMilliseconds: number,
): boolean {
  const { leastSeconds, mostSeconds } = state.jobListing ?? ASSUMED;
  const chance = Number.parseInt(idsNamed(state, `listing of job ${id}`).hex(4), 16) / 0x1_00_00;
  const lag = leastSeconds + chance * (mostSeconds - leastSeconds);
  return nowMilliseconds >= startedMilliseconds + lag * 1000;
}
