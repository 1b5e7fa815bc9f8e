// Which point is restored, with its key and secret, and what of it earlier runs of the command have done.

import { addSeconds, instantOf, isBefore } from '../../../domain/time/instant.js';
import { nameOf, sameName, type ResourceId } from '../../../domain/resource-id.js';
import { passOfPoint } from '../../../domain/recovery/recovery-point.js';
import {
  isRestoreInto,
  isRestoreOfPoint,
  mayBeRestoreOf,
  RESTORE_LOOKBACK_SECONDS,
  RESTORE_POINT_TAG,
} from '../../../domain/recovery/restore-progress.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { prefersVaultTier } from '../rules.js';
import type { CommandContext } from '../../context.js';
import { continuable, earlierRestores, type EarlierRestore } from '../resume/earlier-restores.js';
import { cameOf, ownRestores, type OwnRestores } from '../resume/own-restores.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import type { Intent } from '../../../steps/intents/intent.js';
import type { JobReader } from '../../../steps/job-watch/reader.js';
import { wasRotated, type KeyChoice } from '../keys.js';
import { keysOfPoint } from './keys-of-point.js';
import type { RestoreOptions } from '../options.js';
import {
  choosePoint,
  readPoints,
  vaultPoint,
  type PointChoice,
  type RestorePoint,
} from './point.js';
import { requireFact } from '../../../errors/require-fact.js';

/** What is needed to find out. */
export interface SubjectLookup {
  readonly reader: FactReader;
  readonly jobs: JobReader;
  readonly target: ItemTarget;
  readonly account: StorageAccount;
  /** The resource group that disks are restored to. */
  readonly group: { readonly id: ResourceId; readonly name: string };
  /** The region that is restored to. */
  readonly location: string;
  /** The machine to build; absent where disks alone are restored. */
  readonly machineId?: ResourceId;
}

/** What is restored. */
export interface RestoreSubjectFacts {
  readonly chosen: RestorePoint;
  /** Absent for machines without ADE, and while nothing tells which key and secret the disks need. */
  readonly keys?: KeyChoice;
  readonly earlier?: EarlierRestore;
  /** A request of an earlier run of which it is not known what came. */
  readonly pending?: Intent;
  /** The new machine, where it is there already: begun from the same point. */
  readonly built?: VirtualMachine;
  readonly notes: readonly string[];
}

/** What was begun in the last day is continued even where there is a newer point by now. */
const RESUME_WINDOW_SECONDS = 86_400;

/** @throws AzbackupError `AZB_NAME_TAKEN` (5), and those of the choices of point and keys */
export async function findSubject(
  context: CommandContext,
  lookup: SubjectLookup,
  options: RestoreOptions,
): Promise<RestoreSubjectFacts> {
  const { target } = lookup;
  const [named, points] = await Promise.all([
    machineOfName(lookup),
    readPoints(context, target, options),
  ]);
  const startedFrom = named?.tags?.[RESTORE_POINT_TAG];
  const begun = options.again ? NONE_BEGUN : await begunRestores(context, lookup);
  const onlyOurs = isTypedLatest(options, points);
  const recent = await recentRestores(context, lookup, points, { ...begun, onlyOurs });
  const asked = recentlyAsked(context, points, begun.pending);
  const first = await choosePoint(context, target, options, {
    ...points,
    started: {
      pointName: startedFrom,
      asked: asked?.details['point'],
      jobs: recent.map(({ job }) => job),
    },
  });
  const started = startedFrom !== undefined || recent.length > 0 || asked !== undefined;
  const earlierOf = earlierByPoint(context, lookup, {
    ...begun,
    onlyOurs: onlyOurs && startedFrom === undefined,
  });
  const { chosen, keys, notes } = await withKeys(context, lookup, options, {
    first,
    points,
    started,
    earlierOf,
  });
  if (named !== undefined && startedFrom !== chosen.point.name) {
    throw nameTaken(named, startedFrom);
  }
  const earlier = await earlierOf(chosen);
  const into = groupInto(lookup, chosen);
  const pending = begun.pending.filter((intent) => isOfPointInto(intent, chosen.point.name, into));
  return {
    chosen,
    notes,
    ...(keys === undefined ? {} : { keys }),
    ...leftBehind(earlier, pending),
    ...(named === undefined ? {} : { built: named }),
  };
}

/** Where the disks of a point go: none of a group where they become blobs. */
function groupInto({ group }: SubjectLookup, { point }: RestorePoint): string | undefined {
  return point.managedDisks === false ? undefined : group.name;
}

