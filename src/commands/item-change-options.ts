// Options that the commands on protected items share.

import type { OptionDefinition } from './command.js';
import { DETAILED_EXITCODE_OPTION } from './machine-options.js';

/** Which machines; those too that are gone while their backups live on. */
export const ITEM_OPTION: OptionDefinition = {
  flags: '--vm <name>',
  description:
    'virtual machine, by name or resource id, also one that no longer exists; may be repeated',
  group: 'What',
  repeatable: true,
};

/** How the change is waited for, and by whom it was approved. */
export const ITEM_CHANGE_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: '--resource-guard-request <id>',
    description: 'approved request of the Resource Guard that the vault is under; may be repeated',
    group: 'How',
    repeatable: true,
  },
  {
    flags: '--no-wait',
    description: 'return once Azure has accepted the request; its outcome is not known then',
    group: 'How',
  },
  {
    flags: '--timeout <duration>',
    description: 'stop waiting after this long, such as 10m; Azure goes on (exit 8)',
    group: 'How',
  },
  DETAILED_EXITCODE_OPTION,
];
