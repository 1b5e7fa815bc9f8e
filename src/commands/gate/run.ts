// `azbackup gate`: whether machines meet the rules of a file. Reads only.

import { instantOf } from '../../domain/time/instant.js';
import type { ExitKind } from '../../errors/exit-code.js';
import { refuseApplicationId } from '../../facts/backup-principal.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { createSharedReads } from '../audit-keys/point-reads.js';
import type { CommandContext, CommandResult } from '../context.js';
import { rule, type OptionRule } from '../options/option.js';
import { readBaseline } from './baseline.js';
import type { GateOptions } from './command.js';
import { gatherMachines } from './gather.js';
import { readGateFile } from './read-file.js';
import { gateDocument } from './report.js';
import type { GateDocument } from './result.js';

const EXITS: Readonly<Record<GateDocument['verdict'], ExitKind>> = {
  met: 'done',
  'not-met': 'unmet',
  unknown: 'partial',
};

/** How the options go together. */
export const rules: readonly OptionRule<GateOptions>[] = [
  rule(
    ({ format }) => format.filter(({ file }) => file === '-').length <= 1,
    'only one --format can go to standard output',
  ),
  rule(
    ({ file, baseline }) => file !== '-' || baseline !== '-',
    '--file - and --baseline - cannot be used together',
  ),
];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: GateOptions,
): Promise<CommandResult<GateDocument>> {
  return untilAborted(context.signal, gate(context, options));
}

async function gate(
  context: CommandContext,
  options: GateOptions,
): Promise<CommandResult<GateDocument>> {
  refuseApplicationId(context, options.backupPrincipalId);
  for (const { file } of options.format.filter((request) => request.file !== '-')) {
    await context.prepareOutput(file);
  }
  const { name, file } = await readGateFile(context, options.file);
  const baseline =
    options.baseline === undefined ? undefined : await readBaseline(context, options.baseline);
  const machines = await gatherMachines(context, createSharedReads(context), file.blocks, {
    ...options,
    file: name,
    drills: file.drills,
  });
  const now = instantOf(context.clock.now());
  const document = gateDocument({ name, file, now, guidOf: context.guidOf, baseline }, machines);
  const { writeReports } = await import('./formats/reports.js');
  const text = await writeReports(context, document, options.format);
  const exit = EXITS[document.verdict];
  if (text !== undefined) {
    return { document, exit, text };
  }
  for (const item of document.items) {
    context.itemFinished(item);
  }
  return { document, exit };
}
