// `azbackup export queries`: queries of Azure Resource Graph.

import { queryFiles } from '../../domain/export/queries.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { ExportQueriesOptions } from './queries.command.js';
import type { ExportDocument } from './result.js';
import { exportFiles } from './write-files.js';

/** Runs the command. */
export function run(
  context: CommandContext,
  { part, maxAge, out }: ExportQueriesOptions,
): Promise<CommandResult<ExportDocument>> {
  return exportFiles(context, {
    kind: 'queries',
    files: queryFiles(maxAge),
    names: part,
    out,
    shown: 'all',
  });
}
