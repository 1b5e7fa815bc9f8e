// `azbackup cloud show`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';

const taken = {
  name: {
    description: 'name of a cloud, or a JSON file (default: --cloud)',
    optional: true,
    schema: (zod) => zod.string().trim().min(1, 'the name is empty').optional(),
  },
} satisfies ArgumentTable;
const options = {
  fromMetadata: {
    flags: '--from-metadata <url>',
    description: 'what Resource Manager at this address says of its cloud, such as https://HOST',
    group: 'What',
    schema: (zod) => zod.string().trim().min(1, '--from-metadata needs an address').optional(),
  },
} satisfies OptionTable;
const globalOptions = ['cloud'] as const;

/** The options of `azbackup cloud show`. */
export type CloudShowOptions = OptionsOf<typeof options, typeof globalOptions, typeof taken>;

/** `azbackup cloud show` */
export const cloudShowCommand = defineCommand({
  name: 'show',
  parent: 'cloud',
  kind: 'cloud-show',
  purpose: 'learn',
  summary: 'Show the addresses of an Azure cloud',
  examples: [
    { command: 'azbackup cloud show AzureBleuCloud', description: 'a cloud by name' },
    { command: 'azbackup cloud show', description: 'the one that --cloud chooses' },
    {
      command: 'azbackup cloud show --from-metadata https://management.azure.com -o json',
      description: 'as the cloud describes itself; the output is a file for --cloud',
    },
  ],
  arguments: taken,
  options,
  globalOptions,
  exits: ['done', 'not-found', 'azure-failed', 'unavailable', 'interrupted'],
  related: ['cloud list', 'doctor'],
  load: () => import('./show.run.js'),
  loadResultSchema: async () => (await import('./result.js')).cloudShowDocumentSchema,
  loadView: async () => (await import('./view.js')).formatCloudShow,
});
