// `azbackup jobs show`: everything that Azure tells of one job.

import { hasEnded, jobOutcome } from '../../domain/jobs/job-outcome.js';
import type { JobsShowDocument } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { findJob, itemsBeside, jobVaults, openLookup } from './choose.js';
import { jobMembers, watchCommand } from './report.js';
import { countOutcomes } from '../results/machines.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { JobsShowOptions } from './show.command.js';

/** Runs the command. */
export function run(
  context: CommandContext,
  options: JobsShowOptions,
): Promise<CommandResult<JobsShowDocument>> {
  return untilAborted(context.signal, show(context, options));
}

async function show(
  context: CommandContext,
  options: JobsShowOptions,
): Promise<CommandResult<JobsShowDocument>> {
  const lookup = openLookup(context);
  const job = await findJob(lookup, await jobVaults(lookup, options), options.id, options);
  const members = jobMembers(job, await itemsBeside(lookup, job.vaultId));
  const next = hasEnded(job) ? [] : [watchCommand(job.vaultId, job)];
  const items = [{ ...members, outcome: jobOutcome(job.status), next }];
  for (const item of items) {
    context.itemFinished(item);
  }
  const document: JobsShowDocument = {
    kind: 'jobs-show',
    schemaVersion: 1,
    items,
    summary: { total: items.length, outcomes: countOutcomes(items) },
  };
  return { document, exit: 'done' };
}
