import { withParsedOptions, type CommandDefinition } from '../command.js';
import { ITEM_CHANGE_EXITS, ITEM_CHANGE_OPTIONS, ITEM_OPTION } from '../options/item-options.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

/** `azbackup disable` */
export const disableCommand: CommandDefinition = {
  name: 'disable',
  purpose: 'protect',
  summary: 'Ends the backups of machines; keeps their recovery points, or deletes them',
  examples: [
    { command: 'azbackup disable --vm VM005', description: 'no more backups; what there is stays' },
    {
      command: 'azbackup disable --vm VM005 --delete-data --dry-run',
      description: 'says what would be deleted, and how long soft delete keeps it',
    },
    {
      command: 'azbackup disable --vm VM005 --delete-data --confirm VM005',
      description: 'deletes the backups without asking',
    },
  ],
  options: [
    ITEM_OPTION,
    {
      flags: '--retain-data',
      description: 'keep the recovery points for good (default)',
      group: 'How',
    },
    {
      flags: '--retain-as-policy',
      description: 'let them expire as the policy says; only where the vault is immutable',
      group: 'How',
    },
    {
      flags: '--delete-data',
      description: 'delete the recovery points; asks for the name of each machine',
      group: 'How',
    },
    {
      flags: '--confirm <name>',
      description: 'name of a machine whose backups may be deleted unasked; may be repeated',
      group: 'How',
      repeatable: true,
    },
    ...ITEM_CHANGE_OPTIONS,
  ],
  globalOptions: [...PLACE_GLOBALS, 'dry-run'],
  exits: ITEM_CHANGE_EXITS,
  related: ['resume', 'undelete', 'status'],
  load: async () => withParsedOptions(await import('./disable.run.js')),
};
