// What machines' recovery points lose under the policy that `enable` gives them, and the question about it.

import { valueOf } from '../../domain/fact.js';
import type { RetentionLoss } from '../../domain/recovery/retention-loss.js';
import { instantOf } from '../../domain/time/instant.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { readRetentionLoss } from '../../facts/retention-loss.js';
import { confirmLoss } from '../confirm-loss.js';
import type { CommandContext } from '../context.js';
import type { Decision, KnownMachine } from './decide.js';

/** The losses of the machines that lose something. */
export type Losses = ReadonlyMap<Decision, RetentionLoss>;

/** Reads what each machine that would go on loses; only of items that have had a policy. */
export async function readLosses(
  context: CommandContext,
  reader: FactReader,
  decisions: readonly Decision[],
): Promise<Losses> {
  const losses = new Map<Decision, RetentionLoss>();
  await Promise.all(
    decisions.map(async (decision) => {
      if (decision.kind === 'proceed' && decision.steps([]).length > 0) {
        const loss = await lossOf(context, reader, decision.machine);
        if (loss !== undefined) {
          losses.set(decision, loss);
        }
      }
    }),
  );
  return losses;
}

async function lossOf(
  context: CommandContext,
  reader: FactReader,
  { facts, situation }: KnownMachine,
): Promise<RetentionLoss | undefined> {
  const item = valueOf(facts.item);
  const after = valueOf(facts.policy);
  if (item === undefined || after === undefined || situation.kind === 'elsewhere') {
    return undefined;
  }
  return readRetentionLoss(
    reader,
    { vaultId: item.vaultId, vmId: facts.vm.id },
    { before: item.policyName === after.name ? after : valueOf(facts.currentPolicy), after },
    instantOf(context.clock.now()),
  );
}

/** The decisions after the question: a no declines for all machines that would lose points. */
export async function confirmLosses(
  context: CommandContext,
  decisions: readonly Decision[],
  losses: Losses,
  accepted: boolean,
): Promise<readonly Decision[]> {
  const named = decisions.flatMap((decision) => {
    const loss = losses.get(decision);
    return loss === undefined || decision.kind !== 'proceed'
      ? []
      : [{ vmName: decision.machine.facts.vm.name, loss }];
  });
  const text = 'Protect with this policy?';
  if (await confirmLoss(context, { text, losses: named, accepted })) {
    return decisions;
  }
  return decisions.map((decision) =>
    decision.kind === 'proceed' && losses.has(decision)
      ? { kind: 'declined', machine: decision.machine }
      : decision,
  );
}
