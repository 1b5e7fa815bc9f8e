import { withParsedOptions, type CommandDefinition } from '../command.js';
import { PLACE_GLOBALS, VM_OPTION } from '../options/machine-options.js';

/** `azbackup recovery-points list` */
export const recoveryPointsListCommand: CommandDefinition = {
  name: 'list',
  parent: 'recovery-points',
  purpose: 'look',
  summary: 'Lists recovery points, all there are, and the days that lack one',
  examples: [
    {
      command: 'azbackup recovery-points list --vm VM005',
      description: 'all points of one machine',
    },
    {
      command: 'azbackup recovery-points list --vm VM014 --calendar',
      description: 'where days are missing, at a glance',
    },
    {
      command: 'azbackup rp list --vault rsv-prod --since 30d --tier vault -o tsv',
      description: 'a month of a whole vault, for scripts',
    },
  ],
  options: [
    VM_OPTION,
    {
      flags: '--since <time>',
      description:
        'points from then on: 26h, 30d, 12w, 6mo or 1y ago, a date (from 00:00 UTC), or RFC 3339',
      group: 'What',
    },
    {
      flags: '--until <time>',
      description: 'points up to then, in the same forms; a date means to the end of that UTC day',
      group: 'What',
    },
    {
      flags: '--tier <tier>',
      description: 'points that can be restored from this tier: snapshot, vault or archive',
      group: 'What',
      choices: ['snapshot', 'vault', 'archive'],
    },
    {
      flags: '--calendar',
      description: 'show the UTC days with and without points; -o json then has every day',
      group: 'Output',
    },
  ],
  globalOptions: PLACE_GLOBALS,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['recovery-points show', 'status'],
  load: async () => withParsedOptions(await import('./list.run.js')),
};
