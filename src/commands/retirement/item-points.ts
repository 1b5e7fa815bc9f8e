// The recovery points of items, with their ends. What is not listed stays unknown.

import type { BackupPolicy } from '../../domain/backup-policy/policy.js';
import { valueOf } from '../../domain/fact.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import {
  itemLife,
  pointEnds,
  type ItemLife,
  type PointEnd,
} from '../../domain/retirement/point-end.js';
import { instantOf } from '../../domain/time/instant.js';
import type { ItemTarget } from '../../facts/choose-items.js';
import type { FactReader } from '../../facts/fact-reader.js';
import type { PointReads } from '../audit-keys/point-reads.js';
import type { CommandContext } from '../context.js';
import { ianaZone } from '../policy/time-zone.js';
import type { MachineReading } from './machine.js';

/** An item with its policy, and what becomes of its points. */
export interface ItemReading {
  readonly target: ItemTarget;
  readonly policy: BackupPolicy | undefined;
  /** IANA's name of the policy's time zone; undefined when it is not known. */
  readonly zone: string | undefined;
  readonly life: ItemLife;
}

/** A point with its end. */
export interface EndingPoint {
  readonly point: RecoveryPoint;
  readonly end: PointEnd;
}

/** The points of an item, newest first, or why they could not be listed. */
export type PointsReading =
  | { readonly status: 'known'; readonly points: readonly EndingPoint[] }
  | { readonly status: 'unread'; readonly reason: string };

/** What is known of an item without its points. */
export async function readItem(
  context: Pick<CommandContext, 'clock'>,
  reader: FactReader,
  target: ItemTarget,
  machine: MachineReading['status'],
): Promise<ItemReading> {
  const { item, vault } = target;
  const policy =
    item.policyName === undefined || item.policyName === ''
      ? undefined
      : valueOf(await reader.policy(vault.id, item.policyName));
  return {
    target,
    policy,
    zone: policy === undefined ? undefined : ianaZone(policy.timeZone),
    life: itemLife(item, machine, instantOf(context.clock.now())),
  };
}

/** The points of an item with their ends. */
export function endingPoints(
  context: Pick<CommandContext, 'clock'>,
  { policy, zone, life }: ItemReading,
  points: readonly RecoveryPoint[],
): readonly EndingPoint[] {
  const ends = pointEnds(points, { life, policy, zone, now: instantOf(context.clock.now()) });
  return points.flatMap((point, place) => {
    const end = ends[place];
    return end === undefined ? [] : [{ point, end }];
  });
}

/** The points of an item, listed within what Azure allows. */
export async function pointsOfItem(
  context: Pick<CommandContext, 'clock'>,
  points: PointReads,
  item: ItemReading,
): Promise<PointsReading> {
  const fact = await points.list(item.target);
  return fact.status === 'unreadable'
    ? { status: 'unread', reason: fact.message }
    : { status: 'known', points: endingPoints(context, item, valueOf(fact) ?? []) };
}
