// Takes away what a drill has made, and looks that it is gone. What it deletes is named by the drill's record or carries its
// tags; a resource group is deleted only where its name and its tag both say that it is the drill's.

import { DRILL_TAG, drillOfGroup, drillOfKeyVault } from '../../../domain/drill/drill-place.js';
import { commandLine } from '../../../domain/command-line.js';
import { hasEnded } from '../../../domain/jobs/job-outcome.js';
import { isRestoreInto, isRestoreJobOf } from '../../../domain/recovery/restore-progress.js';
import {
  idKey,
  nameOf,
  parseResourceId,
  sameId,
  sameName,
  type ResourceId,
} from '../../../domain/resource-id.js';
import { addSeconds } from '../../../domain/time/instant.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import { AzbackupError, hasCode } from '../../../errors/azbackup-error.js';
import type { DeletedKeyVault, ResourceGroup } from '../../../services/drill-services.js';
import { createJobReader } from '../../../steps/job-watch/reader.js';
import { repeatUntil } from '../../../steps/waiting/repeat-until.js';
import {
  CLOCK_SKEW_SECONDS,
  isLostResponse,
  LISTED_WITHIN_SECONDS,
} from '../../../steps/waiting/send-safely.js';
import type { CommandContext } from '../../context.js';
import { shownWork } from '../drill-work.js';
import type { Drill, DrillResource } from '../evidence.js';
import { followed } from '../follow.js';
import { kindOfType, type DrillSession } from '../session.js';
import { deleteStaged } from './delete-staged.js';

/** What hinders a deletion may be gone a minute later, as what uses a thing is deleted, too. */
const RETRY_INTERVAL_SECONDS = 60;
const MAX_TRIES = 3;

/** How long a restore is waited for that is to be cancelled; it is over sooner as a rule. */
const CANCEL_SECONDS = 1800;
const LOOK_INTERVAL_SECONDS = 30;

/** How the clean-up ended. */
export interface CleanupVerdict {
  readonly cleanup: 'clean' | 'leftovers';
  /** Sentences without a full stop. */
  readonly reasons: readonly string[];
  /** What to run next; none where all is gone. */
  readonly next: readonly string[];
}

/** @param started when the command began, in milliseconds */
export async function cleanDrill(
  context: CommandContext,
  session: DrillSession,
  started: number,
): Promise<CleanupVerdict> {
  const problems: string[] = [];
  let isLocked = false;
  const tried = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof AzbackupError)) {
        throw error;
      }
      isLocked ||= error.fields.azureCode === 'ScopeLocked';
      problems.push(reasonOf(error));
    }
  };
  await session.phase('clean', async () => {
    let jobs: readonly BackupJob[] = [];
    await tried(async () => {
      jobs = await endedRestores(context, session);
      problems.push(
        ...jobs
          .filter((job) => !hasEnded(job))
          .map(({ jobId }) => `restore job ${jobId} goes on, and may make disks`),
      );
    });
    // First: once the group is gone, nothing leads whoever goes on elsewhere to them.
    for (const job of jobs) {
      await tried(() => deleteStaged(context, session, job));
    }
    let isDeleted = false;
    await tried(async () => {
      isDeleted = await deleteGroup(context, session, started);
    });
    await tried(() => purgeKeyVaults(context, session, { started, isDeleted }));
    await tried(() => lookAgain(context, session));
  });
  const left = session.drill().resources.filter(({ state }) => isLeft(state));
  const reasons = [
    ...problems,
    ...left
      .filter(({ reason }) => reason === null || !problems.includes(reason))
      .map(
        ({ kind, id, reason }) =>
          `${KIND_WORDS[kind]} ${nameOf(id)} is left${reason === null ? '' : `: ${reason}`}`,
      ),
  ];
  const { id, resourceGroup } = session.drill();
  return reasons.length === 0
    ? { cleanup: 'clean', reasons, next: [] }
    : {
        cleanup: 'leftovers',
        reasons,
        next: [isLocked ? locksOf(resourceGroup) : cleanCommand(id)],
      };
}

/** What cleans up after a drill. */
export function cleanCommand(id: string): string {
  return `azbackup drill clean ${id}`;
}

/** Until the lock is gone nothing else helps. */
function locksOf(resourceGroup: string): string {
  return commandLine(
    'az',
    'lock',
    'list',
    '--resource-group',
    nameOf(resourceGroup),
    '-o',
    'table',
  );
}

