// `azbackup policy show NAME`: one policy in words; as JSON it can be given to `policy create --file`.

import type { PolicyShowDocument } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { findPolicy, itemsOf, namedPolicy } from './choose.js';
import { policyItem } from './report.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { PolicyShowOptions } from './show.command.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: PolicyShowOptions,
): Promise<CommandResult<PolicyShowDocument>> {
  return untilAborted(context.signal, show(context, options));
}

async function show(
  context: CommandContext,
  { name, ...place }: PolicyShowOptions,
): Promise<CommandResult<PolicyShowDocument>> {
  const target = await findPolicy(context, namedPolicy(name, place));
  const itemsWith = await itemsOf(context, target.vault);
  const item = policyItem(context, target, itemsWith(target.policy.name).length);
  const document: PolicyShowDocument = {
    kind: 'policy-show',
    schemaVersion: 1,
    items: [item],
    summary: { total: 1 },
  };
  context.itemFinished(item);
  return { document, exit: 'done' };
}
