// `azbackup retirement inventory`: which machines the end of ADE concerns, and the way out of each. Reads only.

import { untilAborted } from '../../facts/until-aborted.js';
import type { ExitKind } from '../../errors/exit-code.js';
import { saySelected } from '../agree-to-selection.js';
import { createSharedReads } from '../audit-keys/point-reads.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { OptionRule } from '../options/option.js';
import { namesOrAll, somethingOrVault } from '../options/selection-options.js';
import { gatherSubjects } from './gather.js';
import type { RetirementInventoryOptions } from './inventory.command.js';
import { inventoryItem, retirementInventoryDocument } from './inventory.report.js';
import type { RetirementInventoryDocument } from './inventory.result.js';
import { findSubjects, warnOfVaults } from './subjects.js';

/** How the options go together. */
export const rules: readonly OptionRule<RetirementInventoryOptions>[] = [
  somethingOrVault,
  namesOrAll,
];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: RetirementInventoryOptions,
): Promise<CommandResult<RetirementInventoryDocument>> {
  return untilAborted(context.signal, inventory(context, options));
}

async function inventory(
  context: CommandContext,
  options: RetirementInventoryOptions,
): Promise<CommandResult<RetirementInventoryDocument>> {
  const started = context.clock.now();
  const { deadline } = options;
  const reads = createSharedReads(context);
  const found = await findSubjects(context, reads.reader, options);
  const { subjects, unreadVaults } = found;
  saySelected(context, subjects, options, started);
  const readings = await gatherSubjects(context, reads, subjects, (reading) => {
    context.itemFinished(inventoryItem(reading, deadline));
  });
  const document = retirementInventoryDocument(readings, deadline);
  warnOfVaults(context, found);
  // What is found is a list: that there are such machines is no failure.
  const exit: ExitKind =
    document.summary.unread > 0 || unreadVaults.length > 0 ? 'partial' : 'done';
  return { document, exit };
}
