import { withParsedOptions, type CommandDefinition } from '../command.js';
import { ITEM_OPTION } from '../options/item-options.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

/** `azbackup audit-keys` */
export const auditKeysCommand: CommandDefinition = {
  name: 'audit-keys',
  purpose: 'look',
  summary: 'Finds recovery points whose key or secret is gone, disabled, expired or in danger',
  examples: [
    { command: 'azbackup audit-keys --vm VM014', description: 'the keys that one machine needs' },
    {
      command: 'azbackup audit-keys --vault rsv-prod',
      description:
        'of every machine of a vault; exit 6 when a point could not be restored as things are',
    },
    {
      command: 'azbackup audit-keys --vault rsv-prod --fail-on at-risk -o json',
      description: 'for a nightly job: also fails on keys that could be purged or that expire',
    },
  ],
  options: [
    ITEM_OPTION,
    {
      flags: '--fail-on <severity>',
      description:
        'exit 6 from this verdict on, mild to bad: at-risk, replaced, unusable (default), restorable, unknown, lost',
      group: 'Output',
      choices: ['at-risk', 'replaced', 'unusable', 'restorable', 'unknown', 'lost'],
    },
  ],
  globalOptions: PLACE_GLOBALS,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['restore-keys', 'recovery-points show'],
  load: async () => withParsedOptions(await import('./run.js')),
};
