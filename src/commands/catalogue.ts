// All commands, in the order in which the overview shows them.

import type { CommandDefinition } from './command.js';
import { enableCommand } from './enable.js';
import { grantAccessCommand } from './grant-access.js';
import { preflightCommand } from './preflight.js';
import { sandboxResetCommand } from './sandbox-reset.js';
import { sandboxShowCommand } from './sandbox-show.js';
import { statusCommand } from './status.js';

/** Every command of the program. */
export const COMMANDS: readonly CommandDefinition[] = [
  preflightCommand,
  statusCommand,
  grantAccessCommand,
  enableCommand,
  sandboxShowCommand,
  sandboxResetCommand,
];
