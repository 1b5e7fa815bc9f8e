// `azbackup sandbox clock speed N`: how fast time passes for clients of a served sandbox.

import { z } from 'zod';
import { beginFlow } from '../../../sandbox/kernel/time/clock-settings.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { runOnClock } from './report.js';
import { speedSchema } from '../speed.js';

/** The options of `sandbox clock speed`. */
export const optionsSchema = z.strictObject({
  speed: speedSchema,
  dryRun: z.boolean().default(false),
});

/** Runs the command. */
export async function run(
  context: CommandContext,
  { speed, dryRun }: z.infer<typeof optionsSchema>,
): Promise<CommandResult> {
  return runOnClock(context, dryRun, (state, { realMilliseconds }) =>
    beginFlow(state, realMilliseconds, speed),
  );
}
