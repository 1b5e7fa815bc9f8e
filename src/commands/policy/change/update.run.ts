// `azbackup policy update NAME`: changes what is named of a policy, and nothing else.

import { policyDifferences, shortenedKinds } from '../../../domain/backup-policy/differences.js';
import {
  termsOf,
  type BackupPolicy,
  type PolicyTerms,
} from '../../../domain/backup-policy/policy.js';
import { lossWords, type RetentionLoss } from '../../../domain/recovery/retention-loss.js';
import { instantOf } from '../../../domain/time/instant.js';
import { AzbackupError, usageError } from '../../../errors/azbackup-error.js';
import { updatePolicyStep } from './plan.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { ACCEPT } from '../../confirm-loss.js';
import { lossOfItems } from './losses.js';
import { carryOutChange, type PolicyChange } from './run.js';
import { findPolicy, itemsOf, namedPolicy, type PolicyTarget } from '../choose.js';
import { changedTerms, requireRules, termsFromFile } from './input.js';
import { fileAlone, isNamed, oneSchedule } from './option-schemas.js';
import { untilAborted } from '../../../facts/until-aborted.js';
import { rule, type OptionRule } from '../../options/option.js';
import { detailedExitcodeNeedsDryRun } from '../../options/machine-options.js';
import { waitChoice, waitHasOneEnd } from '../../options/wait-options.js';
import type { PolicyUpdateOptions } from './update.command.js';
import type { PolicyChangeDocument } from '../result.js';

/** How the options go together. */
export const rules: readonly OptionRule<PolicyUpdateOptions>[] = [
  oneSchedule,
  fileAlone,
  detailedExitcodeNeedsDryRun,
  waitHasOneEnd,
  rule(
    (options) => options.file !== undefined || isNamed(options),
    'no changes given, such as --keep weekly=8 or --file FILE',
  ),
];

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: PolicyUpdateOptions,
): Promise<CommandResult<PolicyChangeDocument>> {
  const choice = waitChoice(options, context.clock.now());
  const change = await untilAborted(context.signal, decide(context, options));
  return carryOutChange(context, change, { ...options, choice });
}

async function decide(
  context: CommandContext,
  options: PolicyUpdateOptions,
): Promise<PolicyChange> {
  const { name, subscription, resourceGroup, vault } = options;
  const asked = options.file === undefined ? undefined : await termsFromFile(context, options.file);
  const place = namedPolicy(name, { subscription, resourceGroup, vault });
  const target = await findPolicy(context, place);
  const terms = asked ?? wordsApplied(target.policy, options);
  const { policy } = target;
  const differences = policyDifferences(policy, terms);
  const itemsWith = await itemsOf(context, target.vault);
  const items = itemsWith(policy.name);
  const base = { vault: target.vault, policyName: policy.name, terms, differences, items };
  if (differences.length === 0) {
    return { ...base, step: undefined };
  }
  requireChangeable(policy, terms);
  requireRules(terms);
  const loss = await lossOfItems(context, items, { before: policy, after: terms });
  const step = updatePolicyStep(
    { vaultId: target.vault.id, policyName: policy.name },
    {
      terms: withoutTiering(policy, terms),
      timesDate: policy.timesDate ?? instantOf(context.clock.now()).slice(0, 'yyyy-mm-dd'.length),
      differences,
      vmIds: items.map(({ sourceResourceId }) => sourceResourceId),
      approvals: options.resourceGuardRequest,
      loss,
    },
  );
  const question = options.acceptRetentionLoss
    ? undefined
    : questionOf(target, terms, items.length, loss);
  return { ...base, step, question };
}

function wordsApplied(policy: BackupPolicy, options: PolicyUpdateOptions): PolicyTerms {
  if (
    options.window !== undefined &&
    options.every === undefined &&
    policy.schedule.frequency !== 'Hourly'
  ) {
    throw usageError('AZB_USAGE', `${policy.name} does not run hourly: --window needs --every`);
  }
  return changedTerms(termsOf(policy), options);
}

/** What is not understood would be lost, and the sub-type of a policy is laid down when it is made. */
function requireChangeable(policy: BackupPolicy, terms: PolicyTerms): void {
  const unknown = policy.unknownFields ?? [];
  if (unknown.length > 0) {
    throw new AzbackupError({
      code: 'AZB_POLICY_NOT_UNDERSTOOD',
      kind: 'blocked',
      message: `${policy.name} has fields that azbackup does not support and would remove`,
      target: policy.id,
      causes: unknown,
      fix: ['change this policy in the Azure portal'],
    });
  }
  if (policy.policyType !== terms.policyType) {
    throw usageError(
      'AZB_POLICY_TYPE',
      `${policy.name} is ${policy.policyType} and cannot become ${terms.policyType}`,
      {
        target: policy.id,
        fix: [
          'create another policy: azbackup policy create --help',
          'move VMs to it: azbackup enable --help',
        ],
      },
    );
  }
}

/** Azure keeps a rule on archiving that a request does not mention, so its end has to be said. */
function withoutTiering(policy: BackupPolicy, terms: PolicyTerms): PolicyTerms {
  return policy.archive !== undefined && terms.archive === undefined
    ? { ...terms, archive: { mode: 'never' } }
    : terms;
}

/** Points that a shorter retention leaves behind go at Azure's next clean-up; that is asked for. */
function questionOf(
  { policy, vault }: PolicyTarget,
  terms: PolicyTerms,
  items: number,
  loss: RetentionLoss | undefined,
): PolicyChange['question'] {
  const shorter = shortenedKinds(policy, terms);
  const machines = items === 1 ? '1 machine' : `${items} machines`;
  if (items === 0 || (shorter.length === 0 && loss === undefined)) {
    return undefined;
  }
  const kinds = shorter.length === 0 ? 'instant restore' : shorter.join(' and ');
  const counts = loss === undefined ? '' : ` (${lossWords(loss)})`;
  return {
    text: `Change ${policy.name} of ${vault.name}?`,
    consequence: `${kinds} retention gets shorter: older recovery points of ${machines} expire${counts}`,
    instead: ACCEPT,
  };
}
