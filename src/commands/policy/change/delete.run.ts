// `azbackup policy delete NAME`: deletes a policy that protects nothing.

import { firstNames } from '../../../domain/fleet/first-names.js';
import type { ProtectedItem } from '../../../domain/vaults/recovery-services.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { deletePolicyStep } from './plan.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { carryOutChange, type PolicyChange } from './run.js';
import { findPolicy, itemsOf, namedPolicy, type PolicyTarget } from '../choose.js';
import { untilAborted } from '../../../facts/until-aborted.js';
import type { OptionRule } from '../../options/option.js';
import { detailedExitcodeNeedsDryRun } from '../../options/machine-options.js';
import { waitChoice, waitHasOneEnd } from '../../options/wait-options.js';
import type { PolicyDeleteOptions } from './delete.command.js';
import type { PolicyChangeDocument } from '../result.js';

/** How the options go together. */
export const rules: readonly OptionRule<PolicyDeleteOptions>[] = [
  detailedExitcodeNeedsDryRun,
  waitHasOneEnd,
];

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: PolicyDeleteOptions,
): Promise<CommandResult<PolicyChangeDocument>> {
  const choice = waitChoice(options, context.clock.now());
  const change = await untilAborted(context.signal, decide(context, options));
  return carryOutChange(context, change, { ...options, choice });
}

async function decide(
  context: CommandContext,
  { name, subscription, resourceGroup, vault: vaultName }: PolicyDeleteOptions,
): Promise<PolicyChange> {
  const place = { subscription, resourceGroup, vault: vaultName };
  const target = await findPolicy(context, namedPolicy(name, place));
  const { policy, vault } = target;
  const items = (await itemsOf(context, vault))(policy.name);
  if (items.length > 0) {
    throw inUse(target, items);
  }
  return {
    vault,
    policyName: policy.name,
    terms: undefined,
    differences: [],
    items,
    step: deletePolicyStep({ vaultId: vault.id, policyName: policy.name }),
    question: {
      text: `Delete ${policy.name} of ${vault.name}?`,
      consequence: `the backup policy ${policy.name} is permanently deleted; no VM uses it`,
    },
  };
}

/** How many machines an error names. */
const MAX_NAMES = 10;

function inUse({ policy, vault }: PolicyTarget, items: readonly ProtectedItem[]): AzbackupError {
  const names = items.map(({ friendlyName }) => friendlyName);
  const [first = ''] = names;
  return new AzbackupError({
    code: 'AZB_POLICY_IN_USE',
    kind: 'blocked',
    message: `${policy.name} protects ${names.length === 1 ? '1 machine' : `${names.length} machines`} of ${vault.name}, so Azure will not delete it`,
    target: policy.id,
    causes: [`VMs: ${firstNames(names, MAX_NAMES)}`],
    fix: [
      `azbackup enable --vm ${first} --policy ANOTHER`,
      `or stop its protection, which keeps its recovery points: azbackup disable --vm ${first}`,
    ],
  });
}
