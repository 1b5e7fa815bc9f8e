// All commands, in the order in which the overview shows them.

import type { CommandDefinition } from './command.js';
import { enableCommand } from './enable.js';
import { grantAccessCommand } from './grant-access.js';
import { preflightCommand } from './preflight.js';
import { sandboxClockAdvanceCommand } from './sandbox-clock-advance.js';
import { sandboxClockFreezeCommand } from './sandbox-clock-freeze.js';
import { sandboxClockShowCommand } from './sandbox-clock-show.js';
import { sandboxClockSpeedCommand } from './sandbox-clock-speed.js';
import { sandboxEnvCommand } from './sandbox-env.js';
import { sandboxFaultAddCommand } from './sandbox-fault-add.js';
import { sandboxFaultClearCommand } from './sandbox-fault-clear.js';
import { sandboxFaultListCommand } from './sandbox-fault-list.js';
import { sandboxResetCommand } from './sandbox-reset.js';
import { sandboxServeCommand } from './sandbox-serve.js';
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
  sandboxServeCommand,
  sandboxEnvCommand,
  sandboxClockShowCommand,
  sandboxClockAdvanceCommand,
  sandboxClockSpeedCommand,
  sandboxClockFreezeCommand,
  sandboxFaultAddCommand,
  sandboxFaultListCommand,
  sandboxFaultClearCommand,
];
