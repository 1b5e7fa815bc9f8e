// What a vault keeps of its Resource Guard. Times are milliseconds since the Unix epoch, UTC.

import { z } from 'zod';

/** The Resource Guard that watches over a vault. */
export const resourceGuardSchema = z.object({
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
