import { withParsedOptions, type CommandDefinition } from '../command.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

/** `azbackup recovery-points show` */
export const recoveryPointsShowCommand: CommandDefinition = {
  name: 'show',
  parent: 'recovery-points',
  purpose: 'look',
  summary:
    'Shows a recovery point: tiers, expiry, disks, and which key and secret versions it needs',
  examples: [
    { command: 'azbackup recovery-points show latest --vm VM005', description: 'the newest point' },
    {
      command: 'azbackup recovery-points show 2026-10-31 --vm VM005',
      description: 'the newest point up to the end of that UTC day',
    },
    {
      command: 'azbackup rp show 2w --vm VM005 -o json',
      description: 'the newest point that is two weeks old, as data',
    },
  ],
  argument: {
    name: 'point',
    description: "Azure's number of it, latest, or a time (the newest point up to then)",
  },
  options: [
    {
      flags: '--vm <name>',
      description: 'virtual machine that the point is of, by name or resource id',
      group: 'What',
    },
  ],
  globalOptions: PLACE_GLOBALS,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable'],
  related: ['recovery-points list', 'status'],
  load: async () => withParsedOptions(await import('./show.run.js')),
};
