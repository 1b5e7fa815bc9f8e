// Finds the jobs that a command is about: by id, by machine, or all that run, in the vault named or in all of
// the subscription.

import { isJobOf } from '../../domain/jobs/job-outcome.js';
import { addSeconds, instantOf, isBefore } from '../../domain/time/instant.js';
import type {
  BackupJob,
  ProtectedItem,
  RecoveryServicesVault,
} from '../../domain/vaults/recovery-services.js';
import { firstNames } from '../../domain/fleet/first-names.js';
import { notLookedFor } from '../../domain/fleet/unseen-vaults.js';
import {
  idKey,
  nameOf,
  parseResourceId,
  sameName,
  type ResourceId,
} from '../../domain/resource-id.js';
import { valueOf } from '../../domain/fact.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { itemsOfMachinesElsewhere, listedMachine, vaultsOf } from '../../facts/choose-items.js';
import { createJobReader, type JobReader } from '../../steps/job-watch/reader.js';

/** Where to look. */
export interface JobPlace {
  /** Machines; ids say where to look, if nothing else does. */
  readonly vm?: readonly string[];
  readonly subscription?: string | undefined;
  readonly vault?: string | undefined;
  /** Of the machines, not of the vaults. */
  readonly resourceGroup?: string | undefined;
}

/** What the looking needs. */
export interface JobLookup {
  readonly context: CommandContext;
  readonly facts: FactReader;
  readonly jobs: JobReader;
}

/** A lookup over the services of one command. */
export function openLookup(context: CommandContext): JobLookup {
  return {
    context,
    facts: createFactReader(context.services),
    jobs: createJobReader(context),
  };
}

/** Each vault takes a read, and Azure allows 150 an hour. */
const MAX_VAULTS = 50;

/** The vaults to look in. @throws AzbackupError `AZB_TOO_MANY_VAULTS` (2) and those of the choice */
export async function jobVaults(
  lookup: JobLookup,
  place: JobPlace,
): Promise<readonly RecoveryServicesVault[]> {
  const { context, facts } = lookup;
  const { subscription, vault, vm = [] } = place;
  const ids = vm.filter((text) => text.includes('/'));
  const own = await vaultsOf(context, facts, { vm: ids, subscription, vault });
  const vaults =
    vault === undefined
      ? await withForeignVaults(lookup, own, [...ids, ...(await idsOfNames(lookup, own, place))])
      : own;
  if (vaults.length > MAX_VAULTS) {
    throw usageError(
      'AZB_TOO_MANY_VAULTS',
      `the subscription has ${vaults.length} vaults, too many to search for jobs`,
      {
        causes: ['Azure allows 150 job reads an hour, and each vault needs at least one'],
        fix: ['specify the vault: --vault NAME'],
      },
    );
  }
  return vaults;
}

/** The machines of names of which no vault has an item; how a name is meant says the list of machines. */
async function idsOfNames(
  { context, facts }: JobLookup,
  own: readonly RecoveryServicesVault[],
  { vm = [], subscription, resourceGroup }: JobPlace,
): Promise<readonly ResourceId[]> {
  const names = vm.filter((text) => !text.includes('/'));
  if (names.length === 0) {
    return [];
  }
  const lists = await Promise.all(own.map(({ id }) => facts.items(id)));
  const items = lists.flatMap((list) => valueOf(list) ?? []);
  const open = names.filter(
    (name) => !items.some(({ friendlyName }) => sameName(friendlyName, name)),
  );
  const machines = await Promise.all(
    open.map((name) => listedMachine(context, name, { subscription, resourceGroup })),
  );
  return machines.flatMap((machine) => valueOf(machine)?.id ?? []);
}

/** Also the vaults of other subscriptions that protect the machines. */
async function withForeignVaults(
  lookup: JobLookup,
  own: readonly RecoveryServicesVault[],
  vmIds: readonly ResourceId[],
): Promise<readonly RecoveryServicesVault[]> {
  const looked = [...new Set(own.map(({ subscriptionId }) => subscriptionId))];
  const { items, unread } = await itemsOfMachinesElsewhere(lookup.facts, looked, vmIds);
  if (unread.length > 0) {
    await warnOfUnseen(lookup, { own, vmIds, unread, found: items.map(({ item }) => item) });
  }
  const foreign = items.map(({ vault }) => vault);
  return [...new Map([...own, ...foreign].map((vault) => [idKey(vault.id), vault])).values()];
}

/** No job of a machine says nothing where the vault that protects it may be one that nobody looked into. */
async function warnOfUnseen(
  { context, facts }: JobLookup,
  {
    own,
    vmIds,
    unread,
    found,
  }: {
    readonly own: readonly RecoveryServicesVault[];
    readonly vmIds: readonly ResourceId[];
    readonly unread: readonly string[];
    readonly found: readonly ProtectedItem[];
  },
): Promise<void> {
  const lists = await Promise.all(own.map(({ id }) => facts.itemIndex(id)));
  const known = new Set(found.map(({ sourceResourceId }) => idKey(sourceResourceId)));
  const open = vmIds.filter(
    (id) => !known.has(idKey(id)) && !lists.some((list) => valueOf(list)?.itemOf(id) !== undefined),
  );
  if (open.length > 0) {
    context.leftOut(
      `${notLookedFor(unread)}: jobs of ${firstNames(open.map((id) => nameOf(id)))} may be there`,
    );
  }
}

/**
 * The job with an id.
 * @throws AzbackupError `AZB_JOB_NOT_FOUND` (3)
 */
