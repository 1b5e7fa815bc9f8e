// `azbackup sandbox clock freeze`: time stands still for clients of a served sandbox.

import { z } from 'zod';
import { freezeClock } from '../../../sandbox/kernel/time/clock-settings.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { runOnClock } from './report.js';

/** The options of `sandbox clock freeze`. */
export const optionsSchema = z.strictObject({ dryRun: z.boolean().default(false) });

/** Runs the command. */
export async function run(
  context: CommandContext,
  { dryRun }: z.infer<typeof optionsSchema>,
): Promise<CommandResult> {
  return runOnClock(context, dryRun, (state) => freezeClock(state));
}
