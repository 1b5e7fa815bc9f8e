// `azbackup restore`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import { options, globalOptions } from './options.js';

/** `azbackup restore` */
export const restoreCommand = defineCommand({
  name: 'restore',
  kind: 'restore',
  purpose: 'restore',
  summary: 'Restore disks or a VM, with the keys they need',
  examples: [
    {
      command: 'azbackup restore --vm VM005 --dry-run',
      description: 'previews the recovery point and the restore steps',
    },
    {
      command:
        'azbackup restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --subnet default',
      description: 'creates a new VM, with its lost key and secret',
    },
    {
      command: 'azbackup restore --vm VM005 --recovery-point "before 2026-10-31" --dry-run -o json',
      description: 'newest point before that UTC day, as JSON',
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
