import { withParsedOptions, type CommandDefinition } from '../command.js';
import {
  DETAILED_EXITCODE_OPTION,
  PLACE_GLOBALS,
  WAIT_OPTIONS,
} from '../options/machine-options.js';

/** `azbackup restore` */
export const restoreCommand: CommandDefinition = {
  name: 'restore',
  purpose: 'back-up',
  summary: 'Restores the disks of a machine, the key and secret they need, and the machine itself',
  examples: [
    {
      command: 'azbackup restore --vm VM005 --dry-run',
      description: 'which recovery point, and each step of restoring its disks',
    },
    {
      command:
        'azbackup restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --subnet default',
      description: 'a new machine beside the old one; its lost key and secret come back with it',
    },
    {
      command: 'azbackup restore --vm VM005 --recovery-point "before 2026-10-31" --dry-run -o json',
      description: 'the newest point from before that day (UTC), for scripts',
    },
  ],
  options: [
    {
      flags: '--vm <name>',
      description:
        'machine that was backed up, by name or resource id, also one that no longer exists',
      group: 'What',
    },
    {
      flags: '--recovery-point <point>',
      description:
        'Azure\'s number of it, latest (default), a time (the newest point up to then), or "before 2026-11-01"',
      group: 'What',
    },
    {
      flags: '--tier <tier>',
      description: 'take only a point that Azure reads from there: snapshot or vault',
      group: 'What',
      choices: ['snapshot', 'vault'],
    },
    {
      flags: '--to <goal>',
      description:
        'disks (default), or vm: a new machine; original-location, alternate-location and files are refused for encrypted machines, with the reason',
      group: 'What',
      choices: ['disks', 'vm', 'original-location', 'alternate-location', 'files'],
    },
    { flags: '--name <name>', description: 'name of the new machine', group: 'What' },
    {
      flags: '--vnet <name>',
      description: 'virtual network of the new machine, by name or resource id',
      group: 'How',
    },
    {
      flags: '--subnet <name>',
      description: 'subnet of it (default: the only one)',
      group: 'How',
    },
    {
      flags: '--private-address <address>',
      description:
        'static private address (default: dynamic); a public one is never given to the new machine',
      group: 'How',
    },
    {
      flags: '--size <size>',
      description: 'size of the new machine (default: the one it had)',
      group: 'How',
    },
    {
      flags: '--zone <number>',
      description: 'availability zone; of encrypted machines only the one it was in',
      group: 'How',
    },
    {
      flags: '--target-resource-group <name>',
      description: "where disks and machine are made (default: the old machine's)",
      group: 'How',
    },
    {
      flags: '--target-subscription <id>',
      description: "must be the machine's own: Azure restores encrypted machines nowhere else",
      group: 'How',
    },
    {
      flags: '--staging-account <name>',
      description:
        'storage account in which Azure describes what it restores, by name or resource id (default: the only one of the region that will do)',
      group: 'How',
    },
    {
      flags: '--keys <choice>',
      description:
        'key and secret: auto restores what is missing (default), always restores them into --key-vault, never touches none',
      group: 'How',
      choices: ['auto', 'always', 'never'],
    },
    {
      flags: '--key-vault <name>',
      description:
        'key vault to restore them into, of the same subscription and geography (default: the one they were in)',
      group: 'How',
    },
    {
      flags: '--ade-client-id <guid>',
      description:
        'application that dual-pass ADE runs as; its secret is read from AZBACKUP_ADE_CLIENT_SECRET',
      group: 'How',
    },
    {
      flags: '--secondary-region',
      description:
        'restore in the region that Azure pairs with that of the vault, from the copies there; encrypted machines need --key-vault with one of that region',
      group: 'What',
    },
    {
      flags: '--keep-staging',
      description: 'leave the blobs with key material in the staging account',
      group: 'How',
    },
    {
      flags: '--again',
      description: 'restore once more what was restored before, instead of going on with it',
      group: 'How',
    },
    {
      flags: '--ignore <judgement>',
      description:
        'go on against a judgement: keys, staging-account, azure-validation or ade; may be repeated',
      group: 'How',
      repeatable: true,
    },
    ...WAIT_OPTIONS,
    DETAILED_EXITCODE_OPTION,
  ],
  globalOptions: [...PLACE_GLOBALS, 'dry-run'],
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
  load: async () => withParsedOptions(await import('./run.js')),
};
