// What `backup-now` finds of each machine before anything is sent: where its item is, whether a backup runs
// already, and whether one could be taken.

import { atOnce } from '../../facts/at-once.js';
import { hasEnded, isJobOf } from '../../domain/jobs/job-outcome.js';
import { addSeconds, instantOf, isBefore } from '../../domain/time/instant.js';
import { itemStateOf, type ItemState } from '../../domain/protection/protection-transitions.js';
import type { BackupJob, RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import { idKey, parseResourceId, type ResourceId } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { ADVISORY_BACKUP_CHECKS, BACKUP_CHECKS } from '../../preflight/backup-checks.js';
import { evaluateChecks } from '../../preflight/evaluate.js';
import type { CommandContext } from '../context.js';
import { earlierBackups, expectation } from '../jobs/earlier-backups.js';
import type { FactReader } from '../../facts/fact-reader.js';
import type { ItemTarget } from '../../facts/choose-items.js';
import type { JobReader } from '../../steps/job-watch/reader.js';
import { CLOCK_SKEW_SECONDS, LISTED_WITHIN_SECONDS } from '../../steps/waiting/send-safely.js';
import type { EvaluatedMachine } from '../evaluated-machines.js';
import { gatherMachineFacts } from '../../facts/machine-facts.js';

/** A machine whose backup is asked for. */
export interface BackupCandidate extends ItemTarget {
  readonly vmId: ResourceId;
  readonly name: string;
  /** What its last backups took, where the vault still tells. */
  readonly expectedSeconds?: number;
  /** The backup that runs already. */
  readonly running?: BackupJob;
  /** The backup that an earlier call of the same run has started. */
  readonly own?: BackupJob;
  /** Why none can be asked for. */
  readonly refusal?: AzbackupError;
  /** Its preflight; absent where it was skipped or would change nothing. */
  readonly evaluated?: EvaluatedMachine;
}

/** How to look. */
export interface CandidateOptions {
  readonly skipPreflight: boolean;
  readonly ignore: readonly string[];
  readonly strict: boolean;
  readonly backupPrincipalId?: string | undefined;
}

/** Machines looked at side by side. */
const MACHINES_AT_ONCE = 8;

/** Everything that decides about each target. Reads only. */
export async function gatherCandidates(
  context: CommandContext,
  { facts, jobs }: { readonly facts: FactReader; readonly jobs: JobReader },
  targets: readonly ItemTarget[],
  options: CandidateOptions,
): Promise<readonly BackupCandidate[]> {
  const vaults = new Map(targets.map(({ vault }) => [idKey(vault.id), vault]));
  const known = new Map(
    await Promise.all(
      [...vaults].map(
        async ([key, vault]) => [key, await vaultJobs(context, jobs, vault)] as const,
      ),
    ),
  );
  const inTurn = atOnce(context, MACHINES_AT_ONCE);
  return Promise.all(
    targets.map((target) =>
      inTurn(() =>
        candidate(
          { context, facts, jobs, options },
          target,
          known.get(idKey(target.vault.id)) ?? NO_JOBS,
        ),
      ),
    ),
  );
}

interface VaultJobs {
  readonly running: readonly BackupJob[];
  readonly completed: readonly BackupJob[];
}

const NO_JOBS: VaultJobs = { running: [], completed: [] };

async function vaultJobs(
  context: CommandContext,
  jobs: JobReader,
  { id }: RecoveryServicesVault,
): Promise<VaultJobs> {
  const [running, completed] = await Promise.all([
    jobs.jobs(id, { operation: 'Backup', status: 'InProgress' }),
    earlierBackups(context, jobs, id),
  ]);
  return { running, completed };
}

/** What looking at one machine needs. */
interface Looking {
  readonly jobs: JobReader;
  readonly context: CommandContext;
  readonly facts: FactReader;
  readonly options: CandidateOptions;
}

async function candidate(
  looking: Looking,
  target: ItemTarget,
  jobs: VaultJobs,
): Promise<BackupCandidate> {
  const { item, vault } = target;
  const vmId = item.sourceResourceId;
  const base: BackupCandidate = {
    item,
    vault,
    vmId,
    name: item.friendlyName,
    ...expectation(jobs.completed, (job) => isJobOf(job, vmId)),
  };
  const own = await ownBackup(looking, target);
  if (own !== undefined) {
    return { ...base, own };
  }
  const refusal = refusalOf(itemStateOf(item), base);
  if (refusal !== undefined) {
    return { ...base, refusal };
  }
  const running =
    jobs.running.find((job) => isJobOf(job, vmId)) ?? (await unlistedBackup(looking, target));
  if (running !== undefined) {
    return { ...base, running };
  }
  return looking.options.skipPreflight
    ? base
    : { ...base, evaluated: await preflight(looking, base) };
}

/**
 * The backup that an earlier call of this run has started. One that has failed is none: it is tried again. Where that call
 * was stopped before it learnt the job, it is the first that began after the request was sent.
 */
async function ownBackup(
  { context, jobs }: Looking,
  { item, vault }: ItemTarget,
): Promise<BackupJob | undefined> {
  const vmId = item.sourceResourceId;
  const machine = context.run.openMachine(vmId);
  if (machine === undefined) {
    return undefined;
  }
  const job =
    machine.jobId === undefined
      ? await firstBackup(jobs, vault.id, vmId, machine.started)
      : await jobs.job(vault.id, machine.jobId);
  return job === undefined || isFailure(job) ? undefined : job;
}

async function firstBackup(
  jobs: JobReader,
  vaultId: ResourceId,
  vmId: ResourceId,
  started: string | undefined,
): Promise<BackupJob | undefined> {
  if (started === undefined) {
    return undefined;
  }
  const since = addSeconds(started, -CLOCK_SKEW_SECONDS);
  const listed = await jobs.jobs(vaultId, { operation: 'Backup', since });
  return listed
    .filter((job) => isJobOf(job, vmId) && !isBefore(job.startTime, since))
    .toSorted((left, right) => (isBefore(left.startTime, right.startTime) ? -1 : 1))[0];
}

function isFailure({ status }: BackupJob): boolean {
  return status === 'Failed' || status === 'Cancelled' || status === 'Cancelling';
}

/** A backup that was begun from here and goes on, before the lists name it. */
async function unlistedBackup(
  { context: { journal, clock }, jobs }: Looking,
  { item, vault }: ItemTarget,
): Promise<BackupJob | undefined> {
  const vaultId = vault.id;
  const [newest] = await journal.find({ kinds: ['backup'], vaultId, vmId: item.sourceResourceId });
  const since = addSeconds(instantOf(clock.now()), -LISTED_WITHIN_SECONDS);
  if (newest?.jobId === undefined || isBefore(newest.sentTime, since)) {
    return undefined;
  }
  const job = await jobs.job(vaultId, newest.jobId);
  return job === undefined || hasEnded(job) ? undefined : job;
}

async function preflight(
  { context, facts, options: { ignore, strict, backupPrincipalId } }: Looking,
  { vault, vmId, name }: BackupCandidate,
): Promise<EvaluatedMachine> {
  const subscriptionId = parseResourceId(vmId)?.subscriptionId ?? '';
  const target = { id: vmId, name, subscriptionId };
  try {
    const gathered = await gatherMachineFacts(context, facts, target, {
      grant: false,
      backup: true,
      vault,
      ...(backupPrincipalId === undefined ? {} : { backupPrincipalId }),
    });
    const evaluation = evaluateChecks(gathered.facts, {
      ignore,
      strict,
      only: BACKUP_CHECKS,
      advisory: ADVISORY_BACKUP_CHECKS,
    });
    return { status: 'evaluated', target, evaluation, ...gathered };
  } catch (error) {
    if (!(error instanceof AzbackupError)) {
      throw error;
    }
    return { status: 'failed', target, error: goneOr(error, name, vault) };
  }
}

/** The vault remembers machines that are gone; of those nothing can be backed up. */
function goneOr(error: AzbackupError, vm: string, vault: RecoveryServicesVault): AzbackupError {
  return error.fields.code === 'AZB_VM_NOT_FOUND'
    ? new AzbackupError({
        ...error.fields,
        message: `${vm} no longer exists: ${vault.name} keeps its recovery points, but there is nothing to back up`,
        fix: [`azbackup recovery-points list --vm ${vm} --vault ${vault.name}`],
      })
    : error;
}

const REFUSALS: Partial<Record<ItemState, { readonly is: string; readonly command: string }>> = {
  stopped: { is: 'stopped: no backups are taken', command: 'resume' },
  suspended: { is: 'stopped: no backups are taken', command: 'resume' },
  'soft-deleted': { is: 'soft-deleted: no backups are taken', command: 'undelete' },
  failed: { is: 'failed: no backups are taken', command: 'enable' },
};

function refusalOf(
  state: ItemState,
  { name, vault, vmId }: BackupCandidate,
): AzbackupError | undefined {
  const refusal = REFUSALS[state];
  return refusal === undefined
    ? undefined
    : new AzbackupError({
        code: 'AZB_NOT_BACKED_UP',
        kind: 'blocked',
        message: `the protection of ${name} in ${vault.name} is ${refusal.is}`,
        target: vmId,
        fix: [`azbackup ${refusal.command} --vm ${name} --vault ${vault.name}`],
      });
}
