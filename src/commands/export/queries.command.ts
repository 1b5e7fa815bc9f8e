// `azbackup export queries`: its options, what help says of it, and where its run, its result and its view are.

import { QUERY_NAMES } from '../../domain/export/names.js';
import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';
import { MAX_AGE_OPTION, nameArgument, OUT_OPTION } from './export-options.js';

const args = {
  part: nameArgument(QUERY_NAMES, 'queries to export (default: all)'),
} satisfies ArgumentTable;
const options = { maxAge: MAX_AGE_OPTION, out: OUT_OPTION } satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup export queries`. */
export type ExportQueriesOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup export queries` */
export const exportQueriesCommand = defineCommand({
  name: 'queries',
  parent: 'export',
  kind: 'export',
  purpose: 'look',
  summary: 'Write Azure Resource Graph queries on the state of backups',
  examples: [
    { command: 'azbackup export queries', description: 'all of them, to read' },
    {
      command: 'azbackup export queries unprotected --out unprotected.kql',
      description: 'VMs without backups, for az graph query or --graph-query',
    },
    {
      command: 'azbackup export queries old-points --max-age 50h',
      description: 'VMs whose last recovery point is older than 50 hours',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  local: true,
  exits: ['done'],
  related: ['export workbook', 'export dashboard', 'status'],
  load: () => import('./queries.run.js'),
  loadResultSchema: async () => (await import('./result.js')).exportDocumentSchema,
  loadView: async () => (await import('./view.js')).formatExport,
});
