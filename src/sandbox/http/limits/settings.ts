// How strict a world is about the number of requests; without these settings it refuses only what was recorded to be.

import { z } from 'zod';

/** Settings of a world about limits on requests. */
export const limitsSchema = z.object({
  /** Every cap that is recorded or documented is counted and refuses, and each answer tells what is left. */
  enforced: z.boolean().optional(),
  /** The share of requests, from 0 to 1, that are answered 429 or 503 whatever was counted. */
  busyShare: z.number().min(0).max(1).optional(),
  /** Decides which requests these are. */
  seed: z.string().optional(),
});
