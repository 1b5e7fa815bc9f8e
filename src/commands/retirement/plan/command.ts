// `azbackup retirement plan`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf, TypedPlaces } from '../../options/global-options.js';
import type { OptionTable } from '../../options/option.js';
import { PLACE_GLOBALS } from '../../options/machine-options.js';
import { ITEM_SELECTION_OPTIONS } from '../../options/selection-options.js';
import { DEADLINE_OPTION } from '../options.js';

const options = { ...ITEM_SELECTION_OPTIONS, deadline: DEADLINE_OPTION } satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup retirement plan`. */
export type RetirementPlanOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup retirement plan` */
export const retirementPlanCommand = defineCommand({
  name: 'plan',
  parent: 'retirement',
  kind: 'retirement-plan',
  purpose: 'look',
  summary: 'Show the steps by which a VM leaves ADE, with commands',
  examples: [
    {
      command: 'azbackup retirement plan --vm VM005',
      description: 'the steps for one VM; nothing is carried out',
    },
    {
      command: 'azbackup retirement plan --vm VM005 --deadline 2027-12-31',
      description: 'for a deadline of your own',
    },
    {
      command: 'azbackup retirement plan --all --encryption ade -o json',
      description: 'all VMs with ADE, as JSON',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['retirement inventory', 'retirement points', 'retirement keys'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).retirementPlanSchema,
  loadView: async () => (await import('./view.js')).formatRetirementPlan,
});
