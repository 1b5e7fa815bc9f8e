// What `status` says of several machines at once that no row of its own can say.

import { firstNames } from '../../domain/fleet/first-names.js';
import { notLookedFor } from '../../domain/fleet/unseen-vaults.js';
import type { CommandContext } from '../context.js';

/** Says what a `not protected` from lists does not rule out. */
export function warnOfUnasked(context: Pick<CommandContext, 'warn'>, count: number): void {
  if (count > 0) {
    context.warn(
      `${count} ${count === 1 ? 'VM' : 'VMs'} not found in any vault that you can list; with many VMs, Azure is not asked for each. To ask for one:  azbackup status --vm NAME`,
    );
  }
}

/** Says whose recovery points bring back another machine than the one that is there. */
export function warnOfEarlierPoints(
  context: Pick<CommandContext, 'warn'>,
  names: readonly string[],
): void {
  if (names.length > 0) {
    const which = names.length === 1 ? 'VM was' : 'VMs were';
    context.warn(
      `${names.length} ${which} created after the last recovery point, which is of an earlier VM of the same name: ${firstNames(names)}`,
    );
  }
}

/** Says of which VMs `not protected` is only what could not be found out otherwise; the command then ends with 6. */
export function warnOfUnread(
  context: Pick<CommandContext, 'leftOut'>,
  names: readonly string[],
): void {
  if (names.length > 0) {
    context.leftOut(
      `whether another vault protects ${firstNames(names)} could not be read; shown as not protected`,
    );
  }
}

/** Says which subscriptions a `not protected` leaves out: a vault of one of them may protect the machine. */
export function warnOfUnseen(
  context: Pick<CommandContext, 'warn'>,
  names: readonly string[],
  subscriptions: readonly string[],
): void {
  if (names.length > 0) {
    context.warn(
      `${notLookedFor(subscriptions)}: a vault there may protect ${firstNames(names)}, shown as not protected`,
    );
  }
}

/** Says whose backups Azure will refuse, however well the last one ended. */
export function warnOfEncryptedElsewhere(
  context: Pick<CommandContext, 'warn'>,
  names: readonly string[],
): void {
  if (names.length > 0) {
    const which = names.length === 1 ? 'VM with ADE is' : 'VMs with ADE are';
    context.warn(
      `${names.length} ${which} protected in another subscription, which Azure does not support; the next backup will fail: ${firstNames(names)}`,
    );
  }
}
