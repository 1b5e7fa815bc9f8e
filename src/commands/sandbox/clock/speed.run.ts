// `azbackup sandbox clock speed N`: how fast time passes for clients of a served sandbox.

import { beginFlow } from '../../../sandbox/kernel/time/clock-settings.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { runOnClock } from './report.js';
import type { ClockSpeedOptions } from './speed.command.js';
import type { SandboxClockDocument } from './result.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  { speed, dryRun }: ClockSpeedOptions,
): Promise<CommandResult<SandboxClockDocument>> {
  return runOnClock(context, dryRun, (state, { realMilliseconds }) =>
    beginFlow(state, realMilliseconds, speed),
  );
}
