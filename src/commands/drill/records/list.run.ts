// `azbackup drill list`: the drills that are recorded here.

import type { CommandContext, CommandResult } from '../../context.js';
import { countOutcomes } from '../../results/machines.js';
import { drillRecords, warnOfUnread } from '../records.js';
import type { DrillListOptions } from './list.command.js';
import type { DrillListDocument } from './result.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  { limit }: DrillListOptions,
): Promise<CommandResult<DrillListDocument>> {
  const { drills, unreadable } = await drillRecords(context.drillFiles).readAll();
  warnOfUnread(context, unreadable);
  const items = drills.slice(0, limit);
  for (const item of items) {
    context.itemFinished(item);
  }
  return {
    document: {
      kind: 'drill-list',
      schemaVersion: 1,
      items,
      summary: { total: items.length, outcomes: countOutcomes(items) },
    },
    exit: 'done',
  };
}
