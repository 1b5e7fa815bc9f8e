// Which recovery point a restore takes, and why that one: the one named, the newest that can be read from the
// tier asked for, or the one whose restore was begun before and is to be continued.

import { instantOf } from '../../../domain/time/instant.js';
import type { RecoveryPoint } from '../../../domain/recovery/recovery-point.js';
import { threatOf } from '../../../domain/recovery/threat.js';
import { isRestoreOfPoint } from '../../../domain/recovery/restore-progress.js';
import {
  newestPoint,
  restoresFrom,
  type RestoreSource,
  type RestoreTier,
} from '../../../domain/recovery/restore-point.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { commandLine } from '../../../domain/command-line.js';
import { DOCS } from '../../../preflight/documentation.js';
import type { CommandContext } from '../../context.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import {
  findPoint,
  noCleanPoint,
  parsePoint,
  pointNotFound,
  type WantedPoint,
} from '../../recovery-points/choose.js';

/** What the user asked for. */
export interface PointRequest {
  readonly vm: string;
  /** The newest where it is left out. */
  readonly recoveryPoint?: string | undefined;
  readonly tier?: RestoreTier | undefined;
  /** Given where a point of the archive may be brought back. */
  readonly rehydrate?: unknown;
}

const LATEST = 'latest';

/** A point with its particulars. */
export interface RestorePoint {
  readonly point: RecoveryPoint;
  /** Where Azure reads it from. */
  readonly from: RestoreSource;
  /** Why it was taken, a phrase. */
  readonly reason: string;
}

/** The points of a machine, as far as the choice needs them. */
export interface PointChoice {
  readonly wanted: WantedPoint;
  /** Newest first, without particulars; empty where a point was named. */
  readonly points: readonly RecoveryPoint[];
}

/** Reads what there is to choose from. @throws AzbackupError `AZB_USAGE` (2) */
export async function readPoints(
  context: CommandContext,
  { item, vault }: ItemTarget,
  request: PointRequest,
): Promise<PointChoice> {
  const wanted = parsePoint(request.recoveryPoint ?? LATEST, instantOf(context.clock.now()));
  if (wanted.kind === 'name') {
    return { wanted, points: [] };
  }
  const window = wanted.until === undefined ? {} : { until: wanted.until };
  const backup = await context.services.backup();
  const points = await backup.recoveryPoints(vault.id, item.sourceResourceId, window);
  return { wanted, points };
}

/** A restore that was begun before, by its point's name or its job. */
export interface StartedRestore {
  readonly pointName?: string | undefined;
  /** The point of a request of which it is not known what came. */
  readonly asked?: string | undefined;
  readonly jobs: readonly BackupJob[];
}

/** The point to restore, by name. @throws AzbackupError `AZB_RECOVERY_POINT_NOT_FOUND` (3), `AZB_POINT_NOT_RESTORABLE` (5) */
export async function choosePoint(
  context: CommandContext,
  target: ItemTarget,
  request: PointRequest,
  { wanted, points, started }: PointChoice & { readonly started: StartedRestore },
): Promise<RestorePoint> {
  if (wanted.kind === 'name') {
    return readPoint(context, target, request, {
      name: wanted.name,
      reason: 'the requested point',
    });
  }
  const { isClean = false } = wanted;
  const continued = continuedPoint(
    points.filter((point) => !isClean || threatOf(point).status === 'clean'),
    started,
  );
  if (continued !== undefined) {
    return readPoint(context, target, request, { ...continued, isClean });
  }
  const newest = newestPoint(points, {
    until: wanted.until,
    tier: request.tier,
    rehydrates: request.rehydrate !== undefined,
    isClean,
  });
  if (newest === undefined) {
    throw points.length === 0
      ? pointNotFound({ vm: request.vm, point: request.recoveryPoint ?? LATEST }, wanted)
      : nothingFits(request, points, wanted);
  }
  return readPoint(context, target, request, {
    name: newest.point.name,
    reason: newest.reason,
    isClean,
  });
}

function continuedPoint(
  points: readonly RecoveryPoint[],
  { pointName, asked, jobs }: StartedRestore,
): { readonly name: string; readonly reason: string } | undefined {
  const built = points.find(({ name }) => name === pointName);
  if (built !== undefined) {
    return { name: built.name, reason: 'the point that the machine was created from' };
  }
  for (const job of jobs) {
    const point = points.find(({ time }) => isRestoreOfPoint(job, time));
    if (point !== undefined) {
      return { name: point.name, reason: `resuming its restore (job ${job.jobId})` };
    }
  }
  const requested = points.find(({ name }) => name === asked);
  return requested === undefined
    ? undefined
    : { name: requested.name, reason: 'an earlier run has asked for its restore' };
}

/**
 * The newest point that Azure would read from the vault tier; undefined where there is none. It is what is
 * left when a key was rotated after the snapshot ("Restore encrypted Azure virtual machines").
 */
