// A job of a secondary region, whose JSON no SDK reads, in the form that the SDK gives to the vault's own.

import { z } from 'zod';
import type { JobResource } from '@azure/arm-recoveryservicesbackup';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import type { ResourceId } from '../../domain/resource-id.js';
import { jobFrom } from './job.js';

const time = z.coerce.date().optional().catch(undefined);

/** What is read of it, as recorded; times become dates. */
export const secondaryJobSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  properties: z.looseObject({ jobType: z.string(), startTime: time, endTime: time }),
});

/**
 * The job in our words; undefined when it is not about a VM. Its own id names the region and no vault.
 * Throws `AZB_UNEXPECTED_RESPONSE`.
 */
export function secondaryJobFrom(
  job: z.infer<typeof secondaryJobSchema>,
  vaultId: ResourceId,
): BackupJob | undefined {
  // The SDK turns JSON into its own type without looking either, but for the times.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const found = jobFrom(job as JobResource);
  return found === undefined ? undefined : { ...found, vaultId };
}
