// Schemas of options that several commands take. Messages name the option as the user typed it.

import { z } from 'zod';
import { CHECK_IDS } from '../../preflight/check-ids.js';

const MISSING_VM = '--vm is missing: name at least one virtual machine';

/** `--vm`, one or more names or ids. */
export const vmNamesSchema = z
  .array(z.string().trim().min(1, '--vm needs a name or an id'), MISSING_VM)
  .min(1, MISSING_VM);

/** `--ignore`, ids of checks that exist. */
export const checkIdsSchema = z
  .array(
    z.enum(CHECK_IDS, {
      error: (issue) => `--ignore names no check: ${String(issue.input)}`,
    }),
  )
  .default([]);

/** `--backup-principal-id`, the object id of a service principal. */
export const principalIdSchema = z.guid('--backup-principal-id needs an object id (a guid)');

/** The id of a job, as `jobs list` shows it. */
export const jobIdSchema = z.guid({
  error: (issue) => `not the id of a job (a guid): ${String(issue.input)}`,
});

/** The global options that narrow where machines and vaults are looked for. */
export const placeFields = {
  subscription: z.string().optional(),
  resourceGroup: z.string().optional(),
  vault: z.string().optional(),
};

/** How access is given, and to whom. */
export const grantFields = {
  role: z.enum(['custom', 'administrator', 'built-in']).default('custom'),
  scope: z.enum(['vault', 'object']).default('vault'),
  backupPrincipalId: principalIdSchema.optional(),
};

/** `--dry-run`, and whether its exit code tells that there is something to change. */
export const dryRunFields = {
  dryRun: z.boolean().default(false),
  detailedExitcode: z.boolean().default(false),
};

/** The rule of a schema that has `dryRunFields`. */
export const detailedExitcodeNeedsDryRun = z.refine<z.infer<z.ZodObject<typeof dryRunFields>>>(
  ({ dryRun, detailedExitcode }) => dryRun || !detailedExitcode,
  { error: '--detailed-exitcode goes with --dry-run' },
);

/**
 * A duration such as `90s`, `10m`, `2h` or `1d` as seconds.
 * @param option the option's name, for the message
 */
export function durationSchema(option: string): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^\d+(?:\.\d+)?[smhd]$/u, `${option} needs a duration such as 90s, 10m, 2h or 1d`)
    .transform((text) => Number(text.slice(0, -1)) * (UNIT_SECONDS.get(text.slice(-1)) ?? 1))
    .refine((seconds) => seconds > 0, `${option} must be longer than zero`);
}

/** Seconds of each unit of a duration. */
const UNIT_SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);
