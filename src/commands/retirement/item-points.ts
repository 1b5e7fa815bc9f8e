// Lists the recovery points of items, with their ends. Azure allows few such lists an hour, so machines with ADE and what
// is left of machines come first; what is not listed stays unknown.

import { atOnce } from '../../facts/at-once.js';
import type { BackupPolicy } from '../../domain/backup-policy/policy.js';
import { valueOf, type Fact } from '../../domain/fact.js';
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
import { createReadBudget, type ReadBudget } from '../../steps/read-budget.js';
import { subscriptionKey } from '../../steps/job-watch/reader.js';
import type { CommandContext } from '../context.js';
import { ianaZone } from '../policy/time-zone.js';
import type { MachineReading } from './machine.js';

/** Recorded: 300 reads of recovery points an hour; some are left to whoever else looks at points. */
const READS_AN_HOUR = 260;
const HOUR_SECONDS = 3600;
const LISTS_AT_ONCE = 8;

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

/** Lists points within what Azure allows. */
export interface PointLister {
  pointsOf(item: ItemReading): Promise<PointsReading>;
}

/** A lister for one command. */
export function pointLister(context: CommandContext, reader: FactReader): PointLister {
  const budgets = new Map<string, ReadBudget>();
  const inTurn = atOnce(context, LISTS_AT_ONCE);
  const listed = async ({ item, vault }: ItemTarget): Promise<Fact<readonly RecoveryPoint[]>> => {
    const key = subscriptionKey(vault.id);
    const budget = budgets.get(key) ?? createReadBudget(READS_AN_HOUR, HOUR_SECONDS);
    budgets.set(key, budget);
    const now = context.clock.now();
    if (budget.left(now) === 0) {
      return { status: 'unreadable', reason: 'unavailable', message: LIMIT };
    }
    budget.spend(now);
    const fact = await reader.recoveryPoints(vault.id, item.sourceResourceId);
    if (fact.status === 'unreadable' && fact.reason === 'unavailable') {
      budget.pauseUntil(now + HOUR_SECONDS * 1000);
    }
    return fact;
  };
  return {
    pointsOf: (item) =>
      inTurn(async (): Promise<PointsReading> => {
        const fact = await listed(item.target);
        return fact.status === 'unreadable'
          ? { status: 'unread', reason: fact.message }
          : { status: 'known', points: endingPoints(context, item, valueOf(fact) ?? []) };
      }),
  };
}

const LIMIT = 'the hourly limit of recovery point reads is reached';
