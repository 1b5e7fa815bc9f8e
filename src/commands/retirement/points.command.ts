// `azbackup retirement points`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';
import { ITEM_SELECTION_OPTIONS } from '../options/selection-options.js';
import { AFTER_OPTION, DEADLINE_OPTION } from './options.js';

const options = {
  ...ITEM_SELECTION_OPTIONS,
  after: AFTER_OPTION,
  deadline: DEADLINE_OPTION,
} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup retirement points`. */
export type RetirementPointsOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup retirement points` */
export const retirementPointsCommand = defineCommand({
  name: 'points',
  parent: 'retirement',
  kind: 'retirement-points',
  purpose: 'look',
  summary: 'List recovery points that outlive ADE, and policies that make them',
  examples: [
    {
      command: 'azbackup retirement points --all',
      description: 'recovery points with ADE that expire after 2028-09-15, and the policies',
    },
    {
      command: 'azbackup retirement points --vault rsv-prod --after 2027-01-01',
      description: 'points of a vault that expire after a date',
    },
    {
      command: 'azbackup retirement points --all --deadline 2027-12-31',
      description: 'for a deadline of your own',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['retirement inventory', 'policy update', 'restore', 'retirement plan'],
  load: () => import('./points.run.js'),
  loadResultSchema: async () => (await import('./points.result.js')).retirementPointsSchema,
  loadView: async () => (await import('./points.view.js')).formatRetirementPoints,
});
