// `azbackup sandbox clock advance DURATION`: moves the sandbox's time on at once.

import { z } from 'zod';
import type { CommandContext, CommandResult } from '../../context.js';
import { runOnClock } from './report.js';
import type { ClockAdvanceOptions } from './advance.command.js';
import type { SandboxClockDocument } from './result.js';

/** Seconds in each unit, in the order in which a duration names them. */
const UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
];
const DURATION = /^(?=\d)(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?$/u;
const MAX_SECONDS = 100 * 366 * 86_400;

/** A duration as it is typed, such as 41m or 2d12h; in seconds. */
export const durationSchema = z
  .string()
  .regex(DURATION, 'the duration must be days, hours, minutes and seconds, such as 41m or 2d12h')
  .transform((text) => secondsOf(DURATION.exec(text)?.groups ?? {}))
  .refine((seconds) => seconds <= MAX_SECONDS, 'the duration must be at most a hundred years');

function secondsOf(parts: Readonly<Record<string, string | undefined>>): number {
  return UNITS.reduce((sum, [unit, seconds]) => sum + Number(parts[unit] ?? 0) * seconds, 0);
}

/** Runs the command. */
export async function run(
  context: CommandContext,
  { duration, dryRun }: ClockAdvanceOptions,
): Promise<CommandResult<SandboxClockDocument>> {
  return runOnClock(context, dryRun, (state) => {
    state.nowMilliseconds += duration * 1000;
  });
}
