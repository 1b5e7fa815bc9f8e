// `azbackup login`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionTable } from '../options/option.js';

const options = {} satisfies OptionTable;

/** `azbackup login` */
export const loginCommand = defineCommand({
  name: 'login',
  kind: 'login',
  purpose: 'learn',
  summary: 'Show how to sign in with az',
  examples: [
    { command: 'azbackup login', description: 'the variants of az login' },
    { command: 'azbackup login --cloud AzureChinaCloud', description: 'for another cloud' },
    { command: 'azbackup login -o json', description: 'as JSON' },
  ],
  options,
  globalOptions: ['cloud', 'subscription'],
  exits: ['done'],
  related: ['status', 'preflight'],
  local: true,
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).loginDocumentSchema,
  loadView: async () => (await import('./view.js')).formatLogin,
});
