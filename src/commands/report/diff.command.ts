// `azbackup report diff`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable } from '../options/option.js';

const args = {
  old: {
    description: 'the earlier JSON result of azbackup report; - for standard input',
    schema: (zod) => zod.string().min(1, 'the file of the earlier report is required'),
  },
  new: {
    description: 'the later one',
    schema: (zod) => zod.string().min(1, 'the file of the later report is required'),
  },
} satisfies ArgumentTable;
const options = {};
const globalOptions = [] as const;

/** The options of `azbackup report diff`. */
export type ReportDiffOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup report diff` */
export const reportDiffCommand = defineCommand({
  name: 'diff',
  parent: 'report',
  kind: 'report-diff',
  purpose: 'look',
  summary: 'Compare two JSON reports: what became better or worse',
  examples: [
    {
      command: 'azbackup report diff monday.json today.json',
      description: 'VMs and keys that changed between two results of azbackup report -o json',
    },
    {
      command: "azbackup report diff monday.json today.json -o tsv --query 'items[].vm.name'",
      description: 'only the names of VMs that changed',
    },
    {
      command: 'azbackup report diff monday.json today.json -o json',
      description: 'the differences as JSON',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  local: true,
  exits: ['done'],
  related: ['report', 'gate'],
  load: () => import('./diff.run.js'),
  loadResultSchema: async () => (await import('./diff.result.js')).reportDiffSchema,
  loadView: async () => (await import('./diff.view.js')).formatReportDiff,
});
