// `azbackup export dashboard`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { MAX_AGE_OPTION, OUT_OPTION, TITLE_OPTION } from './export-options.js';

const options = {
  title: TITLE_OPTION,
  maxAge: MAX_AGE_OPTION,
  out: OUT_OPTION,
} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup export dashboard`. */
export type ExportDashboardOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup export dashboard` */
export const exportDashboardCommand = defineCommand({
  name: 'dashboard',
  parent: 'export',
  kind: 'export',
  purpose: 'look',
  summary: 'Write a Grafana dashboard over Azure Resource Graph',
  examples: [
    {
      command: 'azbackup export dashboard --out backups.dashboard.json',
      description: "for Grafana's import, with its data source Azure Monitor",
    },
    {
      command: "azbackup export dashboard --title 'Backups of team A'",
      description: 'with a title of your own, to standard output',
    },
    {
      command: 'azbackup export dashboard --max-age 50h -o json',
      description: 'as a field of the result, for another program',
    },
  ],
  options,
  globalOptions,
  local: true,
  exits: ['done'],
  related: ['export queries', 'export workbook', 'metrics'],
  load: () => import('./dashboard.run.js'),
  loadResultSchema: async () => (await import('./result.js')).exportDocumentSchema,
  loadView: async () => (await import('./view.js')).formatExport,
});
