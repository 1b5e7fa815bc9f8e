// `azbackup metrics`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { PLACE_GLOBALS, PRINCIPAL_OPTION } from '../options/machine-options.js';
import { SELECTION_OPTIONS } from '../options/selection-options.js';

const options = {
  ...SELECTION_OPTIONS,
  out: {
    flags: '--out <file>',
    description:
      'write the metrics to this file, in one step, in place of standard output; the folder must exist',
    group: 'Output',
    schema: (zod) =>
      zod
        .string()
        .trim()
        .min(1, '--out needs a file')
        .transform((text) => (text === '-' ? undefined : text))
        .optional(),
  },
  backupPrincipalId: PRINCIPAL_OPTION,
} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup metrics`. */
export type MetricsOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup metrics` */
export const metricsCommand = defineCommand({
  name: 'metrics',
  kind: 'metrics',
  purpose: 'look',
  summary: 'Write backup metrics for Prometheus',
  examples: [
    { command: 'azbackup metrics --all', description: 'all VMs of the subscription, to look at' },
    {
      command: 'azbackup metrics --all --out azbackup.prom',
      description: "for the node exporter's textfile folder, from cron or a systemd timer",
    },
    {
      command: 'azbackup metrics --vault rsv-prod -o json',
      description: 'the same facts as JSON, for another monitoring',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['status', 'audit-keys'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).metricsDocumentSchema,
  loadView: async () => (await import('./view.js')).formatMetrics,
});
