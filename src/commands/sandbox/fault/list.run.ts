// `azbackup sandbox fault list`: what is to go wrong in the sandbox.

import { z } from 'zod';
import type { CommandContext, CommandResult } from '../../context.js';
import { runOnFaults } from './report.js';

/** The options of `sandbox fault list`. */
export const optionsSchema = z.strictObject({});

/** Runs the command. */
export async function run(context: CommandContext): Promise<CommandResult> {
  return runOnFaults(context, false);
}
