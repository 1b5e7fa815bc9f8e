// `azbackup export workbook`: its options, what help says of it, and where its run, its result and its view are.

import { WORKBOOK_NAMES } from '../../domain/export/names.js';
import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';
import { MAX_AGE_OPTION, nameArgument, OUT_OPTION, TITLE_OPTION } from './export-options.js';

const args = {
  part: nameArgument(
    WORKBOOK_NAMES,
    'parts to export (default: all into a folder, the template to standard output)',
  ),
} satisfies ArgumentTable;
const options = {
  title: TITLE_OPTION,
  maxAge: MAX_AGE_OPTION,
  out: OUT_OPTION,
} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup export workbook`. */
export type ExportWorkbookOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup export workbook` */
export const exportWorkbookCommand = defineCommand({
  name: 'workbook',
  parent: 'export',
  kind: 'export',
  purpose: 'look',
  summary: 'Write an Azure workbook on the state of backups',
  examples: [
    {
      command: 'azbackup export workbook --out .',
      description: 'a template that deploys the workbook, and the workbook by itself',
    },
    {
      command: 'azbackup export workbook template --out workbook.json',
      description: 'for az deployment group create --template-file workbook.json',
    },
    {
      command: 'azbackup export workbook workbook',
      description: "for the advanced editor of the portal's workbooks",
    },
  ],
  arguments: args,
  options,
  globalOptions,
  local: true,
  exits: ['done'],
  related: ['export queries', 'export dashboard', 'report'],
  load: () => import('./workbook.run.js'),
  loadResultSchema: async () => (await import('./result.js')).exportDocumentSchema,
  loadView: async () => (await import('./view.js')).formatExport,
});
