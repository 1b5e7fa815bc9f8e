// `azbackup undelete`: brings machines' backups back from soft delete, and lets them go on where asked to.

import { transitionFor } from '../../domain/protection/protection-transitions.js';
import { resumeStep, undeleteStep, type ItemOfStep } from './plan.js';
import type { ProtectionStep } from '../../steps/protection/step.js';
import type { CommandContext, CommandResult } from '../context.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { confirmLosses } from './confirm-loss.js';
import { changeItems } from './run.js';
import { gatherItemFacts, type ItemFacts } from './facts.js';
import { findItems } from '../../facts/choose-items.js';
import { decideChange, type ItemDecision } from './decide.js';
import { resumePolicy } from './resume-policy.js';
import { rule, type OptionRule } from '../options/option.js';
import { detailedExitcodeNeedsDryRun } from '../options/machine-options.js';
import { waitHasOneEnd } from '../options/wait-options.js';
import type { UndeleteOptions } from './undelete.command.js';
import type { ItemChangeDocumentOf } from './result.js';

/** How the options go together. */
export const rules: readonly OptionRule<UndeleteOptions>[] = [
  waitHasOneEnd,
  detailedExitcodeNeedsDryRun,
  rule(({ resume, policy }) => resume || policy === undefined, '--policy needs --resume'),
];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: UndeleteOptions,
): Promise<CommandResult<ItemChangeDocumentOf<'undelete'>>> {
  return changeItems(
    context,
    {
      kind: 'undelete',
      decide: () => decideAll(context, options),
      confirm: (decisions) => confirmLosses(context, decisions, options.acceptRetentionLoss),
    },
    options,
  );
}

async function decideAll(
  context: CommandContext,
  options: UndeleteOptions,
): Promise<readonly ItemDecision[]> {
  const reader = createFactReader(context.services);
  const targets = await findItems(context, reader, options);
  const changes = options.resume ? (['undelete', 'resume'] as const) : (['undelete'] as const);
  const items = await gatherItemFacts(context, reader, targets, changes);
  return options.resume
    ? Promise.all(items.map((facts) => decideUndeleteAndResume(context, reader, facts, options)))
    : items.map((facts) =>
        decideChange(facts, 'undelete', options.resourceGuardRequest, (item) => [
          undeleteStep(item),
        ]),
      );
}

/**
 * Both changes: an item that comes back is stopped, so what may be done with a stopped one decides. One that
 * was brought back already, by a run that was interrupted, goes on from there.
 */
async function decideUndeleteAndResume(
  context: CommandContext,
  reader: FactReader,
  facts: ItemFacts,
  { policy: requested, resourceGuardRequest }: UndeleteOptions,
): Promise<ItemDecision> {
  const deleted = facts.state === 'soft-deleted';
  const asStopped: ItemFacts = deleted ? { ...facts, state: 'stopped' } : facts;
  const allowed = transitionFor(asStopped.state, 'resume', facts.circumstances).kind === 'allowed';
  const policy = allowed
    ? await resumePolicy(context, reader, facts, {
        policy: requested,
        command: 'azbackup undelete --resume',
      })
    : undefined;
  const steps = (item: ItemOfStep): readonly ProtectionStep[] => {
    const undelete = deleted ? [undeleteStep(item)] : [];
    const after = undelete.map(({ id }) => id);
    return policy === undefined ? undelete : [...undelete, resumeStep(item, policy, after)];
  };
  const decision = decideChange(asStopped, 'resume', resourceGuardRequest, steps);
  return { ...decision, facts };
}
