// Recovery points as they are read: all of an item, those of a time, and one with its particulars.

import type {
  RecoveryPointResource,
  RecoveryServicesBackupClient,
} from '@azure/arm-recoveryservicesbackup';
import type { Clock } from '../../clock.js';
import { addSeconds, instantOf, isBefore, type Instant } from '../../domain/time/instant.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import { partsOf } from '../arm/addressed-client.js';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import { equalities } from '../arm/odata-filter.js';
import type { BackupService, RecoveryPointWindow } from '../services.js';
import { containerNameOf, FABRIC_NAME, itemNameOf } from './item-names.js';
import { jobFilterTime } from './job-reads.js';
import { keyCopiesFrom } from './recovery-point-keys.js';
import { recoveryPointFrom } from './recovery-point.js';
import type { VersionedRead } from './recovery-point-threat.js';

/** How points are read. */
export interface PointReading {
  readonly clientFor: (id: ResourceId) => RecoveryServicesBackupClient;
  readonly clock: Clock;
  /** Lists and single points; by the clients of `clientFor` when absent. */
  readonly read?: VersionedRead;
  /** The same of requests that only add to a result; as `read` when absent. */
  readonly readExtra?: VersionedRead;
}

/** The reading of recovery points. */
export function recoveryPointReads({
  clientFor,
  clock,
  read = (id, use) => use(clientFor(id)),
  readExtra = read,
}: PointReading): Pick<BackupService, 'recoveryPoints' | 'recoveryPoint' | 'recoveryPointKeys'> {
  return {
    recoveryPoints: (vaultId, vmId, window = {}) => {
      const filter = filterText(window, clock);
      return callAzure({ doing: `list the recovery points of ${nameOf(vmId)}`, target: vmId }, () =>
        (window.isExtra === true ? readExtra : read)(vaultId, async ({ recoveryPoints }) => {
          const pages = recoveryPoints.list(...address(vaultId, vmId), { ...filter });
          const found: RecoveryPoint[] = [];
          for await (const resource of pages) {
            const point = recoveryPointFrom(resource);
            if (point !== undefined && isWithin(point.time, window)) {
              found.push(point);
            }
          }
          return newestFirst(found);
        }),
      );
    },
    recoveryPoint: async (vaultId, vmId, name) => {
      const found = await readPoint(read, vaultId, vmId, name);
      return found === undefined ? undefined : recoveryPointFrom(found);
    },
    recoveryPointKeys: async (vaultId, vmId, name) => {
      const found = await readPoint(read, vaultId, vmId, name);
      return found === undefined ? undefined : keyCopiesFrom(found);
    },
  };
}

function readPoint(
  read: VersionedRead,
  vaultId: ResourceId,
  vmId: ResourceId,
  name: string,
): Promise<RecoveryPointResource | undefined> {
  return callOrAbsent(
    { doing: `read the recovery point ${name} of ${nameOf(vmId)}`, target: vmId },
    () =>
      read(vaultId, ({ recoveryPoints }) => recoveryPoints.get(...address(vaultId, vmId), name)),
  );
}

type ItemAddress = [
  vault: string,
  resourceGroup: string,
  fabric: string,
  container: string,
  item: string,
];

function address(vaultId: ResourceId, vmId: ResourceId): ItemAddress {
  const { resourceGroup, name } = partsOf(vaultId);
  return [name, resourceGroup, FABRIC_NAME, containerNameOf(vmId), itemNameOf(vmId)];
}

/** A day later than now: a clock that is behind Azure's must not hide the newest point. */
const AHEAD_SECONDS = 86_400;
/** Azure Backup has no older point. */
const BEGINNING = '2014-01-01T00:00:00Z';

/**
 * Azure's filter, which spares pages and decides nothing: it is a second wider at both ends, because the
 * specification leaves open whether they belong to it, and it always has both, because clients put
 * windows of their own in the place of a missing one.
 */
function filterText({ since, until }: RecoveryPointWindow, clock: Clock): { filter?: string } {
  if (since === undefined && until === undefined) {
    return {};
  }
  const end = until ?? addSeconds(instantOf(clock.now()), AHEAD_SECONDS);
  const filter = equalities({
    startDate: jobFilterTime(addSeconds(since ?? BEGINNING, -1)),
    endDate: jobFilterTime(addSeconds(end, 1)),
  });
  return filter === undefined ? {} : { filter };
}

function isWithin(time: Instant, { since, until }: RecoveryPointWindow): boolean {
  return (
    (since === undefined || !isBefore(time, since)) &&
    (until === undefined || !isBefore(until, time))
  );
}

function newestFirst(points: readonly RecoveryPoint[]): readonly RecoveryPoint[] {
  return points.toSorted((left, right) => (left.time < right.time ? 1 : -1));
}
