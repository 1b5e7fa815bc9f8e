// Options and arguments that commands on jobs share.

import type { ArgumentDefinition, OptionDefinition } from '../command.js';

/** Which job. */
export const JOB_ID: ArgumentDefinition = {
  name: 'id',
  description: "the job's id, as jobs list shows it",
};

/** Jobs of which machines. */
export const JOB_VM_OPTION: OptionDefinition = {
  flags: '--vm <name>',
  description: 'jobs of this virtual machine, by name or resource id; may be repeated',
  group: 'What',
  repeatable: true,
};

/** How long to watch. */
export const WATCH_TIMEOUT_OPTION: OptionDefinition = {
  flags: '--timeout <duration>',
  description: 'stop watching after this long, such as 30m; Azure goes on (exit 8)',
  group: 'How',
};

/** Global options that say in which vaults to look for jobs; all of the subscription by default. */
export const JOB_PLACE_GLOBALS: readonly string[] = ['subscription', 'vault'];
