// `azbackup policy list`: the policies for virtual machines of one vault, or of all.

import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import type { PolicyItem, PolicyListDocument } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { chooseVaults, itemsOf } from './choose.js';
import { policyItem } from './report.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { PolicyListOptions } from './list.command.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: PolicyListOptions,
): Promise<CommandResult<PolicyListDocument>> {
  const vaults = await untilAborted(context.signal, chooseVaults(context, options));
  const lists = vaults.map((vault) => policiesOf(context, vault));
  const items = (await untilAborted(context.signal, Promise.all(lists))).flat();
  const document: PolicyListDocument = {
    kind: 'policy-list',
    schemaVersion: 1,
    items,
    summary: { total: items.length, vaults: vaults.length },
  };
  for (const item of items) {
    context.itemFinished(item);
  }
  return { document, exit: 'done' };
}

async function policiesOf(
  context: CommandContext,
  vault: RecoveryServicesVault,
): Promise<readonly PolicyItem[]> {
  const backup = await context.services.backup();
  const [policies, itemsWith] = await Promise.all([
    backup.policies(vault.id),
    itemsOf(context, vault),
  ]);
  return policies.map((policy) =>
    policyItem(context, { vault, policy }, itemsWith(policy.name).length),
  );
}
