// `azbackup cloud list`: the clouds that azbackup knows by name. Asks nobody.

import type { CommandContext, CommandResult } from '../context.js';
import { cloudItem } from './report.js';
import type { CloudListDocument } from './result.js';

/** Runs the command. */
export async function run({
  clouds,
  itemFinished,
}: Pick<CommandContext, 'clouds' | 'itemFinished'>): Promise<CommandResult<CloudListDocument>> {
  const items = (await clouds.builtIn()).map((cloud) => cloudItem(cloud, 'built-in'));
  items.forEach((item) => itemFinished(item));
  const summary = { total: items.length };
  return { document: { kind: 'cloud-list', schemaVersion: 1, items, summary }, exit: 'done' };
}
