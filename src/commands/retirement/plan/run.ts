// `azbackup retirement plan`: the steps by which machines leave Azure Disk Encryption. Reads only, and carries nothing out.

import { untilAborted } from '../../../facts/until-aborted.js';
import { saySelected } from '../../agree-to-selection.js';
import { createSharedReads } from '../../audit-keys/point-reads.js';
import type { CommandContext, CommandResult } from '../../context.js';
import type { OptionRule } from '../../options/option.js';
import { namesOrAll, somethingOrVault } from '../../options/selection-options.js';
import { countOutcomes } from '../../results/machines.js';
import { gatherSubjects } from '../gather.js';
import { findSubjects, warnOfVaults, type Subject } from '../subjects.js';
import type { RetirementPlanOptions } from './command.js';
import { isUnread, planItem, type PlanQuestion } from './report.js';
import type { RetirementPlanDocument } from './result.js';

/** How the options go together. */
export const rules: readonly OptionRule<RetirementPlanOptions>[] = [somethingOrVault, namesOrAll];

/** Runs the command. */
export function run(
  context: CommandContext,
  options: RetirementPlanOptions,
): Promise<CommandResult<RetirementPlanDocument>> {
  return untilAborted(context.signal, plan(context, options));
}

async function plan(
  context: CommandContext,
  options: RetirementPlanOptions,
): Promise<CommandResult<RetirementPlanDocument>> {
  const { deadline } = options;
  const reads = createSharedReads(context);
  const found = await findSubjects(context, reads.reader, options);
  const { subjects, unreadVaults } = found;
  saySelected(context, subjects, options, context.clock.now());
  const question: PlanQuestion = {
    deadline,
    backupAppId: context.backupApplication.appId,
    sharedNames: sharedNames(subjects),
  };
  const readings = await gatherSubjects(context, reads, subjects, (reading) => {
    context.itemFinished(planItem(reading, question));
  });
  const items = readings.map((reading) => planItem(reading, question));
  const unread = readings.filter((reading) => isUnread(reading)).length;
  warnOfVaults(context, found);
  const document: RetirementPlanDocument = {
    kind: 'retirement-plan',
    schemaVersion: 1,
    deadline,
    items,
    summary: { total: items.length, outcomes: countOutcomes(items), unread },
  };
  return { document, exit: unread > 0 || unreadVaults.length > 0 ? 'partial' : 'done' };
}

function sharedNames(subjects: readonly Subject[]): ReadonlySet<string> {
  const names = subjects.map(({ target }) => target.name.toLowerCase());
  return new Set(names.filter((name, at) => names.indexOf(name) !== at));
}
