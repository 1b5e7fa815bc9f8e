// Options that commands on machines share, so that they mean the same everywhere.

import type { z } from 'zod';
import { CHECK_IDS } from '../../preflight/check-ids.js';
import type { GlobalOptionKey } from './global-options.js';
import {
  rule,
  type OptionDefinition,
  type OptionRule,
  type OptionTable,
  type Zod,
} from './option.js';

const MISSING_VM = '--vm is required';
const VM_EMPTY = '--vm needs a name or an id';

/** Names or ids of machines, at least one. */
export const oneOrMoreMachines = (zod: Zod): z.ZodArray<z.ZodString> =>
  zod.array(zod.string().trim().min(1, VM_EMPTY), MISSING_VM).min(1, MISSING_VM);

/** Names or ids of machines, or none. */
export const machines = (zod: Zod): z.ZodDefault<z.ZodArray<z.ZodString>> =>
  zod.array(zod.string().trim().min(1, VM_EMPTY)).default([]);

/** True of what stands for a list: `@FILE`, and `-` for standard input. */
export function isListOfNames(vm: string): boolean {
  return vm === '-' || vm.startsWith('@');
}

/** Which machines. */
export const VM_OPTION = {
  flags: '--vm <name>',
  description: 'virtual machine, by name or resource id; can be repeated',
  group: 'What',
  repeatable: true,
  schema: oneOrMoreMachines,
} satisfies OptionDefinition;

/** Overrides one check. */
export const IGNORE_OPTION = {
  flags: '--ignore <check>',
  description: 'continue even if this check fails or is unknown; can be repeated',
  group: 'How',
  repeatable: true,
  schema: (zod) =>
    zod
      .array(
        zod.enum(CHECK_IDS, {
          error: (issue) => `--ignore: no such check: ${String(issue.input)}`,
        }),
      )
      .default([]),
} satisfies OptionDefinition;

/** Judges as if the operator had to prove everything. */
export const STRICT_OPTION = {
  flags: '--strict',
  description: 'also block if you cannot read what Azure Backup checks itself',
  group: 'How',
  schema: (zod) => zod.boolean().default(false),
} satisfies OptionDefinition;

/** Spares the look into the directory. */
export const PRINCIPAL_OPTION = {
  flags: '--backup-principal-id <guid>',
  description:
    'object id of the Backup Management Service, not its application id, if you cannot read Microsoft Graph',
  group: 'How',
  schema: (zod) => zod.guid('--backup-principal-id needs an object id (a guid)').optional(),
} satisfies OptionDefinition;

const ROLES = ['custom', 'built-in', 'administrator'] as const;
const SCOPES = ['vault', 'object'] as const;

/** How access is given. */
export const GRANT_OPTIONS = {
  role: {
    flags: '--role <kind>',
    description:
      'role for RBAC vaults: custom (least privilege, default), built-in, or administrator',
    group: 'How',
    choices: ROLES,
    schema: (zod) => zod.enum(ROLES).default('custom'),
  },
  scope: {
    flags: '--scope <scope>',
    description:
      'scope of the assignment: vault (default), or object for single keys and secrets (not documented as enough)',
    group: 'How',
    choices: SCOPES,
    schema: (zod) => zod.enum(SCOPES).default('vault'),
  },
} satisfies OptionTable;

/** Tells a script that a dry run found something to do. */
export const DETAILED_EXITCODE_OPTION = {
  flags: '--detailed-exitcode',
  description: 'with --dry-run: exit 11 if there are changes, 0 if not',
  group: 'Output',
  schema: (zod) => zod.boolean().default(false),
} satisfies OptionDefinition;

/** Only a dry run leaves changes to be made. */
export const detailedExitcodeNeedsDryRun: OptionRule<{
  dryRun: boolean;
  detailedExitcode: boolean;
}> = rule(
  ({ dryRun, detailedExitcode }) => dryRun || !detailedExitcode,
  '--detailed-exitcode needs --dry-run',
);

/** Global options that narrow where machines and vaults are looked for. */
export const PLACE_GLOBALS = [
  'subscription',
  'resourceGroup',
  'vault',
] as const satisfies readonly GlobalOptionKey[];

/** Machines are named one by one, or all that a vault protects. */
export const machinesOrVault: OptionRule<{
  vm: readonly string[];
  vault?: string | undefined;
}> = rule(
  ({ vm, vault }) => vm.length > 0 || vault !== undefined,
  'specify VMs with --vm, or a whole vault with --vault',
);

/**
 * A duration such as `90s`, `10m`, `2h` or `1d` as seconds.
 * @param option the option's name, for the message
 */
export function durationSchema(zod: Zod, option: string): z.ZodType<number, string> {
  const needed = `${option} needs a duration such as 90s, 10m, 2h or 1d`;
  return zod
    .string(needed)
    .regex(/^\d+(?:\.\d+)?[smhd]$/u, needed)
    .transform((text) => Number(text.slice(0, -1)) * (UNIT_SECONDS.get(text.slice(-1)) ?? 1))
    .refine((seconds) => seconds > 0, `${option} must be longer than zero`)
    .refine((seconds) => seconds <= MAX_DURATION_SECONDS, `${option} must be 3650d or less`);
}

/** Ten years: beyond any wait, and within what times can be reckoned with. */
const MAX_DURATION_SECONDS = 3650 * 86_400;

/** Seconds of each unit of a duration. */
const UNIT_SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);
