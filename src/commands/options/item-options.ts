// Options that the commands on protected items share.

import type { CommandDefinition, OptionDefinition } from '../command.js';
import { DETAILED_EXITCODE_OPTION, WAIT_OPTIONS } from './machine-options.js';

/** Which machines; those too that are gone while their backups live on. */
export const ITEM_OPTION: OptionDefinition = {
  flags: '--vm <name>',
  description:
    'virtual machine, by name or resource id, also one that no longer exists; may be repeated',
  group: 'What',
  repeatable: true,
};

/** By whom the change was approved. */
export const RESOURCE_GUARD_OPTION: OptionDefinition = {
  flags: '--resource-guard-request <id>',
  description: 'approved request of the Resource Guard that the vault is under; may be repeated',
  group: 'How',
  repeatable: true,
};

/** By whom the change was approved, and how it is waited for. */
export const ITEM_CHANGE_OPTIONS: readonly OptionDefinition[] = [
  RESOURCE_GUARD_OPTION,
  ...WAIT_OPTIONS,
  DETAILED_EXITCODE_OPTION,
];

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
