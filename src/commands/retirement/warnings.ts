// What the commands under `azbackup retirement` warn of.

import { firstNames } from '../../domain/fleet/first-names.js';
import type { CommandContext } from '../context.js';

/** How many names a warning gives. */
const NAMES = 5;

/** What lies in a vault that nobody could look into must not pass for nothing. */
export function warnOfVaults(
  context: Pick<CommandContext, 'warn'>,
  unreadVaults: readonly string[],
): void {
  if (unreadVaults.length > 0) {
    context.warn(
      `recovery points of ${firstNames(unreadVaults, NAMES)} are left out: the items of the vault could not be read`,
    );
  }
}
