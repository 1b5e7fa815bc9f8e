import { withParsedOptions, type CommandDefinition } from '../command.js';
import { PLACE_GLOBALS, PRINCIPAL_OPTION, VM_OPTION } from '../options/machine-options.js';

/** `azbackup status` */
export const statusCommand: CommandDefinition = {
  name: 'status',
  purpose: 'look',
  summary: 'Shows how protected machines stand: last point and its age, last error, access to keys',
  examples: [
    { command: 'azbackup status --vm VM005', description: 'one machine in full' },
    { command: 'azbackup status --vault rsv-prod', description: 'every machine of a vault' },
    {
      command: 'azbackup status --vault rsv-prod --max-age 26h -q',
      description: 'for monitoring: exit 6 when a last point is older',
    },
  ],
  options: [
    VM_OPTION,
    {
      flags: '--max-age <duration>',
      description: 'exit 6 when any last recovery point is older than this, such as 26h',
      group: 'How',
    },
    PRINCIPAL_OPTION,
  ],
  globalOptions: PLACE_GLOBALS,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['preflight', 'enable'],
  load: async () => withParsedOptions(await import('./run.js')),
};
