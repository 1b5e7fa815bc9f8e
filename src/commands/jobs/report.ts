// Jobs in the words of result documents, and the exits that their ends mean.

import { isJobOf, jobOutcome, type JobOutcome } from '../../domain/jobs/job-outcome.js';
import type { BackupJob, ProtectedItem } from '../../domain/vaults/recovery-services.js';
import { nameOf, parseResourceId, sameName, type ResourceId } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import { suggestionFor } from '../../errors/suggestions.js';
import type { JobItem, JobTaskDocument } from './result.js';
import { itemError, resourceDocument } from '../results/machines.js';

/** What every job of the documents tells. */
export type JobMembers = Omit<JobItem, 'outcome'>;

/**
 * A job as documents show it.
 * @param items of its vault, by which the machine's id is known
 */
export function jobMembers(job: BackupJob, items: readonly ProtectedItem[]): JobMembers {
  const namesakes = items.filter(({ friendlyName }) => sameName(friendlyName, job.vmName));
  const item =
    job.resourceGroup === undefined
      ? undefined
      : namesakes.find(({ sourceResourceId }) => isJobOf(job, sourceResourceId));
  const group = parseResourceId(item?.sourceResourceId ?? '')?.resourceGroup;
  const { jobId, operation, startTime } = job;
  return {
    jobId,
    vault: resourceDocument(job.vaultId),
    vm: {
      id: item?.sourceResourceId ?? null,
      name: job.vmName,
      resourceGroup: group ?? job.resourceGroup ?? null,
      sharedName: namesakes.some((each) => each !== item),
    },
    operation,
    status: job.unknownStatus ?? job.status,
    startTime,
    endTime: job.endTime ?? null,
    seconds: job.durationSeconds ?? null,
    percent: job.percent ?? null,
    remainingSeconds: job.remainingSeconds ?? null,
    tasks: taskDocuments(job),
    properties: { ...job.properties },
    error: jobError(job),
    next: [],
  };
}

/** A job's tasks as documents show them. */
export function taskDocuments({ tasks }: BackupJob): JobTaskDocument[] {
  return tasks.map(({ name, status, durationSeconds, percent, details }) => ({
    name,
    status,
    seconds: durationSeconds ?? null,
    percent: percent ?? null,
    details: details ?? null,
  }));
}

const CODES: Partial<Record<JobOutcome, { readonly code: string; readonly end: string }>> = {
  failed: { code: 'AZB_JOB_FAILED', end: 'failed' },
  cancelled: { code: 'AZB_JOB_CANCELLED', end: 'was cancelled' },
  'completed-with-warnings': { code: 'AZB_JOB_WARNINGS', end: 'was completed with warnings' },
};

/** Why a job did not end well: Azure's code and words, what they mean, and what settles it. */
export function jobError(job: BackupJob): JobItem['error'] {
  const error = problemOf(job);
  return error === undefined ? null : itemError(error);
}

/** The same, to be thrown; undefined where the job ended well, or goes on. */
export function problemOf(job: BackupJob): AzbackupError | undefined {
  const told = CODES[jobOutcome(job.status)];
  if (told === undefined) {
    return undefined;
  }
  const names = { vm: job.vmName, vault: nameOf(job.vaultId) };
  const codes = codesOf(job);
  const [azureCode] = codes;
  const suggestion = codes
    .map((code) => suggestionFor(code, names))
    .find((known) => known !== undefined);
  const reason = azureCode === undefined ? '' : `: ${azureCode}`;
  return new AzbackupError({
    code: told.code,
    kind: 'azure-failed',
    message: `${job.operation} of ${job.vmName} ${told.end}${reason}`,
    causes: [...causesOf(job, suggestion?.meaning), `job ${job.jobId} in ${names.vault}`],
    fix: suggestion?.fix ?? job.errors[0]?.recommendations ?? [],
    ...(azureCode === undefined ? {} : { azureCode }),
  });
}

/** The name of the first error, where it has one, and its number. */
function codesOf({ errors: [first] }: BackupJob): readonly string[] {
  return [first?.title ?? '', first?.code ?? ''].filter((code) => code !== '');
}

function causesOf(job: BackupJob, meaning: string | undefined): readonly string[] {
  const messages = job.errors.map(({ message }) => message).filter((text) => text !== '');
  const tasks = job.tasks
    .filter(({ status }) => status === 'Failed')
    .map(({ name }) => `the task '${name}' failed`);
  const causes = [...messages, ...tasks, ...(meaning === undefined ? [] : [meaning])];
  return causes.length === 0 && job.status !== 'Cancelled' ? ['Azure gives no reason'] : causes;
}

const EXITS: Readonly<Record<JobOutcome, ExitKind>> = {
  running: 'still-running',
  cancelling: 'still-running',
  completed: 'done',
  'completed-with-warnings': 'warnings',
  failed: 'azure-failed',
  cancelled: 'azure-failed',
};

/** The exit that a job's state means to who has waited for it. */
export function exitOfJob({ status }: Pick<BackupJob, 'status'>): ExitKind {
  return EXITS[jobOutcome(status)];
}

/** The command that watches a job to its end; of all of a machine's where the job is not known. */
export function watchCommand(
  vaultId: ResourceId,
  job: { readonly jobId: string } | { readonly vm: string },
): string {
  const which = 'jobId' in job ? job.jobId : `--vm ${job.vm}`;
  return `azbackup jobs watch ${which} --vault ${nameOf(vaultId)}`;
}
