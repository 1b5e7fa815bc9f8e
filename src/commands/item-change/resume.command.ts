import { withParsedOptions, type CommandDefinition } from '../command.js';
import { ITEM_CHANGE_EXITS, ITEM_CHANGE_OPTIONS, ITEM_OPTION } from '../options/item-options.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

/** `azbackup resume` */
export const resumeCommand: CommandDefinition = {
  name: 'resume',
  purpose: 'protect',
  summary: 'Takes backups again of machines whose backups were stopped',
  examples: [
    {
      command: 'azbackup resume --vm VM005 --policy DefaultPolicy',
      description: 'backups go on, with this policy',
    },
    {
      command: 'azbackup resume --vm VM005 --policy DefaultPolicy --dry-run',
      description: 'shows the plan',
    },
    {
      command: 'azbackup resume --vm VM005 --vm VM014 --policy DefaultPolicy -o json',
      description: 'several machines, the result as data',
    },
  ],
  options: [
    ITEM_OPTION,
    {
      flags: '--policy <name>',
      description: 'backup policy; stopping takes the former one away, so it has to be named',
      group: 'What',
    },
    ...ITEM_CHANGE_OPTIONS,
  ],
  globalOptions: [...PLACE_GLOBALS, 'dry-run'],
  exits: ITEM_CHANGE_EXITS,
  related: ['disable', 'undelete', 'status'],
  load: async () => withParsedOptions(await import('./resume.run.js')),
};