export async function vaultPoint(
  context: CommandContext,
  target: ItemTarget,
  request: PointRequest,
  { wanted, points }: PointChoice,
): Promise<RestorePoint | undefined> {
  if (wanted.kind === 'name' || request.tier !== undefined) {
    return undefined;
  }
  const { until, isClean = false } = wanted;
  const newest = newestPoint(points, { until, tier: 'vault', isClean });
  return newest === undefined
    ? undefined
    : readPoint(context, target, request, {
        name: newest.point.name,
        isClean,
        reason:
          'the newest point in the vault tier: the key was rotated after the newer snapshots, so a VM restored from them may not start',
      });
}

async function readPoint(
  context: CommandContext,
  target: ItemTarget,
  request: PointRequest,
  {
    name,
    reason,
    isClean = false,
  }: { readonly name: string; readonly reason: string; readonly isClean?: boolean },
): Promise<RestorePoint> {
  const wanted: WantedPoint = { kind: 'name', name };
  const point = await findPoint(context, target, wanted);
  if (point === undefined) {
    throw pointNotFound({ vm: request.vm, point: name }, wanted);
  }
  // What is said of the point itself counts: the list may be older.
  if (isClean && threatOf(point).status !== 'clean') {
    throw noCleanPoint(request.vm, [point]);
  }
  const from = restoresFrom(point);
  if (from === undefined || point.softDeleted) {
    throw notRestorable(request, point, from === undefined);
  }
  if (from === 'archive' && request.rehydrate === undefined) {
    throw archived(request, point);
  }
  if (request.tier !== undefined && request.tier !== from) {
    throw otherTier(request, point, from);
  }
  return { point, from, reason };
}

function notRestorable(
  { vm }: PointRequest,
  { name, tiers }: RecoveryPoint,
  nowhere: boolean,
): AzbackupError {
  const states = tiers.map(({ tier, status }) => `${tier} tier: ${status}`);
  return new AzbackupError({
    code: 'AZB_POINT_NOT_RESTORABLE',
    kind: 'blocked',
    message: `recovery point ${name} cannot be restored`,
    target: name,
    causes: nowhere ? ['it is not readable in any tier', ...states] : ['it is soft-deleted'],
    fix: [`azbackup recovery-points list --vm ${vm}`],
    docs: DOCS.vmRestore,
  });
}

function archived({ vm }: PointRequest, { name }: RecoveryPoint): AzbackupError {
  return new AzbackupError({
    code: 'AZB_POINT_ARCHIVED',
    kind: 'blocked',
    message: `recovery point ${name} is only in the archive tier, so it must be rehydrated before it can be restored`,
    target: name,
    causes: [REHYDRATION_COST],
    fix: [
      commandLine(
        'azbackup',
        'restore',
        '--vm',
        vm,
        '--recovery-point',
        name,
        '--rehydrate',
        'standard',
      ),
    ],
    docs: DOCS.archiveTier,
  });
}

/** Documentation: Use Archive Tier; it refers to the priorities of Blob Storage for how long they take. */
export const REHYDRATION_COST =
  'rehydration takes up to 15 hours (standard) or about 1 hour, more under load (high), and Azure charges for reading the archive and for the vault tier while the point stays rehydrated, which cannot be shortened';

function otherTier(
  { vm, tier }: PointRequest,
  { name }: RecoveryPoint,
  from: RestoreSource,
): AzbackupError {
  return new AzbackupError({
    code: 'AZB_POINT_NOT_RESTORABLE',
    kind: 'blocked',
    message: `recovery point ${name} is read from the ${from} tier, not from the ${tier ?? ''} tier`,
    target: name,
    causes: ['the tier cannot be chosen: Azure reads from the snapshot while it exists'],
    fix: [`azbackup recovery-points list --vm ${vm}`],
    docs: DOCS.vmRestore,
  });
}

/** Where points are left in the archive alone, the newest of them can be had. */
function nothingFits(
  request: PointRequest,
  points: readonly RecoveryPoint[],
  { until, isClean = false }: Extract<WantedPoint, { readonly kind: 'latest' }>,
): AzbackupError {
  const { tier } = request;
  if (isClean && !points.some((point) => threatOf(point).status === 'clean')) {
    return noCleanPoint(request.vm, points);
  }
  const asleep = newestPoint(points, { until, tier, isClean, rehydrates: true });
  return asleep === undefined ? noneRestorable(request, points) : archived(request, asleep.point);
}

function noneRestorable(
  { vm, tier }: PointRequest,
  points: readonly RecoveryPoint[],
): AzbackupError {
  const of = tier === undefined ? '' : ` that is read from the ${tier} tier`;
  return new AzbackupError({
    code: 'AZB_POINT_NOT_RESTORABLE',
    kind: 'blocked',
    message: `${vm} has no recovery point${of} that can be restored`,
    target: vm,
    causes: [`${points.length} ${points.length === 1 ? 'point was' : 'points were'} checked`],
    fix: [`azbackup recovery-points list --vm ${vm}`],
    docs: DOCS.vmRestore,
  });
}
