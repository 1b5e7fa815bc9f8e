// What a vault holds in the region that Azure pairs with its own: copies of what lies in the vault tier, some hours
// later. Documentation: How to restore Azure VM data, cross-region restore.

import { Refusal } from '../../../http/refusal.js';
import type { OperationRequest } from '../../../http/operation.js';
import { findRegion } from '../../../kernel/regions.js';
import { NOT_ENABLED, REPLICATION_MILLISECONDS } from './assumed-timings.js';
import { OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { backupError } from '../response.js';
import { tiersAt } from '../recovery-points/lifetime.js';
import type { ProtectedItem } from '../protected-items/state.js';
import type { WorldState } from '../../../kernel/state.js';
import type { RecoveryPoint } from '../recovery-points/state.js';
import { itemOfRequest, vaultOfRequest, type AddressedVault } from '../vault-of-request.js';

/** The vault of a request about its secondary region; throws a Refusal where it has none. */
export function replicatedVault(
  request: OperationRequest,
): AddressedVault & { readonly secondary: string } {
  const vault = vaultOfRequest(request);
  const secondary = secondaryRegionOf(vault);
  if (secondary === undefined) {
    throw new Refusal(backupError(400, NOT_ENABLED));
  }
  return { ...vault, secondary };
}

/** Only geo-redundant vaults that were told to have one. */
export function secondaryRegionOf({ backup, resource }: AddressedVault): string | undefined {
  const { redundancy, crossRegionRestore } = backup.storage;
  return redundancy === 'GeoRedundant' && crossRegionRestore
    ? findRegion(resource.location ?? '')?.pairedRegion
    : undefined;
}

/** The copies of an item's points, oldest first, each only in the vault tier. */
export function copiesOf(
  { replicationSeconds }: Pick<WorldState, 'replicationSeconds'>,
  item: ProtectedItem,
  nowMilliseconds: number,
): RecoveryPoint[] {
  return item.recoveryPoints.flatMap((point) => {
    const copied = point.tiers.filter(({ type }) => type === 'HardenedRP');
    const lag = replicationSeconds === undefined ? lagOf(point) : replicationSeconds * 1000;
    const there = tiersAt({ ...point, tiers: copied }, nowMilliseconds - lag);
    const kept = tiersAt({ ...point, tiers: copied }, nowMilliseconds);
    return there.length === 0 || kept.length === 0 ? [] : [{ ...point, tiers: kept }];
  });
}

/** Chance, told by the name, so that the same rehearsal always takes the same time. */
function lagOf({ name }: RecoveryPoint): number {
  const { least, most } = REPLICATION_MILLISECONDS;
  return least + ((Number(name.slice(-3)) || 0) / 999) * (most - least);
}

/** The copy that a request names; throws a Refusal where it is not there yet, or no more. */
export function copyOfRequest(request: OperationRequest): RecoveryPoint {
  const vault = replicatedVault(request);
  const item = itemOfRequest(request, vault);
  const wanted = request.params['recoveryPointId'];
  const point = copiesOf(request.state, item, request.clock.now()).find(
    ({ name }) => name === wanted,
  );
  if (point === undefined) {
    throw new Refusal(backupError(404, OBJECT_NOT_FOUND));
  }
  return point;
}
