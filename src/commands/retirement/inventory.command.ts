// `azbackup retirement inventory`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';
import { ITEM_SELECTION_OPTIONS } from '../options/selection-options.js';
import { DEADLINE_OPTION } from './options.js';

const options = { ...ITEM_SELECTION_OPTIONS, deadline: DEADLINE_OPTION } satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup retirement inventory`. */
export type RetirementInventoryOptions = OptionsOf<typeof options, typeof globalOptions> &
  TypedPlaces;

/** `azbackup retirement inventory` */
export const retirementInventoryCommand = defineCommand({
  name: 'inventory',
  parent: 'retirement',
  kind: 'retirement-inventory',
  purpose: 'look',
  summary: 'List VMs with ADE and their way out before ADE retires',
  examples: [
    {
      command: 'azbackup retirement inventory --all',
      description: 'all VMs of the subscription, and recovery points of VMs that are gone',
    },
    {
      command: 'azbackup retirement inventory --all --encryption ade -o json',
      description: 'only VMs with ADE, as JSON',
    },
    {
      command: 'azbackup retirement inventory --vm VM001',
      description: 'one VM, with its keys',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['retirement points', 'retirement keys', 'status', 'audit-keys', 'retirement plan'],
  load: () => import('./inventory.run.js'),
  loadResultSchema: async () => (await import('./inventory.result.js')).retirementInventorySchema,
  loadView: async () => (await import('./inventory.view.js')).formatRetirementInventory,
});
