// `azbackup drill report`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../../options/option.js';

const args = {
  file: {
    description:
      'evidence of drills: files, or folders with them (default: the drills that are recorded here)',
    optional: true,
    repeatable: true,
    schema: (zod) => zod.array(zod.string().min(1, 'a file needs a name')).default([]),
  },
} satisfies ArgumentTable;
const options = {} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup drill report`. */
export type DrillReportOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup drill report` */
export const drillReportCommand = defineCommand({
  name: 'report',
  parent: 'drill',
  kind: 'drill-report',
  purpose: 'restore',
  summary: 'Summarize restore drills: VMs, times and failures',
  examples: [
    { command: 'azbackup drill report', description: 'of the drills that were run from here' },
    {
      command: 'azbackup drill report evidence',
      description: 'of the evidence in a folder, after checking its hashes',
    },
    {
      command: 'azbackup drill report -o json --query rto',
      description: 'how long restores took: minimum, median, 95th percentile, maximum',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done', 'partial'],
  related: ['drill run', 'drill list', 'gate'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).drillReportDocumentSchema,
  loadView: async () => (await import('./view.js')).formatDrillReport,
});
