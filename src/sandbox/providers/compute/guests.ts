// How machines turn out when they start, for worlds that want it otherwise than what is on their disks says.

import { z } from 'zod';
import { globExpression } from '../../faults/matching.js';
import type { WorldState } from '../../kernel/state.js';

const guestSchema = z.strictObject({
  /** Glob over names of machines; any machine when absent. */
  machine: z.string().optional(),
  /** False: it runs, its guest never comes up, and its agent never reports. */
  boots: z.boolean().optional(),
  /**
   * What a disk key comes to that is wrong, missing or disabled: the start fails as assumed of the platform, or it
   * goes through and the guest waits for a key at its boot screen (troubleshoot BitLocker boot errors).
   */
  keyProblem: z.enum(['fails', 'waits']).optional(),
  /** From the start of a new machine until its agent reports. */
  agentSeconds: z.number().nonnegative().optional(),
});

/** Rules in the order in which they are asked. */
export const guestsSchema = z.array(guestSchema);

/** What the first rule says that fits a machine. */
export function guestOf(
  { guests = [] }: WorldState,
  machineName: string,
): Readonly<Omit<z.infer<typeof guestSchema>, 'machine'>> {
  return guests.find(({ machine = '*' }) => globExpression(machine).test(machineName)) ?? {};
}
