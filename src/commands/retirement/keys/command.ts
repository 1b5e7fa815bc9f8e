// `azbackup retirement keys`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf, TypedPlaces } from '../../options/global-options.js';
import type { OptionTable } from '../../options/option.js';
import { PLACE_GLOBALS } from '../../options/machine-options.js';
import { ITEM_SELECTION_OPTIONS } from '../../options/selection-options.js';

const options = { ...ITEM_SELECTION_OPTIONS } satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup retirement keys`. */
export type RetirementKeysOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup retirement keys` */
export const retirementKeysCommand = defineCommand({
  name: 'keys',
  parent: 'retirement',
  kind: 'retirement-keys',
  purpose: 'look',
  summary: 'Show until when recovery points need each key and secret',
  examples: [
    {
      command: 'azbackup retirement keys --all',
      description: 'all VMs of the subscription: only then a day for deletion is given',
    },
    {
      command: 'azbackup retirement keys --vm VM005',
      description: 'keys of one VM, and until when they are needed at least',
    },
    {
      command: 'azbackup retirement keys --all -o json',
      description: 'as JSON, with the reasons where it is unknown',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['retirement inventory', 'retirement points', 'audit-keys', 'retirement plan'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).retirementKeysSchema,
  loadView: async () => (await import('./view.js')).formatRetirementKeys,
});
