// `azbackup cloud show`: one cloud, by name, from a file, or as it describes itself.

import { untilAborted } from '../../facts/until-aborted.js';
import type { CommandContext, CommandResult } from '../context.js';
import { rule, type OptionRule } from '../options/option.js';
import { cloudItem } from './report.js';
import type { CloudItem, CloudShowDocument } from './result.js';
import type { CloudShowOptions } from './show.command.js';

/** How the options go together. */
export const rules: readonly OptionRule<CloudShowOptions>[] = [
  rule(
    ({ name, fromMetadata }) => name === undefined || fromMetadata === undefined,
    '--from-metadata takes no name',
  ),
];

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: CloudShowOptions,
): Promise<CommandResult<CloudShowDocument>> {
  const item = await untilAborted(context.signal, itemOf(context, options));
  context.itemFinished(item);
  const document = {
    kind: 'cloud-show',
    schemaVersion: 1,
    items: [item],
    summary: { total: 1 },
  } as const;
  return { document: { ...document, items: [item] }, exit: 'done' };
}

async function itemOf(
  { clouds }: CommandContext,
  { name, cloud, fromMetadata }: CloudShowOptions,
): Promise<CloudItem> {
  if (fromMetadata !== undefined) {
    return cloudItem(await clouds.fromMetadata(fromMetadata), 'metadata');
  }
  const found = await clouds.find(name ?? cloud);
  const known = await clouds.builtIn();
  return cloudItem(found, known.includes(found) ? 'built-in' : 'file');
}
