// `azbackup retirement points`: which recovery points are there after the end of ADE, and which policies go on making
// them. Reads only.

import { instantOf } from '../../domain/time/instant.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { saySelected } from '../agree-to-selection.js';
import { createSharedReads } from '../audit-keys/point-reads.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { OptionRule } from '../options/option.js';
import { namesOrAll, somethingOrVault } from '../options/selection-options.js';
import { gatherSubjects } from './gather.js';
import type { RetirementPointsOptions } from './points.command.js';
import { retirementPointsDocument } from './points.report.js';
import type { RetirementPointsDocument } from './points.result.js';
import { findSubjects, warnOfVaults } from './subjects.js';

/** How the options go together. */
export const rules: readonly OptionRule<RetirementPointsOptions>[] = [somethingOrVault, namesOrAll];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: RetirementPointsOptions,
): Promise<CommandResult<RetirementPointsDocument>> {
  return untilAborted(context.signal, points(context, options));
}

async function points(
  context: CommandContext,
  options: RetirementPointsOptions,
): Promise<CommandResult<RetirementPointsDocument>> {
  const { deadline, after = deadline } = options;
  const reads = createSharedReads(context);
  const found = await findSubjects(context, reads.reader, options);
  const { subjects, unreadVaults } = found;
  saySelected(context, subjects, options, context.clock.now());
  const readings = await gatherSubjects(context, reads, subjects);
  const now = instantOf(context.clock.now());
  const document = retirementPointsDocument(readings, { deadline, after, now });
  for (const item of document.items) {
    context.itemFinished(item);
  }
  warnOfVaults(context, found);
  const isWhole = document.failed.length === 0 && unreadVaults.length === 0;
  return { document, exit: isWhole ? 'done' : 'partial' };
}
