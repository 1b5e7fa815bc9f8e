import { withParsedOptions, type CommandDefinition } from '../command.js';
import { ITEM_CHANGE_EXITS, ITEM_CHANGE_OPTIONS, ITEM_OPTION } from '../options/item-options.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

/** `azbackup undelete` */
export const undeleteCommand: CommandDefinition = {
  name: 'undelete',
  purpose: 'protect',
  summary: 'Brings deleted backups back while soft delete still keeps them',
  examples: [
    { command: 'azbackup undelete --vm VM011', description: 'back, and stopped' },
    {
      command: 'azbackup undelete --vm VM011 --resume --policy DefaultPolicy',
      description: 'back, and backed up again',
    },
    { command: 'azbackup undelete --vm VM011 --dry-run', description: 'shows the plan' },
  ],
  options: [
    ITEM_OPTION,
    {
      flags: '--resume',
      description: 'take backups again as well; needs --policy',
      group: 'How',
    },
    { flags: '--policy <name>', description: 'backup policy to resume with', group: 'What' },
    ...ITEM_CHANGE_OPTIONS,
  ],
  globalOptions: [...PLACE_GLOBALS, 'dry-run'],
  exits: ITEM_CHANGE_EXITS,
  related: ['disable', 'resume', 'status'],
  load: async () => withParsedOptions(await import('./undelete.run.js')),
};
