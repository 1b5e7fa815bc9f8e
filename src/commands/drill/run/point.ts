// Which recovery point a drill restores.

import { chooseBySeed } from '../../../domain/drill/choice.js';
import type { RecoveryPoint } from '../../../domain/recovery/recovery-point.js';
import { newestPoint, restoresFrom } from '../../../domain/recovery/restore-point.js';
import { addSeconds, instantOf, isBefore } from '../../../domain/time/instant.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import type { CommandContext } from '../../context.js';
import { noCleanPoint } from '../../recovery-points/choose.js';

/** How a point is asked for. */
export type WantedDrillPoint =
  | { readonly kind: 'latest'; readonly isClean: boolean }
  | { readonly kind: 'random' }
  | { readonly kind: 'name'; readonly name: string };

/** A point with all that Azure says of it. */
export interface DrillPoint {
  readonly point: RecoveryPoint;
  readonly from: 'snapshot' | 'vault';
  /** Why this one, a phrase. */
  readonly reason: string;
}

/** What decides. */
export interface PointQuestion {
  readonly wanted: WantedDrillPoint;
  /** Only points of so many seconds. */
  readonly withinSeconds: number | undefined;
  readonly seed: string;
}

/**
 * The point.
 * @throws AzbackupError `AZB_RECOVERY_POINT_NOT_FOUND` (3), `AZB_POINT_NOT_RESTORABLE` (5)
 */
export async function drillPoint(
  context: CommandContext,
  target: ItemTarget,
  question: PointQuestion,
): Promise<DrillPoint> {
  const { item, vault } = target;
  const backup = await context.services.backup();
  const { wanted } = question;
  const chosen =
    wanted.kind === 'name'
      ? { name: wanted.name, reason: 'the requested point' }
      : await fromList(context, target, question);
  const point = await backup.recoveryPoint(vault.id, item.sourceResourceId, chosen.name);
  const from = point === undefined ? undefined : restoresFrom(point);
  if (point === undefined) {
    throw notFound(target, `no recovery point named ${chosen.name}`);
  }
  if (from === undefined || from === 'archive' || point.softDeleted) {
    throw new AzbackupError({
      code: 'AZB_POINT_NOT_RESTORABLE',
      kind: 'blocked',
      message: `recovery point ${point.name} cannot be restored`,
      target: point.name,
      causes: [
        from === 'archive'
          ? 'it is only in the archive tier; a drill rehydrates nothing'
          : 'it is soft-deleted, or not readable in any tier',
      ],
      fix: [listCommand(target)],
    });
  }
  return { point, from, reason: chosen.reason };
}

async function fromList(
  { services, clock, guidOf }: CommandContext,
  target: ItemTarget,
  { wanted, withinSeconds, seed }: PointQuestion,
): Promise<{ readonly name: string; readonly reason: string }> {
  const { item, vault } = target;
  const now = instantOf(clock.now());
  const since = withinSeconds === undefined ? undefined : addSeconds(now, -withinSeconds);
  const listed = await (
    await services.backup()
  ).recoveryPoints(vault.id, item.sourceResourceId, since === undefined ? {} : { since });
  const points = listed.filter(
    ({ time, softDeleted }) => !softDeleted && (since === undefined || !isBefore(time, since)),
  );
  const limit = since === undefined ? '' : ` since ${since}`;
  if (wanted.kind === 'random') {
    const readable = points.filter((point) =>
      ['snapshot', 'vault'].includes(restoresFrom(point) ?? ''),
    );
    const [point] = chooseBySeed(readable, 1, { seed, keyOf: nameOfPoint, hash: guidOf });
    if (point === undefined) {
      throw notFound(target, `no recovery point${limit} that can be restored`);
    }
    return { name: point.name, reason: `chosen by chance from ${readable.length} (seed ${seed})` };
  }
  const { isClean } = wanted.kind === 'latest' ? wanted : { isClean: false };
  const newest = newestPoint(points, { isClean });
  if (newest === undefined && isClean && points.length > 0) {
    throw noCleanPoint(item.friendlyName, points);
  }
  if (newest === undefined) {
    throw notFound(target, `no recovery point${limit} that can be restored`);
  }
  return { name: newest.point.name, reason: `${newest.reason}${limit}` };
}

function nameOfPoint({ name }: RecoveryPoint): string {
  return name;
}

function notFound(target: ItemTarget, what: string): AzbackupError {
  return new AzbackupError({
    code: 'AZB_RECOVERY_POINT_NOT_FOUND',
    kind: 'not-found',
    message: `${target.item.friendlyName} has ${what}`,
    target: target.item.sourceResourceId,
    fix: [listCommand(target)],
  });
}

function listCommand({ item, vault }: ItemTarget): string {
  return `azbackup recovery-points list --vm ${item.friendlyName} --vault ${vault.name}`;
}
