// Lists the recovery points that a gate asks about, in every vault that may have some of a machine. Azure allows few such
// lists an hour, so machines with ADE and what is left of machines come first.

import type { EncryptedPoint, NewestPoint } from '../../domain/gate/facts.js';
import { valueOf, type Fact } from '../../domain/fact.js';
import { threatOf } from '../../domain/recovery/threat.js';
import { notLookedFor } from '../../domain/fleet/unseen-vaults.js';
import { idKey, type ResourceId } from '../../domain/resource-id.js';
import { isBefore } from '../../domain/time/instant.js';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { itemsOfMachinesElsewhere, type ItemTarget } from '../../facts/choose-items.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { itemUnlessOdd } from '../../facts/item-index.js';
import { mayHaveMore } from '../../facts/vaults-elsewhere.js';
import type { CommandContext } from '../context.js';
import type { SharedReads } from '../audit-keys/point-reads.js';
import { pointsOfItem, readItem } from '../retirement/item-points.js';
import type { StatusReading } from '../status/gather.js';
import { unread } from './facts.js';

/** What the points of a machine are found by. */
export interface PointSource {
  readonly vmId: ResourceId;
  readonly subscriptionId: string;
  /** The vault that is known to have some. */
  readonly vaultId: ResourceId | undefined;
  readonly machine: 'there' | 'gone' | 'unknown';
  readonly isAde: boolean;
}

/** The source of a machine's points. */
export function pointSource({ subject, item, facts }: StatusReading): PointSource {
  const { id, subscriptionId } = subject.target;
  return {
    vmId: id,
    subscriptionId,
    vaultId: item.vault?.id,
    machine: facts !== undefined ? 'there' : item.machineGone ? 'gone' : 'unknown',
    isAde: facts === undefined || facts.encryption.kind === 'ade',
  };
}

/** What a gate needs of the points of a machine. */
export interface GatePoints {
  /** Of the vaults that could be looked into. */
  readonly encrypted: Fact<readonly EncryptedPoint[]>;
  /** Why there may be more. */
  readonly unread: string | undefined;
  readonly newest: Fact<NewestPoint>;
}

/** The points of each source, in the order of the sources. */
export async function gatePoints(
  context: CommandContext,
  reads: SharedReads,
  sources: readonly PointSource[],
): Promise<readonly GatePoints[]> {
  const found = new Map<PointSource, GatePoints>();
  const ordered = sources.toSorted((left, right) => Number(right.isAde) - Number(left.isAde));
  await Promise.all(
    ordered.map(async (source) => {
      found.set(source, await pointsOf(context, reads, source));
    }),
  );
  return sources.map((source) => found.get(source) ?? alike(unread('they were not listed')));
}

async function pointsOf(
  context: CommandContext,
  { reader, points: pointReads }: SharedReads,
  source: PointSource,
): Promise<GatePoints> {
  const found = await targetsOf(reader, source);
  if (found.status !== 'known') {
    return alike(found);
  }
  const { targets, unseen } = found.value;
  const lists = await Promise.all(
    targets.map(async (target) =>
      pointsOfItem(context, pointReads, await readItem(context, reader, target, source.machine)),
    ),
  );
  const failed = lists.find((list) => list.status === 'unread');
  const reason = failed?.status === 'unread' ? failed.reason : undefined;
  const all = lists.flatMap((list) => (list.status === 'known' ? list.points : []));
  const encrypted = all
    .filter(({ point }) => point.encrypted)
    .map(({ point, end }) => ({ time: point.time, end }));
  const [newest] = all
    .map(({ point }) => ({ time: point.time, threat: threatOf(point) }))
    .toSorted((left, right) => (isBefore(left.time, right.time) ? 1 : -1));
  return {
    encrypted: targets.length === 0 ? { status: 'absent' } : { status: 'known', value: encrypted },
    unread: reason ?? (unseen.length === 0 ? undefined : notLookedFor(unseen)),
    newest: newestOf(newest, reason),
  };
}

function newestOf(
  newest: NewestPoint | undefined,
  unlisted: string | undefined,
): Fact<NewestPoint> {
  if (unlisted !== undefined) {
    return unread(unlisted);
  }
  return newest === undefined ? { status: 'absent' } : { status: 'known', value: newest };
}

function alike(fact: Fact<never>): GatePoints {
  return { encrypted: fact, unread: undefined, newest: fact };
}

/** The items of a machine, and subscriptions whose vaults may have more. */
interface FoundTargets {
  readonly targets: readonly ItemTarget[];
  readonly unseen: readonly string[];
}

/**
 * The machine's items in all vaults of its subscription, in the one that is known to have it, and in those of other
 * subscriptions: points stay in a vault that was moved, and in one that the machine was protected by before.
 */
async function targetsOf(
  reader: FactReader,
  { vmId, subscriptionId, vaultId }: PointSource,
): Promise<Fact<FoundTargets>> {
  const own = await reader.vaults(subscriptionId);
  if (own.status === 'unreadable') {
    return own;
  }
  const vaults = valueOf(own) ?? [];
  const isOwn = vaultId === undefined || vaults.some(({ id }) => idKey(id) === idKey(vaultId));
  const other = isOwn ? undefined : await reader.vault(vaultId);
  if (other?.status === 'unreadable') {
    return other;
  }
  const all = other?.status === 'known' ? [...vaults, other.value] : vaults;
  const found = await Promise.all(all.map((vault) => itemIn(reader, vault, vmId)));
  const open = found.find((fact) => fact.status === 'unreadable');
  if (open?.status === 'unreadable') {
    return open;
  }
  const near = found.flatMap((fact) => (fact.status === 'known' ? [fact.value] : []));
  const elsewhere = await itemsOfMachinesElsewhere(reader, [subscriptionId], [vmId]);
  const targets = new Map(
    [...near, ...elsewhere.items].map((target) => [idKey(target.item.id), target]),
  );
  const isPart = mayHaveMore(await reader.allVaults(subscriptionId));
  return {
    status: 'known',
    value: {
      targets: [...targets.values()],
      unseen: [...(isPart ? [subscriptionId] : []), ...elsewhere.unread],
    },
  };
}

async function itemIn(
  reader: FactReader,
  vault: RecoveryServicesVault,
  vmId: ResourceId,
): Promise<Fact<ItemTarget>> {
  const index = await reader.itemIndex(vault.id);
  if (index.status !== 'known') {
    return index;
  }
  try {
    const item = itemUnlessOdd(index.value, vmId);
    return item === undefined ? { status: 'absent' } : { status: 'known', value: { item, vault } };
  } catch (error) {
    if (error instanceof AzbackupError) {
      return unread(error.message);
    }
    throw error;
  }
}
