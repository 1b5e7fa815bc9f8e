// `azbackup export workbook`: an Azure workbook over the exported queries.

import { workbookFiles } from '../../domain/export/workbook.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { ExportDocument } from './result.js';
import type { ExportWorkbookOptions } from './workbook.command.js';
import { exportFiles } from './write-files.js';

/** Runs the command. */
export function run(
  context: CommandContext,
  { part, title, maxAge, out }: ExportWorkbookOptions,
): Promise<CommandResult<ExportDocument>> {
  return exportFiles(context, {
    kind: 'workbook',
    files: workbookFiles({ title, maxAgeSeconds: maxAge }),
    names: part,
    out,
    shown: 'first',
  });
}
