// `azbackup backup-now`: takes backups at once and watches them to their end.

import {
  DEFAULT_RETENTION,
  formatRetention,
  parseRetention,
  resolveRetention,
} from '../../domain/recovery/retention-date.js';
import { instantOf, type Instant } from '../../domain/time/instant.js';
import { applyPlan } from '../../steps/apply.js';
import { usageError } from '../../errors/azbackup-error.js';
import { plannedMachines } from '../../steps/runs/run-state.js';
import { createErrorLimit } from '../../steps/error-limit.js';
import type { Plan } from '../../steps/plan.js';
import { jobFamily } from '../../steps/jobs/describe.js';
import type { BackupStep } from '../../steps/jobs/step.js';
import { ADVISORY_BACKUP_CHECKS } from '../../preflight/backup-checks.js';
import { gatherCandidates, type BackupCandidate } from './candidates.js';
import { backupNowDocument } from './report.js';
import { warnOfExcludedDisks, warnOfUnknown } from '../evaluated-machines.js';
import type { CommandContext, CommandResult } from '../context.js';
import { createFactReader } from '../../facts/fact-reader.js';
import { selectItems } from '../../facts/selection/select-items.js';
import { createJobReader, type JobReader } from '../../steps/job-watch/reader.js';
import { createJobWatch } from '../../steps/job-watch/watch.js';
import { startBackup } from '../../steps/jobs/start-backup.js';
import { untilAborted } from '../../facts/until-aborted.js';
import { rule, type OptionRule } from '../options/option.js';
import { namesOrAll, somethingSelects } from '../options/selection-options.js';
import { settleSelection } from '../agree-to-selection.js';
import { detailedExitcodeNeedsDryRun } from '../options/machine-options.js';
import { waitChoice, waitHasOneEnd } from '../options/wait-options.js';
import type { BackupNowOptions } from './command.js';
import type { BackupNowDocument } from './result.js';

/** How the options go together. */
export const rules: readonly OptionRule<BackupNowOptions>[] = [
  detailedExitcodeNeedsDryRun,
  waitHasOneEnd,
  somethingSelects,
  namesOrAll,
  rule(
    ({ skipPreflight, ignore }) => !skipPreflight || ignore.length === 0,
    '--skip-preflight and --ignore cannot be used together',
  ),
];

/** Azure takes requests about several machines at once; more than this only meets throttling. */
const STEPS_AT_ONCE = 8;

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: BackupNowOptions,
): Promise<CommandResult<BackupNowDocument>> {
  const started = context.clock.now();
  const expiry = expiryOf(options.retain ?? formatRetention(DEFAULT_RETENTION), instantOf(started));
  const jobs = createJobReader(context);
  const candidates = await untilAborted(context.signal, gather(context, jobs, options, started));
  if (options.skipPreflight) {
    context.warn(
      'preflight skipped: a missing grant, a lost key or an unready agent will only show when the job fails',
    );
  }
  for (const candidate of candidates) {
    warnOfLackingAccess(context, candidate);
  }
  const plan = planOf(candidates, expiry);
  const choice = waitChoice(options, started);
  const { deadlineMilliseconds } = choice;
  if (!options.dryRun && plan.steps.length > 0) {
    await context.showPlan(plan, jobFamily);
  }
  const limit = createErrorLimit(options.maxErrors, candidates.length);
  limit.failed(candidates.filter((each) => isRefused(each)).map(({ vmId }) => vmId));
  if (!options.dryRun) {
    const vmIds = candidates.map(({ vmId }) => vmId);
    await context.run.start(plannedMachines(vmIds, plan));
  }
  const applied = options.dryRun
    ? undefined
    : applyPlan(plan, {
        clock: context.clock,
        startedMilliseconds: started,
        emit: context.emit,
        signal: context.signal,
        concurrency: context.maxConcurrency ?? STEPS_AT_ONCE,
        limit,
        family: jobFamily,
        execute: (step, reporter) => startBackup(context, jobs, step, { reporter, choice }),
      });
  const watch = createJobWatch(context, jobs, {
    startedMilliseconds: started,
    deadlineMilliseconds,
  });
  return backupNowDocument(
    context,
    { candidates, plan, applied, watch, jobs, expiry, wait: choice.wait, limit },
    options.detailedExitcode,
  );
}

/** What Azure is to decide, said before it does. */
function warnOfLackingAccess(context: CommandContext, { name, evaluated }: BackupCandidate): void {
  if (evaluated?.status !== 'evaluated') {
    return;
  }
  warnOfUnknown(context, name, evaluated.evaluation);
  warnOfExcludedDisks(context, evaluated.facts);
  const lacking = evaluated.evaluation.findings.filter(
    ({ checkId, status, ignored }) =>
      ADVISORY_BACKUP_CHECKS.has(checkId) && status === 'fail' && !ignored,
  );
  for (const { summary } of lacking) {
    context.warn(`${name}: ${summary}; unless access was granted just now, the backup will fail`);
  }
  if (lacking.length > 0) {
    context.warn(`${name}: to grant it, run  azbackup grant-access --vm ${name}`);
  }
}

async function gather(
  context: CommandContext,
  jobs: JobReader,
  options: BackupNowOptions,
  started: number,
): Promise<readonly BackupCandidate[]> {
  const facts = createFactReader(context.services);
  const targets = await selectItems(context, facts, options);
  const machines = targets.map(({ item }) => ({ name: item.friendlyName }));
  await settleSelection(context, machines, options, started);
  return gatherCandidates(context, { facts, jobs }, targets, options);
}

/** @throws AzbackupError `AZB_USAGE` (2) */
function expiryOf(text: string, now: Instant): Instant {
  const parsed = parseRetention(text);
  const resolved = parsed.ok ? resolveRetention(parsed.retention, now) : parsed;
  if (!resolved.ok) {
    throw usageError('AZB_USAGE', `--retain ${text}: ${resolved.reason}`, {
      target: text,
    });
  }
  return resolved.expiry;
}

/** One backup for each machine of which nothing speaks against it. */
function planOf(candidates: readonly BackupCandidate[], expiry: Instant): Plan<BackupStep> {
  return {
    steps: candidates.filter(isReady).map(({ vault, vmId }): BackupStep => ({
      kind: 'backup',
      id: backupStepId(vmId),
      target: vault.id,
      after: [],
      vmIds: [vmId],
      vaultId: vault.id,
      vmId,
      expiry,
    })),
  };
}

function isReady(candidate: BackupCandidate): boolean {
  return candidate.running === undefined && candidate.own === undefined && !isRefused(candidate);
}

function isRefused({ refusal, evaluated }: BackupCandidate): boolean {
  const isBlocked =
    evaluated !== undefined &&
    (evaluated.status === 'failed' || evaluated.evaluation.verdict === 'blocked');
  return refusal !== undefined || isBlocked;
}

function backupStepId(vmId: string): string {
  return `backup:${vmId.toLowerCase()}`;
}
