// Puts what was read of keys and points into the document of `azbackup retirement keys`.

import { vaultNameOf } from '../../../domain/keys/key-vault-url.js';
import type { ResourceId } from '../../../domain/resource-id.js';
import { keyNeeds, type KeyNeed, type KeyQuestion } from '../../../domain/retirement/key-need.js';
import type { AzbackupError } from '../../../errors/azbackup-error.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import { countOutcomes, itemError, resourceDocument } from '../../results/machines.js';
import type { RetirementKeysDocument, RetirementKeysItem } from './result.js';

/** All that was read. */
export interface KeysReading extends KeyQuestion<ResourceId> {
  readonly failed: readonly { readonly target: ItemTarget; readonly error: AzbackupError }[];
  readonly machines: number;
}

/** The document. */
export function retirementKeysDocument(reading: KeysReading): RetirementKeysDocument {
  const items = keyNeeds(reading).map((need) => itemOf(need));
  return {
    kind: 'retirement-keys',
    schemaVersion: 1,
    items,
    gaps: [...reading.gaps],
    failed: reading.failed.map(({ target: { item }, error }) => ({
      vm: resourceDocument(item.sourceResourceId, item.friendlyName),
      error: itemError(error),
    })),
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      machines: reading.machines,
      points: reading.points.length,
      unnamed: reading.points.filter(({ pair }) => pair === undefined).length,
    },
  };
}

function itemOf({
  object,
  points,
  users,
  notBefore,
  release,
}: KeyNeed<ResourceId>): RetirementKeysItem {
  const [last] = points;
  return {
    outcome: release.kind,
    object: object.kind,
    url: object.url,
    keyVault: vaultNameOf(object.vaultUrl),
    name: object.name,
    version: object.version ?? null,
    points: points.length,
    lastPoint:
      last === undefined
        ? null
        : {
            vm: resourceDocument(last.owner),
            name: last.name,
            time: last.time,
            expiry: last.end.kind === 'at' ? last.end.time : null,
          },
    notBefore: notBefore ?? null,
    deleteFrom: release.kind === 'from' ? release.day : null,
    usedBy: users.map((id) => resourceDocument(id)),
    reasons: release.kind === 'unknown' ? [...release.reasons] : [],
  };
}
