// `azbackup policy show NAME`: one policy in words; as JSON it can be given to `policy create --file`.

import { z } from 'zod';
import type { PolicyShowDocument } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { placeFields } from '../options/option-schemas.js';
import { findPolicy, itemsOf, namedPolicy } from './choose.js';
import { policyItem } from './report.js';
import { untilAborted } from '../../facts/until-aborted.js';

/** The options of `policy show`. */
export const optionsSchema = z.strictObject({
  name: z.string().trim().min(1, 'the name of a policy is missing'),
  ...placeFields,
});

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: z.infer<typeof optionsSchema>,
): Promise<CommandResult> {
  return untilAborted(context.signal, show(context, options));
}

async function show(
  context: CommandContext,
  { name, ...place }: z.infer<typeof optionsSchema>,
): Promise<CommandResult> {
  const target = await findPolicy(context, namedPolicy(name, place));
  const itemsWith = await itemsOf(context, target.vault);
  const item = policyItem(context, target, itemsWith(target.policy.name).length);
  const document: PolicyShowDocument = {
    kind: 'policy-show',
    schemaVersion: 1,
    items: [item],
    summary: { total: 1 },
  };
  context.itemFinished(document.kind, item);
  return { document, exit: 'done' };
}
