// `azbackup policy list`: the policies for virtual machines of one vault, or of all.

import { z } from 'zod';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import type { PolicyItem, PolicyListDocument } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { placeFields } from '../options/option-schemas.js';
import { chooseVaults, itemsOf } from './choose.js';
import { policyItem } from './report.js';
import { untilAborted } from '../../facts/until-aborted.js';

/** The options of `policy list`. */
export const optionsSchema = z.strictObject(placeFields);

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: z.infer<typeof optionsSchema>,
): Promise<CommandResult> {
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
    context.itemFinished(document.kind, item);
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
