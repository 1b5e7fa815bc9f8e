// `azbackup sandbox fault clear`: nothing goes wrong in the sandbox any more.

import { z } from 'zod';
import type { CommandContext, CommandResult } from '../../context.js';
import { runOnFaults } from './report.js';

/** The options of `sandbox fault clear`. */
export const optionsSchema = z.strictObject({ dryRun: z.boolean().default(false) });

/** Runs the command. */
export async function run(
  context: CommandContext,
  { dryRun }: z.infer<typeof optionsSchema>,
): Promise<CommandResult> {
  return runOnFaults(context, dryRun, () => []);
}
