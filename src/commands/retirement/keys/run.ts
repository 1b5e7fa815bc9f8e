// `azbackup retirement keys`: until when recovery points need each version of a secret or key. Reads only.

import { untilAborted } from '../../../facts/until-aborted.js';
import { saySelected } from '../../agree-to-selection.js';
import { createSharedReads } from '../../audit-keys/point-reads.js';
import type { CommandContext, CommandResult } from '../../context.js';
import type { OptionRule } from '../../options/option.js';
import { namesOrAll, somethingOrVault } from '../../options/selection-options.js';
import type { RetirementKeysOptions } from './command.js';
import { retirementKeysDocument } from './report.js';
import type { RetirementKeysDocument } from './result.js';
import { gatherSubjects } from '../gather.js';
import { gatherKeys } from './gather.js';
import { findSubjects, warnOfVaults } from '../subjects.js';

/** How the options go together. */
export const rules: readonly OptionRule<RetirementKeysOptions>[] = [somethingOrVault, namesOrAll];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: RetirementKeysOptions,
): Promise<CommandResult<RetirementKeysDocument>> {
  return untilAborted(context.signal, keys(context, options));
}

async function keys(
  context: CommandContext,
  options: RetirementKeysOptions,
): Promise<CommandResult<RetirementKeysDocument>> {
  const reads = createSharedReads(context);
  const found = await findSubjects(context, reads.reader, options);
  saySelected(context, found.subjects, options, context.clock.now());
  const readings = await gatherSubjects(context, reads, found.subjects);
  const question = { found, readings, selection: options, oneEndsAll: true };
  const { reading, isWhole } = await gatherKeys(context, reads, question);
  const document = retirementKeysDocument(reading);
  for (const item of document.items) {
    context.itemFinished(item);
  }
  warnOfVaults(context, found);
  return { document, exit: isWhole ? 'done' : 'partial' };
}
