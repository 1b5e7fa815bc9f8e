// Options that the commands on protected items share.

import type { CommandDefinition } from '../command.js';
import { MAX_ERRORS_OPTION } from './fleet-options.js';
import { DETAILED_EXITCODE_OPTION, oneOrMoreMachines } from './machine-options.js';
import { WAIT_OPTIONS } from './wait-options.js';
import type { OptionDefinition, OptionTable } from './option.js';

/** Which machines; those too that are gone while their backups live on. */
export const ITEM_OPTION = {
  flags: '--vm <name>',
  description: 'virtual machine, by name or resource id, even if deleted; can be repeated',
  group: 'What',
  repeatable: true,
  schema: oneOrMoreMachines,
} satisfies OptionDefinition;

/** By whom the change was approved. */
export const RESOURCE_GUARD_OPTION = {
  flags: '--resource-guard-request <id>',
  description: 'approved Resource Guard request id; can be repeated',
  group: 'How',
  repeatable: true,
  schema: (zod) =>
    zod
      .array(
        zod.string().startsWith('/', '--resource-guard-request needs the resource id of a request'),
      )
      .default([]),
} satisfies OptionDefinition;

/** A yes to the loss of recovery points, for those who cannot be asked. */
export const ACCEPT_RETENTION_LOSS_OPTION = {
  flags: '--accept-retention-loss',
  description: 'do not ask when recovery points would expire sooner than now',
  group: 'How',
  schema: (zod) => zod.boolean().default(false),
} satisfies OptionDefinition;

/** By whom the change was approved, and how it is waited for. */
export const ITEM_CHANGE_OPTIONS = {
  resourceGuardRequest: RESOURCE_GUARD_OPTION,
  maxErrors: MAX_ERRORS_OPTION,
  ...WAIT_OPTIONS,
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;

/** How a change of protected items can end. */
export const ITEM_CHANGE_EXITS: CommandDefinition['exits'] = [
  'done',
  'not-found',
  'not-allowed',
  'blocked',
  'partial',
  'azure-failed',
  'still-running',
  'unavailable',
  'changes-pending',
  'interrupted',
];
