// `azbackup report`: how backups, keys and the end of ADE stand, as a page and as data. Reads only.

import { hasCode } from '../../errors/azbackup-error.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { CommandContext, CommandResult } from '../context.js';
import { readGateFile, type NamedGateFile } from '../gate/read-file.js';
import { rule, type OptionRule } from '../options/option.js';
import { namesOrAll, somethingOrVault } from '../options/selection-options.js';
import { warnOfVaults } from '../retirement/subjects.js';
import type { ReportOptions } from './command.js';
import { gatherReport } from './gather.js';
import { pageFile, requirePlace, writePage } from './page.js';
import { reportDocument } from './report.js';
import type { ReportDocument } from './result.js';

/** How the options go together. */
export const rules: readonly OptionRule<ReportOptions>[] = [
  somethingOrVault,
  namesOrAll,
  rule(
    ({ gate, vm, graphQuery }) => gate !== '-' || (!vm.includes('-') && graphQuery !== '-'),
    '--gate - cannot be used together with --vm - or --graph-query -',
  ),
];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: ReportOptions,
): Promise<CommandResult<ReportDocument>> {
  return untilAborted(context.signal, report(context, options));
}

async function report(
  context: CommandContext,
  options: ReportOptions,
): Promise<CommandResult<ReportDocument>> {
  const file = pageFile(options);
  await requirePlace(context, file);
  const gateFile = await namedGateFile(context, options.gate);
  const facts = await gatherReport(context, options, gateFile);
  warnOfVaults(context, facts.found);
  const document = reportDocument(facts, options);
  const written = await writePage(context, document, { file, ids: options.ids });
  for (const item of written.text === undefined ? document.items : []) {
    context.itemFinished(item);
  }
  return { ...written, exit: document.complete ? 'done' : 'partial' };
}

const USUAL_GATE_FILE = 'azbackup.gate.yaml';

/** The file that was named, or the usual one where there is one. */
async function namedGateFile(
  context: Pick<CommandContext, 'readInput'>,
  file: string | undefined,
): Promise<NamedGateFile | undefined> {
  try {
    return await readGateFile(context, file ?? USUAL_GATE_FILE);
  } catch (error) {
    if (file === undefined && hasCode(error, 'AZB_FILE_UNREADABLE')) {
      return undefined;
    }
    throw error;
  }
}
