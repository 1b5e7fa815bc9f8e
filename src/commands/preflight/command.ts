import { withParsedOptions, type CommandDefinition } from '../command.js';
import {
  IGNORE_OPTION,
  PLACE_GLOBALS,
  PRINCIPAL_OPTION,
  VM_OPTION,
} from '../options/machine-options.js';

/** `azbackup preflight` */
export const preflightCommand: CommandDefinition = {
  name: 'preflight',
  aliases: ['check'],
  purpose: 'look',
  summary:
    'Judges whether virtual machines can be backed up, and says what is wrong; changes nothing',
  examples: [
    { command: 'azbackup preflight --vm VM001', description: 'judges one machine' },
    {
      command: 'azbackup preflight --vm VM001 -v',
      description: 'shows the checks that pass as well',
    },
    {
      command: 'azbackup preflight --vm VM001 --vm VM002 -o json',
      description: 'every finding of two machines as data',
    },
  ],
  options: [
    VM_OPTION,
    {
      flags: '--policy <name>',
      description: 'policy to judge for (default: the one in use, or the one the machine needs)',
      group: 'What',
    },
    {
      flags: '--grant',
      description: 'judge as for a command that grants access: may the caller do so?',
      group: 'How',
    },
    IGNORE_OPTION,
    PRINCIPAL_OPTION,
  ],
  globalOptions: PLACE_GLOBALS,
  exits: ['done', 'blocked', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['grant-access', 'enable', 'status'],
  load: async () => withParsedOptions(await import('./run.js')),
};