/** The restore of a point that is gone on with; looked for once a point. */
function earlierByPoint(
  context: CommandContext,
  lookup: SubjectLookup,
  begun: Pick<BegunRestores, 'jobs'> & Continuing,
): (point: RestorePoint) => Promise<EarlierRestore | undefined> {
  const known = new Map<string, Promise<EarlierRestore | undefined>>();
  return (chosen) => {
    const { name, time } = chosen.point;
    const into = groupInto(lookup, chosen);
    const found =
      known.get(name) ??
      firstContinuable(
        context,
        lookup,
        begun.jobs.filter((job) => isRestoreOfPoint(job, time) && isRestoreInto(job, into)),
        begun,
      );
    known.set(name, found);
    return found;
  };
}

/** A request is traced only where nothing is there to go on with. */
function leftBehind(
  earlier: EarlierRestore | undefined,
  [pending]: readonly Intent[],
): Pick<RestoreSubjectFacts, 'earlier' | 'pending'> {
  if (earlier !== undefined) {
    return { earlier };
  }
  return pending === undefined ? {} : { pending };
}

/** Whether the name is free must be known: building a machine changes one that is there. */
async function machineOfName({
  reader,
  machineId,
}: SubjectLookup): Promise<VirtualMachine | undefined> {
  if (machineId === undefined) {
    return undefined;
  }
  return requireFact(await reader.machine(machineId), 'whether a VM with that name exists', {
    target: machineId,
  });
}

function nameTaken({ id, name }: VirtualMachine, startedFrom: string | undefined): AzbackupError {
  return new AzbackupError({
    code: 'AZB_NAME_TAKEN',
    kind: 'blocked',
    message: `virtual machine ${name} already exists`,
    target: id,
    causes: [
      startedFrom === undefined
        ? 'it was not created by a restore of this VM'
        : `it was created from recovery point ${startedFrom}`,
    ],
    fix: ['choose another name for the new VM: --name NAME'],
  });
}

/** Restores of the machine into this group through this account, whoever began them. */
interface BegunRestores extends OwnRestores {
  /** Ids of the jobs that were asked for from here. */
  readonly ours: ReadonlySet<string>;
}

const NONE_BEGUN: BegunRestores = { jobs: [], pending: [], ours: new Set() };

/** Newest first. */
async function begunRestores(
  context: CommandContext,
  { jobs, target, account, group, location }: SubjectLookup,
): Promise<BegunRestores> {
  const since = addSeconds(instantOf(context.clock.now()), -RESTORE_LOOKBACK_SECONDS);
  const { vault, item } = target;
  const [own, listed] = await Promise.all([
    ownRestores(context, jobs, {
      vaultId: vault.id,
      vmId: item.sourceResourceId,
      storageAccountId: account.id,
      location,
    }),
    earlierRestores(jobs, { target, account, since }, (count) =>
      context.warn(
        `${item.friendlyName} was restored so often that ${count} older restores are not looked at`,
      ),
    ),
  ]);
  const found = new Map([...listed, ...own.jobs].map((job) => [job.jobId, job]));
  // Whether disks or blobs are wanted is known only with the point.
  const all = [...found.values()].filter(
    (job) =>
      mayBeRestoreOf(job, item.sourceResourceId) &&
      (isRestoreInto(job, group.name) || isRestoreInto(job, undefined)),
  );
  const jobOf = (intent: Intent): BackupJob | undefined => all.find((job) => cameOf(job, intent));
  return {
    jobs: all.toSorted((left, right) => right.startTime.localeCompare(left.startTime)),
    pending: own.pending.filter((intent) => jobOf(intent) === undefined),
    ours: new Set([
      ...own.jobs.map(({ jobId }) => jobId),
      ...own.pending.flatMap((intent) => jobOf(intent)?.jobId ?? []),
    ]),
  };
}

/** "latest" in the user's own words means it, whatever somebody else has begun. */
function isTypedLatest({ recoveryPoint }: RestoreOptions, { wanted }: PointChoice): boolean {
  return recoveryPoint !== undefined && wanted.kind === 'latest';
}

/** Each that is looked at costs some reads. */
const MAX_CONTINUABLE = 4;

/** Restores that may be gone on with. */
interface Continuing extends Pick<BegunRestores, 'ours'> {
  /** True where what others have begun is none of them. */
  readonly onlyOurs: boolean;
}

