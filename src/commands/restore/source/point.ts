// Which recovery point a restore takes, and why that one: the one named, the newest that can be read from the
// tier asked for, or the one whose restore was begun before and is to be continued.

import { instantOf } from '../../../domain/time/instant.js';
import type { RecoveryPoint } from '../../../domain/recovery/recovery-point.js';
import { isRestoreOfPoint } from '../../../domain/recovery/restore-progress.js';
import {
  newestPoint,
  restoresFrom,
  type RestoreTier,
} from '../../../domain/recovery/restore-point.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { DOCS } from '../../../preflight/documentation.js';
import type { CommandContext } from '../../context.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import {
  findPoint,
  parsePoint,
  pointNotFound,
  type WantedPoint,
} from '../../recovery-points/choose.js';

/** What the user asked for. */
export interface PointWish {
  readonly vm: string;
  readonly recoveryPoint: string;
  readonly tier?: RestoreTier | undefined;
}

/** A point with its particulars. */
export interface RestorePoint {
  readonly point: RecoveryPoint;
  /** Where Azure reads it from. */
  readonly from: RestoreTier;
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
  wish: PointWish,
): Promise<PointChoice> {
  const wanted = parsePoint(wish.recoveryPoint, instantOf(context.clock.now()));
  if (wanted.kind === 'name') {
    return { wanted, points: [] };
  }
  const window = wanted.until === undefined ? {} : { until: wanted.until };
  const backup = await context.services.backup();
  const points = await backup.recoveryPoints(vault.id, item.sourceResourceId, window);
  return { wanted, points };
}

/** A restore that was begun before, by its point's name or its job. */
export interface BegunRestore {
  readonly pointName?: string | undefined;
  readonly jobs: readonly BackupJob[];
}

/** The point to restore, by name. @throws AzbackupError `AZB_RECOVERY_POINT_NOT_FOUND` (3), `AZB_POINT_NOT_RESTORABLE` (5) */
export async function choosePoint(
  context: CommandContext,
  target: ItemTarget,
  wish: PointWish,
  { wanted, points, begun }: PointChoice & { readonly begun: BegunRestore },
): Promise<RestorePoint> {
  if (wanted.kind === 'name') {
    return readPoint(context, target, wish, {
      name: wanted.name,
      reason: 'the point that was named',
    });
  }
  const continued = continuedPoint(points, begun);
  if (continued !== undefined) {
    return readPoint(context, target, wish, continued);
  }
  const newest = newestPoint(points, { until: wanted.until, tier: wish.tier });
  if (newest === undefined) {
    throw points.length === 0
      ? pointNotFound({ vm: wish.vm, point: wish.recoveryPoint }, wanted)
      : noneRestorable(wish, points);
  }
  return readPoint(context, target, wish, { name: newest.point.name, reason: newest.reason });
}

function continuedPoint(
  points: readonly RecoveryPoint[],
  { pointName, jobs }: BegunRestore,
): { readonly name: string; readonly reason: string } | undefined {
  const built = points.find(({ name }) => name === pointName);
  if (built !== undefined) {
    return { name: built.name, reason: 'the point that the machine was begun from' };
  }
  for (const job of jobs) {
    const point = points.find(({ time }) => isRestoreOfPoint(job, time));
    if (point !== undefined) {
      return { name: point.name, reason: `its restore was begun before (job ${job.jobId})` };
    }
  }
  return undefined;
}

/**
 * The newest point that Azure would read from the vault tier; undefined where there is none. It is what is
 * left when a key was rotated after the snapshot ("Restore encrypted Azure virtual machines").
 */
export async function vaultPoint(
  context: CommandContext,
  target: ItemTarget,
  wish: PointWish,
  { wanted, points }: PointChoice,
): Promise<RestorePoint | undefined> {
  if (wanted.kind === 'name' || wish.tier !== undefined) {
    return undefined;
  }
  const newest = newestPoint(points, { until: wanted.until, tier: 'vault' });
  return newest === undefined
    ? undefined
    : readPoint(context, target, wish, {
        name: newest.point.name,
        reason:
          'the newest point in the vault tier: the key was rotated since the newer snapshots, from which such a machine may not start',
      });
}

async function readPoint(
  context: CommandContext,
  target: ItemTarget,
  wish: PointWish,
  { name, reason }: { readonly name: string; readonly reason: string },
): Promise<RestorePoint> {
  const wanted: WantedPoint = { kind: 'name', name };
  const point = await findPoint(context, target, wanted);
  if (point === undefined) {
    throw pointNotFound({ vm: wish.vm, point: name }, wanted);
  }
  const from = restoresFrom(point);
  if (from === undefined || point.softDeleted) {
    throw notRestorable(wish, point, from === undefined);
  }
  if (wish.tier !== undefined && wish.tier !== from) {
    throw otherTier(wish, point, from);
  }
  return { point, from, reason };
}

function notRestorable(
  { vm }: PointWish,
  { name, tiers }: RecoveryPoint,
  nowhere: boolean,
): AzbackupError {
  const states = tiers.map(({ tier, status }) => `${tier} tier: ${status}`);
  return new AzbackupError({
    code: 'AZB_POINT_NOT_RESTORABLE',
    kind: 'blocked',
    message: `recovery point ${name} cannot be restored`,
    target: name,
    causes: nowhere
      ? ['no tier holds it in a state that can be read', ...states]
      : ['it is soft-deleted'],
    fix: [`azbackup recovery-points list --vm ${vm}`],
    docs: DOCS.vmRestore,
  });
}

function otherTier(
  { vm, tier }: PointWish,
  { name }: RecoveryPoint,
  from: RestoreTier,
): AzbackupError {
  return new AzbackupError({
    code: 'AZB_POINT_NOT_RESTORABLE',
    kind: 'blocked',
    message: `recovery point ${name} is read from the ${from} tier, not from the ${tier ?? ''} tier`,
    target: name,
    causes: [
      'no request chooses the tier: Azure reads a point from its snapshot while there is one',
    ],
    fix: [`azbackup recovery-points list --vm ${vm}`],
    docs: DOCS.vmRestore,
  });
}

function noneRestorable({ vm, tier }: PointWish, points: readonly RecoveryPoint[]): AzbackupError {
  const of = tier === undefined ? '' : ` that is read from the ${tier} tier`;
  return new AzbackupError({
    code: 'AZB_POINT_NOT_RESTORABLE',
    kind: 'blocked',
    message: `${vm} has no recovery point${of} that can be restored`,
    target: vm,
    causes: [`${points.length} ${points.length === 1 ? 'point was' : 'points were'} looked at`],
    fix: [`azbackup recovery-points list --vm ${vm}`],
    docs: DOCS.vmRestore,
  });
}
