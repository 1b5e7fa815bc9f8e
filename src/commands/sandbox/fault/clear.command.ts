import { erase, type CommandDefinition } from '../../command.js';

/** `azbackup sandbox fault clear` */
export const sandboxFaultClearCommand: CommandDefinition = {
  name: 'clear',
  parent: 'sandbox fault',
  purpose: 'learn',
  summary: 'Takes all faults out of the sandbox',
  examples: [
    { command: 'azbackup sandbox fault clear', does: 'nothing goes wrong any more' },
    {
      command: 'azbackup sandbox fault clear --sandbox-dir ./lab',
      does: 'in the sandbox of another folder',
    },
    { command: 'azbackup sandbox fault clear -q -o none', does: 'in a script' },
  ],
  options: [],
  takes: ['dry-run'],
  exits: ['done'],
  related: ['sandbox fault list', 'sandbox fault add'],
  sandboxOnly: true,
  load: async () => erase(await import('./clear.run.js')),
};
