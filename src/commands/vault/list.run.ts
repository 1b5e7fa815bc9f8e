// `azbackup vault list`: the Recovery Services vaults of a subscription.

import { atOnce } from '../../facts/at-once.js';
import { sameName } from '../../domain/resource-id.js';
import type { CommandContext, CommandResult } from '../context.js';
import { createFactReader } from '../../facts/fact-reader.js';
import { chooseSubscription } from '../../facts/choose-subscription.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { readableVaults } from '../../facts/choose-vault.js';
import { gatherVaultFacts, vaultMembers } from './report.js';
import type { VaultListOptions } from './list.command.js';
import type { VaultsDocument } from './result.js';

/** Vaults looked into side by side. */
const VAULTS_AT_ONCE = 8;

/** Runs the command. */
export function run(
  context: CommandContext,
  options: VaultListOptions,
): Promise<CommandResult<VaultsDocument>> {
  return untilAborted(context.signal, list(context, options));
}

async function list(
  context: CommandContext,
  options: VaultListOptions,
): Promise<CommandResult<VaultsDocument>> {
  const reader = createFactReader(context.services);
  const subscriptionId = await chooseSubscription(context, options.subscription);
  const vaults = readableVaults(await reader.vaults(subscriptionId), subscriptionId).filter(
    ({ resourceGroup }) =>
      options.resourceGroup === undefined || sameName(resourceGroup, options.resourceGroup),
  );
  const inTurn = atOnce(context, VAULTS_AT_ONCE);
  const items = await Promise.all(
    vaults.map((vault) =>
      inTurn(async () => {
        const item = vaultMembers(await gatherVaultFacts(reader, vault));
        context.itemFinished(item);
        return item;
      }),
    ),
  );
  const protectedItems = items.reduce((sum, item) => sum + (item.protectedItems ?? 0), 0);
  return {
    document: {
      kind: 'vault-list',
      schemaVersion: 1,
      items,
      summary: { total: items.length, protectedItems },
    },
    exit: items.some(({ unread }) => unread.length > 0) ? 'partial' : 'done',
  };
}
