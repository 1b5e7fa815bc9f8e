// `azbackup sandbox clock advance DURATION`: moves the sandbox's time on at once.

import { z } from 'zod';
import type { CommandContext, CommandResult } from '../../context.js';
import { runOnClock } from './report.js';

/** Seconds in each unit, in the order in which a duration names them. */
const UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
];
const DURATION = /^(?=\d)(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?$/u;
const LONGEST_SECONDS = 100 * 366 * 86_400;

/** A duration as it is typed, such as 41m or 2d12h; in seconds. */
export const durationSchema = z
  .string()
  .regex(DURATION, 'the duration is days, hours, minutes and seconds, such as 41m or 2d12h')
  .transform((text) => secondsOf(DURATION.exec(text)?.groups ?? {}))
  .refine((seconds) => seconds <= LONGEST_SECONDS, 'the duration is at most a hundred years');

function secondsOf(parts: Readonly<Record<string, string | undefined>>): number {
  return UNITS.reduce((sum, [unit, seconds]) => sum + Number(parts[unit] ?? 0) * seconds, 0);
}

/** The options of `sandbox clock advance`. */
export const optionsSchema = z.strictObject({
  duration: durationSchema,
  dryRun: z.boolean().default(false),
});

/** Runs the command. */
export async function run(
  context: CommandContext,
  { duration, dryRun }: z.infer<typeof optionsSchema>,
): Promise<CommandResult> {
  return runOnClock(context, dryRun, (state) => {
    state.nowMilliseconds += duration * 1000;
  });
}
