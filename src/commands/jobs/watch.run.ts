// `azbackup jobs watch`: waits for jobs to end, wherever they were begun.

import { hasEnded, jobOutcome } from '../../domain/jobs/job-outcome.js';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import { idKey, sameName } from '../../domain/resource-id.js';
import type { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { JobsWatchDocument, WatchedJobItem } from './result.js';
import type { CommandContext, CommandResult } from '../context.js';
import { earlierBackups, expectation } from './earlier-backups.js';
import { exitOfJobs } from '../results/outcome.js';
import {
  findJob,
  itemsBeside,
  jobsOfMachines,
  jobVaults,
  openLookup,
  runningJobs,
  type JobLookup,
} from './choose.js';
import { exitOfJob, jobMembers, watchCommand } from './report.js';
import {
  createJobWatch,
  type JobEnd,
  type JobWatch,
  type WatchedJob,
} from '../../steps/job-watch/watch.js';
import { countOutcomes, itemError } from '../results/machines.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { rule, type OptionRule } from '../options/option.js';
import { waitChoice, waitHasOneEnd } from '../options/wait-options.js';
import type { JobsWatchOptions } from './watch.command.js';

/** How the options go together. */
export const rules: readonly OptionRule<JobsWatchOptions>[] = [
  waitHasOneEnd,
  rule(({ id, vm }) => id.length === 0 || vm.length === 0, 'specify job ids or --vm, not both'),
];

/** One job's end. */
interface Ending {
  readonly item: WatchedJobItem;
  readonly exit: ExitKind;
}

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: JobsWatchOptions,
): Promise<CommandResult<JobsWatchDocument>> {
  const started = context.clock.now();
  const lookup = openLookup(context);
  const { jobs, expected } = await untilAborted(context.signal, find(lookup, options));
  const watch = createJobWatch(context, lookup.jobs, {
    startedMilliseconds: started,
    deadlineMilliseconds: waitChoice(options, started).deadlineMilliseconds,
  });
  const endings = await Promise.all(
    jobs.map(async (job) => {
      const ending = await endingOf(lookup, watch, job, expected);
      context.itemFinished(ending.item);
      return ending;
    }),
  );
  const items = endings.map(({ item }) => item);
  const document: JobsWatchDocument = {
    kind: 'jobs-watch',
    schemaVersion: 1,
    items,
    summary: { total: items.length, outcomes: countOutcomes(items) },
  };
  return { document, exit: exitOfJobs(endings.map(({ exit }) => exit)) };
}

/** What a running job is likely to take, by what the machine's last ones took. */
type Expected = (job: BackupJob) => { readonly expectedSeconds?: number };

async function find(
  lookup: JobLookup,
  options: JobsWatchOptions,
): Promise<{ readonly jobs: readonly BackupJob[]; readonly expected: Expected }> {
  const vaults = await jobVaults(lookup, options);
  const jobs =
    options.id.length > 0
      ? await Promise.all(
          [...new Set(options.id)].map((id) => findJob(lookup, vaults, id, options)),
        )
      : options.vm.length > 0
        ? await jobsOfMachines(lookup, vaults, options)
        : await runningJobs(lookup, vaults, options);
  const backups = jobs.filter((job) => job.operation === 'Backup' && !hasEnded(job));
  const vaultIds = new Map(backups.map(({ vaultId }) => [idKey(vaultId), vaultId]));
  const history = await Promise.all(
    [...vaultIds].map(
      async ([key, vaultId]) =>
        [key, await earlierBackups(lookup.context, lookup.jobs, vaultId)] as const,
    ),
  );
  const known = new Map(history);
  return {
    jobs,
    expected: (job) =>
      expectation(known.get(idKey(job.vaultId)) ?? [], (each) => isSameMachine(each, job)),
  };
}

function isSameMachine(left: BackupJob, right: BackupJob): boolean {
  return sameName(left.vmName, right.vmName) && left.resourceGroup === right.resourceGroup;
}

async function endingOf(
  lookup: JobLookup,
  watch: JobWatch,
  job: BackupJob,
  expected: Expected,
): Promise<Ending> {
  // Before the wait: after it the sign-in may be gone.
  const items = await itemsBeside(lookup, job.vaultId);
  const end: JobEnd = hasEnded(job)
    ? { status: 'ended', job: await inFull(lookup, job) }
    : await watch.watch(watched(job, expected(job)));
  const last = end.job ?? job;
  const item = { ...jobMembers(last, items), outcome: jobOutcome(last.status) };
  const next = [watchCommand(job.vaultId, job)];
  switch (end.status) {
    case 'ended': {
      return { item, exit: exitOfJob(end.job) };
    }
    case 'running': {
      return end.reason === 'interrupted'
        ? { item: { ...item, outcome: 'interrupted', next }, exit: 'interrupted' }
        : { item: { ...item, ...endedBy(end), next }, exit: 'still-running' };
    }
    case 'unknown': {
      const error = itemError(end.error);
      return { item: { ...item, outcome: 'unknown', error, next }, exit: end.error.fields.kind };
    }
  }
}

/** Why the wait ended before its time, where it did. */
function endedBy({ error }: { readonly error?: AzbackupError }): Partial<WatchedJobItem> {
  return error === undefined ? {} : { error: itemError(error) };
}

/** A job from a list has no tasks; why it failed may stand in them. */
async function inFull({ jobs }: JobLookup, job: BackupJob): Promise<BackupJob> {
  return job.tasks.length > 0 ? job : ((await jobs.job(job.vaultId, job.jobId)) ?? job);
}

function watched(job: BackupJob, expected: ReturnType<Expected>): WatchedJob {
  return {
    vaultId: job.vaultId,
    jobId: job.jobId,
    vm: job.vmName,
    operation: job.operation,
    since: job.startTime,
    known: job,
    ...expected,
  };
}