/** What kinds of things are called. */
const KIND_WORDS: Readonly<Record<DrillResource['kind'], string>> = {
  'resource-group': 'resource group',
  'network-security-group': 'network security group',
  'virtual-network': 'virtual network',
  'key-vault': 'key vault',
  'virtual-machine': 'VM',
  'network-interface': 'network interface',
  disk: 'disk',
  'staging-blob': 'blob',
  other: 'resource',
};

function isLeft(state: DrillResource['state']): boolean {
  return state === 'left' || state === 'intended' || state === 'made';
}

function reasonOf(error: AzbackupError): string {
  const [cause] = error.fields.causes ?? [];
  return cause === undefined ? error.message : `${error.message}: ${cause}`;
}

/** The restores into the drill's group; one that goes on is cancelled, as its disks would come back after all. */
async function endedRestores(
  context: CommandContext,
  session: DrillSession,
): Promise<readonly BackupJob[]> {
  const drill = session.drill();
  if (drill.vault.id === '') {
    return [];
  }
  const reader = createJobReader(context);
  const since = addSeconds(drill.started, -CLOCK_SKEW_SECONDS);
  const listed = await reader.jobs(drill.vault.id, { operation: 'Restore', since });
  const own = listed.filter((job) => isRestoreJobOf(job, drill.vm.id));
  const read = await Promise.all(own.map(({ jobId }) => reader.job(drill.vault.id, jobId)));
  const into = read
    .filter((job) => job !== undefined)
    .filter((job) => isRestoreInto(job, nameOf(drill.resourceGroup)));
  const backup = await context.services.backup();
  for (const job of into.filter((each) => !hasEnded(each))) {
    await cancelled(async () => {
      await backup.cancelJob(drill.vault.id, job.jobId);
    });
  }
  const deadlineMilliseconds = context.clock.now() + CANCEL_SECONDS * 1000;
  return Promise.all(
    into.map(async (job) =>
      hasEnded(job)
        ? job
        : repeatUntil(context, async () => (await reader.job(drill.vault.id, job.jobId)) ?? job, {
            every: LOOK_INTERVAL_SECONDS,
            deadlineMilliseconds,
            settles: (each) => hasEnded(each),
            retryOn: isLostResponse,
          }),
    ),
  );
}

/** Azure refuses where it is too late: then the job ends by itself. */
async function cancelled(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AzbackupError)) {
      throw error;
    }
  }
}

/** True where it was there until now. */
async function deleteGroup(
  context: CommandContext,
  session: DrillSession,
  started: number,
): Promise<boolean> {
  const drill = session.drill();
  const groups = await context.services.resourceGroups();
  const target = drill.resourceGroup;
  const group = await groups.get(target);
  if (group === undefined) {
    await gone(session);
    return false;
  }
  requireOwn(group, drill);
  for (const { id, type } of await groups.members(target)) {
    await session.note({ kind: kindOfType(type), id, state: 'made' });
  }
  const words = { running: 'deleting', done: 'deleted', subject: `resource group ${group.name}` };
  const work = { kind: 'delete-drill-group', target, vmId: drill.vm.id, name: words, started };
  await shownWork(context, work, async (reporter) => {
    let tries = 0;
    await repeatUntil(
      context,
      async () => {
        tries += 1;
        const operation = await groups.delete(target);
        await followed(context, operation, {
          what: `the deletion of resource group ${group.name}`,
          target,
          reporter,
        });
      },
      {
        every: RETRY_INTERVAL_SECONDS,
        deadlineMilliseconds: undefined,
        retryOn: (error) =>
          tries < MAX_TRIES && (isLostResponse(error) || hasCode(error, 'AZB_OPERATION_FAILED')),
        onWaiting: (seconds) => reporter.waiting(seconds),
      },
    );
  });
  return true;
}

/** @throws AzbackupError `AZB_DRILL_NOT_OWN` (5) */
function requireOwn(group: ResourceGroup, { id, resourceGroup }: Drill): void {
  if (drillOfGroup(group) !== id) {
    throw new AzbackupError({
      code: 'AZB_DRILL_NOT_OWN',
      kind: 'blocked',
      message: `resource group ${group.name} is not deleted`,
      target: resourceGroup,
      causes: [`its tag ${DRILL_TAG} does not name drill ${id}`],
    });
  }
}

/** Everything in the group has gone with it. */
async function gone(session: DrillSession): Promise<void> {
  const { resources, resourceGroup } = session.drill();
  const inGroup = ({ id }: DrillResource): boolean =>
    sameId(id, resourceGroup) || idKey(id).startsWith(`${idKey(resourceGroup)}/`);
  for (const { kind, id, state } of resources.filter((each) => inGroup(each))) {
    if (isLeft(state)) {
      await session.note({ kind, id, state: 'deleted' });
    }
  }
}

