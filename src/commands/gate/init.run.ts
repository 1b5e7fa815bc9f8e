// `azbackup gate init`: writes a first gate file from how machines are now. Reads Azure, and changes nothing there.

import { usageError } from '../../errors/azbackup-error.js';
import { refuseApplicationId } from '../../facts/backup-principal.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { createSharedReads } from '../audit-keys/point-reads.js';
import type { CommandContext, CommandResult } from '../context.js';
import { countOutcomes } from '../results/machines.js';
import { parseGateFile } from './file.js';
import { gatherMachines } from './gather.js';
import type { GateInitOptions } from './init.command.js';
import { DRAFT, initItems, initText } from './init-file.js';
import type { GateInitDocument } from './init.result.js';

/** Runs the command. */
export function run(
  context: CommandContext,
  options: GateInitOptions,
): Promise<CommandResult<GateInitDocument>> {
  return untilAborted(context.signal, init(context, options));
}

async function init(
  context: CommandContext,
  options: GateInitOptions,
): Promise<CommandResult<GateInitDocument>> {
  const { file } = options;
  refuseApplicationId(context, options.backupPrincipalId);
  await refuseExisting(context, file);
  const select = wordsOf(options);
  // The words that select are read as those of the file will be.
  const draft = await parseGateFile(initText(select, DRAFT, 0), file);
  const machines = await gatherMachines(context, createSharedReads(context), draft.blocks, {
    ...options,
    file,
    drills: [],
  });
  const items = initItems(machines.map(({ facts }) => facts));
  const text = initText(select, items, machines.length);
  const document: GateInitDocument = {
    kind: 'gate-init',
    schemaVersion: 1,
    file,
    items: [...items],
    summary: { total: machines.length, outcomes: countOutcomes(items) },
  };
  if (file === '-') {
    return { document, exit: 'done', text };
  }
  await context.writeOutput(file, text, true);
  return { document, exit: 'done' };
}

/** Whoever has a file has put work into it. It is looked for before Azure is asked anything. */
async function refuseExisting(
  context: Pick<CommandContext, 'prepareOutput'>,
  file: string,
): Promise<void> {
  if (file !== '-' && (await context.prepareOutput(file)) !== undefined) {
    throw usageError('AZB_GATE_FILE_EXISTS', `${file} exists, and is not overwritten`, {
      target: file,
      fix: ['write to another file with -f, or to standard output with -f -'],
    });
  }
}

/** The words of `select`; a subscription of the environment stays there. */
function wordsOf({
  vault,
  resourceGroup,
}: GateInitOptions): Readonly<Record<string, string | boolean>> {
  return {
    ...(vault === undefined ? { all: true } : { vault }),
    ...(resourceGroup === undefined ? {} : { 'resource-group': resourceGroup }),
  };
}
