import { withParsedOptions, type CommandDefinition } from '../../command.js';

/** `azbackup sandbox fault add` */
export const sandboxFaultAddCommand: CommandDefinition = {
  name: 'add',
  parent: 'sandbox fault',
  purpose: 'learn',
  summary: 'Lets requests or backup jobs go wrong in the sandbox',
  examples: [
    {
      command: "azbackup sandbox fault add --match 'PUT …/protectedItems/*' --nth 2 --then 429:30",
      description: 'the second is throttled',
    },
    {
      command: "azbackup sandbox fault add --match 'GET *.vault.azure.net/**' --then 403",
      description: 'key vaults let nobody in',
    },
    {
      command: "azbackup sandbox fault add --match 'GET …/backupJobs/*' --times 3 --then slow:10",
      description: 'three slow answers',
    },
    {
      command:
        "azbackup sandbox fault add --match 'job Backup VM003' --then failed:UserErrorFsFreezeFailed",
      description: 'every backup of VM003 fails',
    },
  ],
  options: [
    {
      flags: '--match <pattern>',
      description:
        "method and glob over host and path (* within a segment, ** or … for anything), or 'job OPERATION MACHINE'",
      group: 'What',
    },
    {
      flags: '--then <consequence>',
      description:
        'STATUS[:RETRY_AFTER], reset, reset-after, hang, truncate, malformed, or slow:SECONDS; of a job: failed[:CODE], warnings[:CODE], or cancelled',
      group: 'What',
    },
    {
      flags: '--nth <number>',
      description: 'the first match to strike (default: the first)',
      group: 'How',
    },
    {
      flags: '--times <number>',
      description: 'how many in a row (default: all, or with --nth just one)',
      group: 'How',
    },
  ],
  globalOptions: ['dry-run'],
  exits: ['done'],
  related: ['sandbox fault list', 'sandbox fault clear'],
  sandboxOnly: true,
  load: async () => withParsedOptions(await import('./add.run.js')),
};
