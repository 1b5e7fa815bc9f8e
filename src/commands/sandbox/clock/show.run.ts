// `azbackup sandbox clock show`: the sandbox's time, and how it passes.

import type { CommandContext, CommandResult } from '../../context.js';
import { runOnClock } from './report.js';
import type { SandboxClockDocument } from './result.js';

/** Runs the command. */
export async function run(context: CommandContext): Promise<CommandResult<SandboxClockDocument>> {
  return runOnClock(context, false);
}
