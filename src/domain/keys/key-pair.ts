// The key and secret that a recovery point needs, as a pair: points of one machine mostly share theirs.

import { wantedObject, type WantedObject } from './key-copies.js';
import type { RecoveryPoint, RecoveryPointKey } from '../recovery/recovery-point.js';

/** The secret and, unless the machine is BEK-only, the KEK that wraps it. */
export interface KeyPair {
  readonly secret: WantedObject;
  readonly key?: WantedObject;
  /** Whether the point holds a copy of each. */
  readonly backedUp: { readonly secret: boolean; readonly key: boolean };
}

/** The pair of a point that was read alone; undefined where Azure does not name it, or makes no sense. */
export function pairOf({ encryption }: RecoveryPoint): KeyPair | undefined {
  const secret = objectOf('secret', encryption?.secret);
  const key = objectOf('key', encryption?.key);
  if (secret === undefined || (key === undefined && encryption?.key !== undefined)) {
    return undefined;
  }
  return {
    secret,
    ...(key === undefined ? {} : { key }),
    backedUp: {
      secret: encryption?.secret?.backedUp === true,
      key: encryption?.key?.backedUp === true,
    },
  };
}

function objectOf(
  kind: WantedObject['kind'],
  reference: RecoveryPointKey | undefined,
): WantedObject | undefined {
  return reference === undefined ? undefined : wantedObject(kind, reference);
}

/** The form of a pair to use as a key in maps: equal for points that need the same and hold the same. */
export function pairKey({ secret, key, backedUp }: KeyPair): string {
  const urls = [secret.url, key?.url ?? ''].map((url) => url.toLowerCase());
  return [...urls, String(backedUp.secret), String(backedUp.key)].join(' ');
}