export async function findJob(
  lookup: JobLookup,
  vaults: readonly RecoveryServicesVault[],
  jobId: string,
  { resourceGroup }: JobPlace,
): Promise<BackupJob> {
  const found = await Promise.all(vaults.map(({ id }) => lookup.jobs.job(id, jobId)));
  const job = found.find((each) => each !== undefined && isInGroup(each, resourceGroup));
  if (job === undefined) {
    const [only] = vaults;
    const where =
      only !== undefined && vaults.length === 1 ? only.name : 'any vault of the subscription';
    throw new AzbackupError({
      code: 'AZB_JOB_NOT_FOUND',
      kind: 'not-found',
      message: `no job ${jobId}${resourceGroup === undefined ? '' : ` of resource group ${resourceGroup}`} in ${where}`,
      target: jobId,
      fix: ['azbackup jobs list'],
    });
  }
  return job;
}

/** States of jobs that go on. */
const RUNNING = ['InProgress', 'Cancelling'];
/** A job that ended within this is what somebody who watches its machine wants to hear of. */
const RECENT_SECONDS = 86_400;

/** All jobs that go on in these vaults. */
export async function runningJobs(
  { jobs }: JobLookup,
  vaults: readonly RecoveryServicesVault[],
  { resourceGroup }: JobPlace,
): Promise<readonly BackupJob[]> {
  const lists = await Promise.all(
    vaults.flatMap(({ id }) => RUNNING.map((status) => jobs.jobs(id, { status }))),
  );
  return lists.flat().filter((job) => isInGroup(job, resourceGroup));
}

/** True when a job is of a machine of the group asked for; of any where none is. */
export function isInGroup(job: BackupJob, resourceGroup: string | undefined): boolean {
  return resourceGroup === undefined || sameName(job.resourceGroup ?? '', resourceGroup);
}

/**
 * The jobs of machines that go on; of a machine without one, its newest of the last day.
 * @throws AzbackupError `AZB_JOB_NOT_FOUND` (3), `AZB_VM_AMBIGUOUS` (2) for a name that machines of several
 * groups have: another machine's job must not pass for the one that is waited for
 */
export async function jobsOfMachines(
  lookup: JobLookup,
  vaults: readonly RecoveryServicesVault[],
  place: JobPlace & { readonly vm: readonly string[] },
): Promise<readonly BackupJob[]> {
  const { vm: names } = place;
  const [running, items] = await Promise.all([
    runningJobs(lookup, vaults, place),
    itemsOfVaults(lookup, vaults),
  ]);
  const idle = names.filter((name) => !running.some((job) => isNamed(job, name)));
  const recent = idle.length === 0 ? [] : await recentJobs(lookup, vaults, place);
  for (const name of names) {
    requireOneMachine(name, [...running, ...recent], items, place);
  }
  const latest = idle.map((name) => {
    const job = recent.find((each) => isNamed(each, name));
    if (job === undefined) {
      throw new AzbackupError({
        code: 'AZB_JOB_NOT_FOUND',
        kind: 'not-found',
        message: `no job of ${name} is running, and none ran in the last 24 hours`,
        target: name,
        fix: [`azbackup jobs list --vm ${name}`],
      });
    }
    return job;
  });
  const wanted = running.filter((job) => names.some((name) => isNamed(job, name)));
  return [...new Map([...wanted, ...latest].map((job) => [job.jobId, job])).values()];
}

async function recentJobs(
  { context, jobs }: JobLookup,
  vaults: readonly RecoveryServicesVault[],
  { resourceGroup }: JobPlace,
): Promise<readonly BackupJob[]> {
  const since = addSeconds(instantOf(context.clock.now()), -RECENT_SECONDS);
  const lists = await Promise.all(vaults.map(({ id }) => jobs.jobs(id, { since })));
  return newestFirst(lists.flat().filter((job) => isInGroup(job, resourceGroup)));
}

async function itemsOfVaults(
  lookup: JobLookup,
  vaults: readonly RecoveryServicesVault[],
): Promise<readonly ProtectedItem[]> {
  return (await Promise.all(vaults.map(({ id }) => itemsBeside(lookup, id)))).flat();
}

function requireOneMachine(
  name: string,
  jobs: readonly BackupJob[],
  items: readonly ProtectedItem[],
  { resourceGroup }: JobPlace,
): void {
  if (name.includes('/')) {
    return;
  }
  const groups = [
    ...items.flatMap(({ friendlyName, sourceResourceId }) =>
      sameName(friendlyName, name) ? [parseResourceId(sourceResourceId)?.resourceGroup ?? ''] : [],
    ),
    ...jobs.filter((job) => isNamed(job, name)).map((job) => job.resourceGroup ?? ''),
  ];
  const known = new Map(
    groups
      .filter((group) => resourceGroup === undefined || sameName(group, resourceGroup))
      .map((group) => [group.toLowerCase(), group]),
  );
  if (known.size > 1) {
    throw usageError('AZB_VM_AMBIGUOUS', `${known.size} virtual machines are named ${name}`, {
      target: name,
      causes: [...known.values()].map((group) => `one in resource group ${group || 'unknown'}`),
      fix: ['use a resource id, or add --resource-group'],
    });
  }
}

/** Jobs by their start, the newest first. */
export function newestFirst(jobs: readonly BackupJob[]): readonly BackupJob[] {
  return jobs.toSorted((left, right) => (isBefore(left.startTime, right.startTime) ? 1 : -1));
}

/** True when a job is about the machine that a name or an id means. */
export function isNamed(job: BackupJob, machine: string): boolean {
  return machine.includes('/') ? isJobOf(job, machine) : sameName(job.vmName, machine);
}

/** The items of a job's vault, for the id of its machine; none where they may not be read. */
export async function itemsBeside(
  { facts }: JobLookup,
  vaultId: ResourceId,
): Promise<readonly ProtectedItem[]> {
  return valueOf(await facts.items(vaultId)) ?? [];
}