/** Key vaults stay in soft delete with what is in them, unless they are purged. */
async function purgeKeyVaults(
  context: CommandContext,
  session: DrillSession,
  { started, isDeleted }: { readonly started: number; readonly isDeleted: boolean },
): Promise<void> {
  const drill = session.drill();
  const own = drill.resources.filter(({ kind }) => kind === 'key-vault');
  const { subscriptionId } = parseResourceId(own[0]?.id ?? '') ?? {};
  if (subscriptionId === undefined) {
    return;
  }
  const keyVaults = await context.services.keyVaults();
  const find = async (): Promise<readonly DeletedKeyVault[]> =>
    (await keyVaults.deletedVaults(subscriptionId)).filter(
      (vault) => drillOfKeyVault(vault) === drill.id,
    );
  for (const vault of isDeleted ? await foundSoon(context, session, find) : await find()) {
    const note = (state: DrillResource['state'], reason?: string): Promise<void> =>
      session.note({
        kind: 'key-vault',
        id: own.find(({ id }) => sameName(nameOf(id), vault.name))?.id ?? vault.vaultId,
        state,
        reason: reason ?? null,
        goneBy: state === 'purge-pending' ? (vault.scheduledPurge ?? null) : null,
      });
    if (vault.purgeProtection) {
      await note('purge-pending', 'it has purge protection');
      continue;
    }
    const words = { running: 'purging', done: 'purged', subject: `key vault ${vault.name}` };
    const target = vault.vaultId;
    const work = { kind: 'purge-drill-key-vault', target, vmId: drill.vm.id, name: words, started };
    try {
      await shownWork(context, work, async (reporter) => {
        const operation = await keyVaults.purge(subscriptionId, vault);
        const what = `the purge of key vault ${vault.name}`;
        await followed(context, operation, { what, target, reporter });
      });
    } catch (error) {
      if (!(error instanceof AzbackupError)) {
        throw error;
      }
      await note('purge-pending', reasonOf(error));
      continue;
    }
    const still = (await find()).some(({ name }) => sameName(name, vault.name));
    await note(still ? 'purge-pending' : 'deleted', still ? 'Azure still lists it' : undefined);
  }
}

/**
 * Azure may list a key vault in soft delete some time after it was deleted: that none is listed yet is no sign of its end.
 * @throws AzbackupError `AZB_OPERATION_RUNNING` (8)
 */
async function foundSoon(
  context: CommandContext,
  session: DrillSession,
  find: () => Promise<readonly DeletedKeyVault[]>,
): Promise<readonly DeletedKeyVault[]> {
  const { id, resources } = session.drill();
  const made = resources.find(({ id: vault, made: time }) => time !== null && isOf(vault, id));
  if (made === undefined) {
    return find();
  }
  // Before the look: where that fails, what is recorded is true.
  await session.note({ kind: 'key-vault', id: made.id, state: 'purge-pending' });
  const found = await repeatUntil(context, find, {
    every: LOOK_INTERVAL_SECONDS,
    deadlineMilliseconds: context.clock.now() + LISTED_WITHIN_SECONDS * 1000,
    settles: (vaults) => vaults.length > 0,
    retryOn: isLostResponse,
  });
  if (found.length === 0) {
    throw new AzbackupError({
      code: 'AZB_OPERATION_RUNNING',
      kind: 'still-running',
      message: `key vault ${nameOf(made.id)} was deleted and not purged: Azure does not list it in soft delete yet`,
      target: made.id,
    });
  }
  return found;
}

/** Whether the name is that of the drill's key vault. */
function isOf(vaultId: ResourceId, drill: string): boolean {
  return drillOfKeyVault({ name: nameOf(vaultId), tags: { [DRILL_TAG]: drill } }) === drill;
}

/** Nothing is called gone that was not looked for. */
async function lookAgain(context: CommandContext, session: DrillSession): Promise<void> {
  const { resourceGroup } = session.drill();
  const groups = await context.services.resourceGroups();
  const group = await groups.get(resourceGroup);
  if (group === undefined) {
    await gone(session);
    return;
  }
  const members = await groups.members(resourceGroup);
  const there = new Set(members.map(({ id }) => idKey(id)));
  for (const { kind, id, state } of session.drill().resources) {
    const isInGroup = idKey(id).startsWith(`${idKey(resourceGroup)}/`);
    if (isInGroup && isLeft(state)) {
      await session.note({ kind, id, state: there.has(idKey(id)) ? 'left' : 'deleted' });
    }
  }
  await session.note({ kind: 'resource-group', id: resourceGroup, state: 'left' });
}
