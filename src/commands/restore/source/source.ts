// Which point is restored, with its key and secret, and what of it earlier runs of the command have done.

import { addSeconds, instantOf, isBefore } from '../../../domain/time/instant.js';
import type { ResourceId } from '../../../domain/resource-id.js';
import {
  isRestoreInto,
  isRestoreOfPoint,
  RESTORE_POINT_TAG,
} from '../../../domain/recovery/restore-progress.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { prefersVaultTier } from '../rules.js';
import type { CommandContext } from '../../context.js';
import { continuable, earlierRestores, type EarlierRestore } from '../resume/earlier-restores.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import type { JobReader } from '../../../steps/job-watch/reader.js';
import { sourceOfPoint } from '../../keys/source.js';
import { chooseKeys, wasRotated, type KeyChoice } from '../keys.js';
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
  /** Absent for machines without ADE. */
  readonly keys?: KeyChoice;
  readonly earlier?: EarlierRestore;
  /** The new machine, where it is there already: begun from the same point. */
  readonly built?: VirtualMachine;
  readonly notes: readonly string[];
}

/** What was begun in the last day is continued even where there is a newer point by now. */
const RESUME_WINDOW_SECONDS = 86_400;
/** Restores of longer ago are not looked for. */
const LOOKBACK_SECONDS = 30 * 86_400;

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
  const restores = options.again ? [] : await continuableRestores(context, lookup);
  const recent = recentRestores(context, lookup, points, restores);
  const first = await choosePoint(context, target, options, {
    ...points,
    started: { pointName: startedFrom, jobs: recent.map(({ job }) => job) },
  });
  const started = startedFrom !== undefined || recent.length > 0;
  const { chosen, keys, notes } = await withKeys(context, lookup, options, {
    first,
    points,
    started,
  });
  if (named !== undefined && startedFrom !== chosen.point.name) {
    throw nameTaken(named, startedFrom);
  }
  const { time, managedDisks } = chosen.point;
  const into = managedDisks === false ? undefined : lookup.group.name;
  const earlier = restores.find(
    ({ job }) => isRestoreOfPoint(job, time) && isRestoreInto(job, into),
  );
  return {
    chosen,
    notes,
    ...(keys === undefined ? {} : { keys }),
    ...(earlier === undefined ? {} : { earlier }),
    ...(named === undefined ? {} : { built: named }),
  };
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

/** Restores of the machine that can be continued, newest first. */
async function continuableRestores(
  context: CommandContext,
  { reader, jobs, target, account, group, location, machineId }: SubjectLookup,
): Promise<readonly EarlierRestore[]> {
  const since = addSeconds(instantOf(context.clock.now()), -LOOKBACK_SECONDS);
  const all = await earlierRestores(jobs, { target, account, since });
  // Whether disks or blobs are wanted is known only with the point.
  const found = all.filter(
    (job) => isRestoreInto(job, group.name) || isRestoreInto(job, undefined),
  );
  const checked = await Promise.all(
    found.map((job) =>
      continuable(context, reader, job, { account, groupId: group.id, location, machineId }),
    ),
  );
  return checked.filter((each) => each !== undefined);
}

/** Those that take the place of a newer point, where the user named none. */
function recentRestores(
  { clock }: CommandContext,
  { machineId }: SubjectLookup,
  { wanted }: PointChoice,
  restores: readonly EarlierRestore[],
): readonly EarlierRestore[] {
  const since = addSeconds(instantOf(clock.now()), -RESUME_WINDOW_SECONDS);
  // Disks that were all that was asked for are finished: a newer point is wanted then.
  return restores.filter(
    ({ status, job }) =>
      wanted.kind !== 'name' &&
      !isBefore(job.startTime, since) &&
      (status === 'running' || machineId !== undefined),
  );
}

interface FirstChoice {
  readonly first: RestorePoint;
  readonly points: PointChoice;
  readonly started: boolean;
}

/**
 * The point with its key and secret. Where they were rotated after its snapshot, a point of the vault tier is
 * taken instead, unless the user chose, or the restore has begun.
 */
async function withKeys(
  context: CommandContext,
  { reader, target, location }: SubjectLookup,
  options: RestoreOptions,
  { first, points, started }: FirstChoice,
): Promise<Pick<RestoreSubjectFacts, 'chosen' | 'keys' | 'notes'>> {
  if (!first.point.encrypted) {
    return { chosen: first, notes: [] };
  }
  const keysOf = async ({ point }: RestorePoint): Promise<KeyChoice> => {
    const source = await sourceOfPoint(context, target, point);
    const follows = source.copies.key === undefined ? { secretBackupFollows: true as const } : {};
    const wanted = { ...source, ...follows, disksLocation: location };
    return chooseKeys(context, reader, wanted, { ...options, location });
  };
  const keys = await keysOf(first);
  const rotated = prefersVaultTier({
    singlePass: first.point.encryption?.mechanism === 'SinglePass',
    from: first.from,
    rotated: wasRotated(keys.restoration),
  });
  if (!rotated) {
    return { chosen: first, keys, notes: [] };
  }
  const other = started ? undefined : await vaultPoint(context, target, options, points);
  return other === undefined
    ? {
        chosen: first,
        keys,
        notes: [
          'the key was rotated after this snapshot, so a VM restored from it may not start ("Restore encrypted Azure virtual machines"); a point in the vault tier would',
        ],
      }
    : { chosen: other, keys: await keysOf(other), notes: [] };
}
