// `azbackup sandbox clock show`: the sandbox's time, and how it passes.

import { z } from 'zod';
import type { CommandContext, CommandResult } from '../../context.js';
import { runOnClock } from './report.js';

/** The options of `sandbox clock show`. */
export const optionsSchema = z.strictObject({});

/** Runs the command. */
export async function run(context: CommandContext): Promise<CommandResult> {
  return runOnClock(context, false);
}
