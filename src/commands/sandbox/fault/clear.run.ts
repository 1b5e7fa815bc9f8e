// `azbackup sandbox fault clear`: nothing goes wrong in the sandbox any more.

import type { CommandContext, CommandResult } from '../../context.js';
import { runOnFaults } from './report.js';
import type { FaultClearOptions } from './clear.command.js';
import type { SandboxFaultDocument } from './result.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  { dryRun }: FaultClearOptions,
): Promise<CommandResult<SandboxFaultDocument>> {
  return runOnFaults(context, dryRun, () => []);
}
