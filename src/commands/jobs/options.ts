// Options and arguments that commands on jobs share.

import type { z } from 'zod';
import type { GlobalOptionKey } from '../options/global-options.js';
import { machines } from '../options/machine-options.js';
import type { ArgumentDefinition, OptionDefinition, Zod } from '../options/option.js';

/** The id of a job, as `jobs list` shows it. */
export function jobIdSchema(zod: Zod): z.ZodGUID {
  return zod.guid({ error: (issue) => `not the id of a job (a guid): ${String(issue.input)}` });
}

/** Which job. */
export const JOB_ID = {
  description: 'job id, as shown by jobs list',
  schema: jobIdSchema,
} satisfies ArgumentDefinition;

/** Jobs of which machines. */
export const JOB_VM_OPTION = {
  flags: '--vm <name>',
  description: 'jobs of this virtual machine, by name or resource id; can be repeated',
  group: 'What',
  repeatable: true,
  schema: machines,
} satisfies OptionDefinition;

/**
 * Global options that say in which vaults to look for jobs, all of the subscription by default, and in which
 * resource group their machines are.
 */
export const JOB_PLACE_GLOBALS = [
  'subscription',
  'resourceGroup',
  'vault',
] as const satisfies readonly GlobalOptionKey[];
