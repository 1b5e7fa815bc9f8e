// `azbackup drill report`: what the drills of this computer, or of files of evidence, come to.

import type { CommandContext, CommandResult } from '../../context.js';
import { evidencedDrills, recordedDrills } from '../evidence-files/past-drills.js';
import type { DrillReportOptions } from './command.js';
import { drillReportDocument } from './report.js';
import type { DrillReportDocument } from './result.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  { file }: DrillReportOptions,
): Promise<CommandResult<DrillReportDocument>> {
  const past =
    file.length === 0 ? await recordedDrills(context) : await evidencedDrills(context, file);
  const document = drillReportDocument(past, file.length === 0 ? 'records' : 'evidence');
  for (const item of document.items) {
    context.itemFinished(item);
  }
  return { document, exit: past.invalid.length === 0 ? 'done' : 'partial' };
}
