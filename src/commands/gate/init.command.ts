// `azbackup gate init`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { PLACE_GLOBALS, PRINCIPAL_OPTION } from '../options/machine-options.js';

const options = {
  file: {
    flags: '-f, --file <file>',
    description: 'new gate file; - for standard output (default: azbackup.gate.yaml)',
    group: 'What',
    schema: (zod) =>
      zod.string().min(1, '--file needs the name of a file').default('azbackup.gate.yaml'),
  },
  backupPrincipalId: PRINCIPAL_OPTION,
} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup gate init`. */
export type GateInitOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup gate init` */
export const gateInitCommand = defineCommand({
  name: 'init',
  parent: 'gate',
  kind: 'gate-init',
  purpose: 'look',
  summary: 'Write a first gate file from how the VMs are now',
  examples: [
    { command: 'azbackup gate init', description: 'for all VMs of the subscription' },
    {
      command: 'azbackup gate init -f prod.gate.yaml -g rg-prod',
      description: 'for those of a resource group, in a file of another name',
    },
    {
      command: 'azbackup gate init --vault rsv-prod -f -',
      description: 'for those that a vault protects, to standard output',
    },
  ],
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable'],
  related: ['gate', 'status'],
  load: () => import('./init.run.js'),
  loadResultSchema: async () => (await import('./init.result.js')).gateInitDocumentSchema,
  loadView: async () => (await import('./init.view.js')).formatGateInit,
});
