import { withParsedOptions, type CommandDefinition } from '../command.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

/** `azbackup policy diff` */
export const policyDiffCommand: CommandDefinition = {
  name: 'diff',
  parent: 'policy',
  purpose: 'look',
  summary: 'Shows where two backup policies differ, or a policy and a file',
  examples: [
    {
      command: 'azbackup policy diff DefaultPolicy EnhancedPolicy --vault rsv-prod',
      description: 'two policies of one vault',
    },
    {
      command: 'azbackup policy diff daily-90-days DefaultPolicy --vault rsv-prod -o json',
      description: 'each difference as data; ids compare policies of two vaults',
    },
    {
      command:
        "azbackup policy diff daily-90-days DefaultPolicy --vault rsv-prod -o tsv --query 'items[].field'",
      description: 'what differs, alone',
    },
  ],
  arguments: [
    { name: 'left', description: 'a policy, by name or resource id' },
    { name: 'right', description: 'another one', optional: true },
  ],
  options: [
    {
      flags: '--file <file>',
      description:
        'compare with this file, as policy show -o json or az prints it; - is standard input',
      group: 'What',
    },
    {
      flags: '--detailed-exitcode',
      description: 'exit 11 when they differ, 0 when they are the same',
      group: 'Output',
    },
  ],
  globalOptions: PLACE_GLOBALS,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable', 'changes-pending', 'interrupted'],
  related: ['policy show', 'policy update'],
  load: async () => withParsedOptions(await import('./diff.run.js')),
};
