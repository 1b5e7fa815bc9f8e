// `azbackup gate`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { PRINCIPAL_OPTION } from '../options/machine-options.js';

const options = {
  file: {
    flags: '-f, --file <file>',
    description: 'gate file; - for standard input (default: azbackup.gate.yaml)',
    group: 'What',
    schema: (zod) =>
      zod.string().min(1, '--file needs the name of a file').default('azbackup.gate.yaml'),
  },
  backupPrincipalId: PRINCIPAL_OPTION,
} satisfies OptionTable;
const globalOptions = ['subscription'] as const;

/** The options of `azbackup gate`. */
export type GateOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup gate` */
export const gateCommand = defineCommand({
  name: 'gate',
  kind: 'gate',
  purpose: 'look',
  summary: 'Check VMs against a file of rules on their backups',
  examples: [
    { command: 'azbackup gate', description: 'by the rules of azbackup.gate.yaml' },
    {
      command: 'azbackup gate -f prod.gate.yaml -o json',
      description: 'by those of another file, as JSON',
    },
  ],
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable', 'unmet'],
  related: ['status', 'preflight', 'retirement points'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).gateDocumentSchema,
  loadView: async () => (await import('./view.js')).formatGate,
});
