// `azbackup jobs list`: the jobs of vaults, newest first, all pages.

import { JOB_OPERATION_WORDS, JOB_STATE_WORDS } from '../../domain/jobs/job-filter-words.js';
import { jobOutcome } from '../../domain/jobs/job-outcome.js';
import { instantOf } from '../../domain/time/instant.js';
import type { JobsListDocument } from './result.js';
import type { JobFilter } from '../../services/services.js';
import type { CommandContext, CommandResult } from '../context.js';
import { isInGroup, isNamed, itemsBeside, jobVaults, newestFirst, openLookup } from './choose.js';
import { jobMembers } from './report.js';
import { countOutcomes } from '../results/machines.js';
import { pastTime } from '../options/past-time.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { JobsListOptions } from './list.command.js';

/** Runs the command. */
export function run(
  context: CommandContext,
  options: JobsListOptions,
): Promise<CommandResult<JobsListDocument>> {
  return untilAborted(context.signal, list(context, options));
}

async function list(
  context: CommandContext,
  options: JobsListOptions,
): Promise<CommandResult<JobsListDocument>> {
  const lookup = openLookup(context);
  const filter = filterOf(context, options);
  const vaults = await jobVaults(lookup, options);
  const found = await Promise.all(
    vaults.map(async ({ id }) => {
      const [jobs, items] = await Promise.all([
        lookup.jobs.jobs(id, filter),
        itemsBeside(lookup, id),
      ]);
      const wanted = jobs.filter(
        (job) =>
          isInGroup(job, options.resourceGroup) &&
          (options.vm.length === 0 || options.vm.some((name) => isNamed(job, name))),
      );
      return wanted.map((job) => ({ job, items }));
    }),
  );
  const itemsOf = new Map(found.flat().map(({ job, items }) => [job, items]));
  const items = newestFirst([...itemsOf.keys()]).map((job) => ({
    ...jobMembers(job, itemsOf.get(job) ?? []),
    outcome: jobOutcome(job.status),
  }));
  for (const item of items) {
    context.itemFinished(item);
  }
  const document: JobsListDocument = {
    kind: 'jobs-list',
    schemaVersion: 1,
    items,
    summary: { total: items.length, outcomes: countOutcomes(items) },
  };
  return { document, exit: 'done' };
}

function filterOf(
  { clock }: CommandContext,
  { status, operation, since, until }: JobsListOptions,
): Omit<JobFilter, 'onPage'> {
  const now = instantOf(clock.now());
  return {
    ...(status === undefined ? {} : { status: JOB_STATE_WORDS[status] }),
    ...(operation === undefined ? {} : { operation: JOB_OPERATION_WORDS[operation] }),
    ...(since === undefined ? {} : { since: pastTime('--since', since, now, 'first') }),
    ...(until === undefined ? {} : { until: pastTime('--until', until, now, 'last') }),
  };
}
