// `azbackup sandbox clock freeze`: time stands still for clients of a served sandbox.

import { freezeClock } from '../../../sandbox/kernel/time/clock-settings.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { runOnClock } from './report.js';
import type { ClockFreezeOptions } from './freeze.command.js';
import type { SandboxClockDocument } from './result.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  { dryRun }: ClockFreezeOptions,
): Promise<CommandResult<SandboxClockDocument>> {
  return runOnClock(context, dryRun, (state) => freezeClock(state));
}
