// `azbackup version`: what runs here. Asks nobody.

import type { CommandContext, CommandResult } from '../context.js';
import type { VersionDocument } from './result.js';

/** Runs the command. */
export async function run({
  installation,
  itemFinished,
}: Pick<CommandContext, 'installation' | 'itemFinished'>): Promise<CommandResult<VersionDocument>> {
  const { version, node, platform } = installation;
  const summary = { azbackup: version, build: await installation.build(), node, platform };
  const items = Object.entries(summary).map(([name, value]) => ({ name, value }));
  for (const item of items) {
    itemFinished(item);
  }
  return { document: { kind: 'version', schemaVersion: 1, items, summary }, exit: 'done' };
}