async function continuableRestores(
  context: CommandContext,
  { reader, account, group, location, machineId }: SubjectLookup,
  jobs: readonly BackupJob[],
  { ours, onlyOurs }: Continuing,
): Promise<readonly EarlierRestore[]> {
  const place = { account, groupId: group.id, location, machineId };
  const checked = await Promise.all(
    jobs
      .filter(({ jobId }) => !onlyOurs || ours.has(jobId))
      .slice(0, MAX_CONTINUABLE)
      .map((job) => continuable(context, reader, { job, ours: ours.has(job.jobId) }, place)),
  );
  return checked.filter((each) => each !== undefined);
}

/** What was asked for from here comes before what others have. */
async function firstContinuable(
  context: CommandContext,
  lookup: SubjectLookup,
  jobs: readonly BackupJob[],
  continuing: Continuing,
): Promise<EarlierRestore | undefined> {
  const ours = jobs.filter(({ jobId }) => continuing.ours.has(jobId));
  const others = jobs.filter(({ jobId }) => !continuing.ours.has(jobId));
  const [first] = await continuableRestores(context, lookup, [...ours, ...others], continuing);
  return first;
}

/** Those that take the place of a newer point, where the user named none. */
async function recentRestores(
  context: CommandContext,
  lookup: SubjectLookup,
  { wanted }: PointChoice,
  begun: Pick<BegunRestores, 'jobs'> & Continuing,
): Promise<readonly EarlierRestore[]> {
  if (wanted.kind === 'name') {
    return [];
  }
  const since = addSeconds(instantOf(context.clock.now()), -RESUME_WINDOW_SECONDS);
  const young = begun.jobs.filter(({ startTime }) => !isBefore(startTime, since));
  const restores = await continuableRestores(context, lookup, young, begun);
  // Disks that were all that was asked for are finished: a newer point is wanted then.
  return restores.filter(({ status }) => status === 'running' || lookup.machineId !== undefined);
}

/** A request of the last day of which nothing is known, where the user named no point. */
function recentlyAsked(
  { clock }: CommandContext,
  { wanted }: PointChoice,
  pending: readonly Intent[],
): Intent | undefined {
  const since = addSeconds(instantOf(clock.now()), -RESUME_WINDOW_SECONDS);
  return wanted.kind === 'name'
    ? undefined
    : pending.find(({ sentTime }) => !isBefore(sentTime, since));
}

/** @param into name of the group; undefined where blobs are wanted */
function isOfPointInto({ details }: Intent, point: string, into: string | undefined): boolean {
  const group = details['targetResourceGroupId'];
  const sameGroup =
    group === undefined || into === undefined
      ? (group === undefined) === (into === undefined)
      : sameName(nameOf(group), into);
  return details['point'] === point && sameGroup;
}

interface FirstChoice {
  readonly first: RestorePoint;
  readonly points: PointChoice;
  readonly started: boolean;
  readonly earlierOf: (point: RestorePoint) => Promise<EarlierRestore | undefined>;
}

/**
 * The point with its key and secret. Where they were rotated after its snapshot, a point of the vault tier is
 * taken instead, unless the user chose, or the restore has begun.
 */
async function withKeys(
  context: CommandContext,
  lookup: SubjectLookup,
  options: RestoreOptions,
  { first, points, started, earlierOf }: FirstChoice,
): Promise<Pick<RestoreSubjectFacts, 'chosen' | 'keys' | 'notes'>> {
  if (!first.point.encrypted) {
    return { chosen: first, notes: [] };
  }
  const keysOf = async (chosen: RestorePoint): Promise<{ readonly keys?: KeyChoice }> => {
    const keys = await keysOfPoint(context, lookup, options, {
      chosen,
      earlier: await earlierOf(chosen),
    });
    return keys === undefined ? {} : { keys };
  };
  const { keys } = await keysOf(first);
  if (keys === undefined) {
    return { chosen: first, notes: [] };
  }
  const rotated = prefersVaultTier({
    singlePass: passOfPoint(first.point) !== 'dual',
    from: first.from,
    rotated: wasRotated(keys.restoration),
  });
  if (!rotated) {
    return { chosen: first, keys, notes: [] };
  }
  const other = started ? undefined : await vaultPoint(context, lookup.target, options, points);
  return other === undefined
    ? {
        chosen: first,
        keys,
        notes: [
          'the key was rotated after this snapshot, so a VM restored from it may not start ("Restore encrypted Azure virtual machines"); a point in the vault tier would',
        ],
      }
    : { chosen: other, ...(await keysOf(other)), notes: [] };
}
