import { withParsedOptions, type CommandDefinition } from '../../command.js';

/** `azbackup sandbox fault clear` */
export const sandboxFaultClearCommand: CommandDefinition = {
  name: 'clear',
  parent: 'sandbox fault',
  purpose: 'learn',
  summary: 'Takes all faults out of the sandbox',
  examples: [
    { command: 'azbackup sandbox fault clear', description: 'nothing goes wrong any more' },
    {
      command: 'azbackup sandbox fault clear --sandbox-dir ./lab',
      description: 'in the sandbox of another folder',
    },
    { command: 'azbackup sandbox fault clear -q -o none', description: 'in a script' },
  ],
  options: [],
  globalOptions: ['dry-run'],
  exits: ['done'],
  related: ['sandbox fault list', 'sandbox fault add'],
  sandboxOnly: true,
  load: async () => withParsedOptions(await import('./clear.run.js')),
};
