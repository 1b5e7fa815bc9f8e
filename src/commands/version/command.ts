// `azbackup version`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionTable } from '../options/option.js';

const options = {} satisfies OptionTable;

/** `azbackup version` */
export const versionCommand = defineCommand({
  name: 'version',
  kind: 'version',
  purpose: 'learn',
  summary: 'Show the versions of azbackup and Node.js',
  examples: [
    { command: 'azbackup version', description: 'for a bug report' },
    { command: 'azbackup version -o json', description: 'as JSON' },
    {
      command: 'azbackup version --query summary.azbackup -o tsv',
      description: 'the version by itself, as azbackup --version prints it',
    },
  ],
  options,
  globalOptions: [],
  exits: ['done'],
  related: ['explain'],
  local: true,
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).versionDocumentSchema,
  loadView: async () => (await import('./view.js')).formatVersion,
});
