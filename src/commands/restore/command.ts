// `azbackup restore`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import { options, globalOptions } from './options.js';

/** `azbackup restore` */
export const restoreCommand = defineCommand({
  name: 'restore',
  kind: 'restore',
  purpose: 'back-up',
  summary: 'Restores the disks of a machine, the key and secret they need, and the machine itself',
  examples: [
    {
      command: 'azbackup restore --vm VM005 --dry-run',
      description: 'which recovery point, and each step of restoring its disks',
    },
    {
      command:
        'azbackup restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --subnet default',
      description: 'a new machine beside the old one; its lost key and secret come back with it',
    },
    {
      command: 'azbackup restore --vm VM005 --recovery-point "before 2026-10-31" --dry-run -o json',
      description: 'the newest point from before that day (UTC), for scripts',
    },
  ],
  options,
  globalOptions,
  exits: [
    'done',
    'not-found',
    'not-allowed',
    'blocked',
    'partial',
    'azure-failed',
    'still-running',
    'warnings',
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['recovery-points list', 'audit-keys', 'restore-keys', 'jobs watch'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).restoreDocumentSchema,
  loadView: async () => (await import('./view.js')).formatRestore,
});
