// `azbackup retirement inventory`: which machines the end of ADE concerns, and the way out of each. Reads only.

import { createFactReader } from '../../facts/fact-reader.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { ExitKind } from '../../errors/exit-code.js';
import { saySelected } from '../agree-to-selection.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { OptionRule } from '../options/option.js';
import { namesOrAll, somethingOrVault } from '../options/selection-options.js';
import { countOutcomes } from '../results/machines.js';
import { gatherSubjects } from './gather.js';
import type { RetirementInventoryOptions } from './inventory.command.js';
import { inventoryItem, isUnread } from './inventory.report.js';
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
  const reader = createFactReader(context.services);
  const { subjects, unreadVaults } = await findSubjects(context, reader, options);
  saySelected(context, subjects, options, started);
  const readings = await gatherSubjects(context, reader, subjects, (reading) => {
    context.itemFinished(inventoryItem(reading, deadline));
  });
  const items = readings.map((reading) => inventoryItem(reading, deadline));
  const unread = items.filter((item) => isUnread(item)).length;
  warnOfVaults(context, unreadVaults);
  const protection = items.flatMap((item) => item.protection);
  const document: RetirementInventoryDocument = {
    kind: 'retirement-inventory',
    schemaVersion: 1,
    deadline,
    items,
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      pointsAfterDeadline: protection.reduce((sum, each) => sum + (each.afterDeadline ?? 0), 0),
      unread,
    },
  };
  // What is found is a list: that there are such machines is no failure.
  const exit: ExitKind = unread > 0 || unreadVaults.length > 0 ? 'partial' : 'done';
  return { document, exit };
}
