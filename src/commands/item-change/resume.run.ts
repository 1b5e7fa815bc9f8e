// `azbackup resume`: backups of stopped machines go on.

import { transitionFor } from '../../domain/protection/protection-transitions.js';
import { sameName } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { resumeStep } from './plan.js';
import type { CommandContext, CommandResult } from '../context.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { confirmLosses } from './confirm-loss.js';
import { changeItems } from './run.js';
import { gatherItemFacts, type ItemFacts } from './facts.js';
import { selectItems } from '../../facts/selection/select-items.js';
import { settleSelection } from '../agree-to-selection.js';
import { namesOrAll, somethingSelects } from '../options/selection-options.js';
import { decideChange, type ItemDecision } from './decide.js';
import { resumePolicy } from './resume-policy.js';
import type { OptionRule } from '../options/option.js';
import { detailedExitcodeNeedsDryRun } from '../options/machine-options.js';
import { waitHasOneEnd } from '../options/wait-options.js';
import type { ResumeOptions } from './resume.command.js';
import type { ItemChangeDocumentOf } from './result.js';

/** How the options go together. */
export const rules: readonly OptionRule<ResumeOptions>[] = [
  somethingSelects,
  namesOrAll,
  waitHasOneEnd,
  detailedExitcodeNeedsDryRun,
];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: ResumeOptions,
): Promise<CommandResult<ItemChangeDocumentOf<'resume'>>> {
  return changeItems(
    context,
    {
      kind: 'resume',
      decide: () => decideAll(context, options),
      confirm: (decisions) => confirmLosses(context, decisions, options.acceptRetentionLoss),
    },
    options,
  );
}

async function decideAll(
  context: CommandContext,
  options: ResumeOptions,
): Promise<readonly ItemDecision[]> {
  const reader = createFactReader(context.services);
  const targets = await selectItems(context, reader, options);
  const machines = targets.map(({ item }) => ({ name: item.friendlyName }));
  await settleSelection(context, machines, options, context.clock.now());
  const items = await gatherItemFacts(context, reader, targets, ['resume']);
  return Promise.all(items.map((facts) => decideResume(context, reader, facts, options)));
}

/** Decides whether one item may go on, and with which policy. */
async function decideResume(
  context: CommandContext,
  reader: FactReader,
  facts: ItemFacts,
  { policy: requested, resourceGuardRequest }: ResumeOptions,
): Promise<ItemDecision> {
  const otherPolicy = policyToBeChanged(facts, requested);
  if (otherPolicy !== undefined) {
    return { kind: 'refused', facts, error: otherPolicy };
  }
  const allowed = transitionFor(facts.state, 'resume', facts.circumstances).kind === 'allowed';
  const policy = allowed
    ? await resumePolicy(context, reader, facts, { policy: requested, command: 'azbackup resume' })
    : undefined;
  return decideChange(facts, 'resume', resourceGuardRequest, (item) =>
    policy === undefined ? [] : [resumeStep(item, policy)],
  );
}

/** A machine whose backups run has a policy; another one is a different wish, with its own command. */
function policyToBeChanged(
  { state, item, vmId }: ItemFacts,
  requested: string | undefined,
): AzbackupError | undefined {
  if (
    state !== 'protected' ||
    requested === undefined ||
    sameName(item.policyName ?? '', requested)
  ) {
    return undefined;
  }
  const vm = item.friendlyName;
  return new AzbackupError({
    code: 'AZB_CHANGE_REFUSED',
    kind: 'blocked',
    message: `${vm} is not stopped: it is backed up with ${item.policyName ?? 'another policy'}`,
    target: vmId,
    fix: [`azbackup enable --vm ${vm} --policy ${requested}`],
  });
}
