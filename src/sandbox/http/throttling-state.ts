// Throttling counters as they are saved: how often each action was called in its current window.

import { z } from 'zod';

/** By counter name: when the window began (milliseconds since the epoch) and calls since then. */
export const throttlingStateSchema = z.record(
  z.string(),
  z.object({ windowStartedMilliseconds: z.number(), calls: z.number() }),
);
