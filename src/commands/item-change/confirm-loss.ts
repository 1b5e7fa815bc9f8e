// Asks before recovery points are lost to the policy that items go on with.

import { confirmLoss, type NamedLoss } from '../confirm-loss.js';
import type { CommandContext } from '../context.js';
import type { ItemDecision } from './decide.js';

/** The decisions after the question: a no declines for all items that would lose points, and for no other. */
export async function confirmLosses(
  context: Pick<CommandContext, 'confirm'>,
  decisions: readonly ItemDecision[],
  accepted: boolean,
): Promise<readonly ItemDecision[]> {
  const losses = decisions.flatMap((decision) => lossesOf(decision));
  const text = 'Resume backups with this policy?';
  if (await confirmLoss(context, { text, losses, accepted })) {
    return decisions;
  }
  return decisions.map((decision) =>
    lossesOf(decision).length === 0 ? decision : { kind: 'declined', facts: decision.facts },
  );
}

function lossesOf(decision: ItemDecision): readonly NamedLoss[] {
  const steps = decision.kind === 'proceed' ? decision.steps : [];
  const vmName = decision.facts.item.friendlyName;
  return steps.flatMap((step) =>
    step.kind === 'resume' && step.loss !== undefined ? [{ vmName, loss: step.loss }] : [],
  );
}
