// `azbackup drill show`: one drill that is recorded here.

import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { CommandContext, CommandResult } from '../../context.js';
import { countOutcomes } from '../../results/machines.js';
import { drillRecords } from '../records.js';
import type { DrillShowDocument } from './result.js';
import type { DrillShowOptions } from './show.command.js';

/** Runs the command. @throws AzbackupError `AZB_DRILL_NOT_FOUND` (3) */
export async function run(
  context: CommandContext,
  { drill: id }: DrillShowOptions,
): Promise<CommandResult<DrillShowDocument>> {
  const record = await drillRecords(context.drillFiles).find(id);
  if (record.status !== 'read') {
    throw new AzbackupError({
      code: 'AZB_DRILL_NOT_FOUND',
      kind: 'not-found',
      message: `no drill ${id} is recorded here`,
      target: id,
      ...(record.status === 'unread' ? { causes: [record.why] } : {}),
      fix: ['azbackup drill list'],
    });
  }
  const { drill } = record;
  context.itemFinished(drill);
  return {
    document: {
      kind: 'drill-show',
      schemaVersion: 1,
      items: [drill],
      summary: { total: 1, outcomes: countOutcomes([drill]) },
    },
    exit: 'done',
  };
}
