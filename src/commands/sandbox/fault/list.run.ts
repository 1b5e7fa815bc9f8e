// `azbackup sandbox fault list`: what is to go wrong in the sandbox.

import type { CommandContext, CommandResult } from '../../context.js';
import { runOnFaults } from './report.js';
import type { SandboxFaultDocument } from './result.js';

/** Runs the command. */
export async function run(context: CommandContext): Promise<CommandResult<SandboxFaultDocument>> {
  return runOnFaults(context, false);
}
