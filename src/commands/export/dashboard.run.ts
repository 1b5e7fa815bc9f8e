// `azbackup export dashboard`: a dashboard for Grafana over the exported queries.

import { dashboardFiles } from '../../domain/export/dashboard.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { ExportDashboardOptions } from './dashboard.command.js';
import type { ExportDocument } from './result.js';
import { exportFiles } from './write-files.js';

/** Runs the command. */
export function run(
  context: CommandContext,
  { title, maxAge, out }: ExportDashboardOptions,
): Promise<CommandResult<ExportDocument>> {
  return exportFiles(context, {
    kind: 'dashboard',
    files: dashboardFiles({ title, maxAgeSeconds: maxAge }),
    names: [],
    out,
    shown: 'first',
  });
}
