// The question that stands before recovery points are lost to a policy that keeps less.

import { lossWords, type RetentionLoss } from '../domain/recovery/retention-loss.js';
import type { CommandContext } from './context.js';

/** Whose points lose what. */
export interface NamedLoss {
  readonly vmName: string;
  readonly loss: RetentionLoss;
}

/** What is asked, and whether it was answered on the command line. */
export interface LossQuestion {
  readonly text: string;
  readonly losses: readonly NamedLoss[];
  readonly accepted: boolean;
}

/**
 * True when nothing is lost, or the loss is accepted.
 * @throws AzbackupError `AZB_CONFIRMATION_NEEDED` (2) where nobody can be asked
 */
export async function confirmLoss(
  context: Pick<CommandContext, 'confirm'>,
  { text, losses, accepted }: LossQuestion,
): Promise<boolean> {
  return losses.length === 0 || accepted || context.confirm(text, wordsOf(losses), ACCEPT);
}

/** What says yes on the command line. */
export const ACCEPT = 'add --accept-retention-loss';

function wordsOf(losses: readonly NamedLoss[]): string {
  return losses.map(({ vmName, loss }) => `${vmName}: ${lossWords(loss)}`).join('; ');
}
