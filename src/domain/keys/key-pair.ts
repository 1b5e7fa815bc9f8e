// The key and secret that a recovery point needs, as a pair: points of one machine mostly share theirs.

import { wantedObject, type WantedObject } from './key-copies.js';
import { isGone, type RecoveryPoint, type RecoveryPointKey } from '../recovery/recovery-point.js';

/**
 * Where a key or secret could be brought back from. Azure's page names the encryption info file, which every restore
 * of an encrypted machine's disks leaves, for all points, and copies in the point itself only for those from before
 * July 2017 ("Restore Key Vault key and secret for encrypted VMs"): so a point without copies says nothing against it.
 */
export type CopySource = 'point' | 'info-file' | 'none';

/** The secret and, unless the machine is BEK-only, the KEK that wraps it. */
export interface KeyPair {
  readonly secret: WantedObject;
  readonly key?: WantedObject;
  /** `none` only where the point's disks can no longer be restored, and it holds no copy itself. */
  readonly copies: { readonly secret: CopySource; readonly key: CopySource };
}

/** The pair of a point that was read alone; undefined where Azure does not name it, or makes no sense. */
export function pairOf(point: RecoveryPoint): KeyPair | undefined {
  const { encryption } = point;
  const secret = objectOf('secret', encryption?.secret);
  const key = objectOf('key', encryption?.key);
  if (secret === undefined || (key === undefined && encryption?.key !== undefined)) {
    return undefined;
  }
  const otherwise = isGone(point) ? 'none' : 'info-file';
  const sourceOf = (held: RecoveryPointKey | undefined): CopySource =>
    held?.backedUp === true ? 'point' : otherwise;
  return {
    secret,
    ...(key === undefined ? {} : { key }),
    copies: {
      // Without a KEK the secret is restored from Key Vault's own backup, which only the file has.
      secret: key === undefined ? otherwise : sourceOf(encryption?.secret),
      key: sourceOf(encryption?.key),
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
export function pairKey({ secret, key, copies }: KeyPair): string {
  const urls = [secret.url, key?.url ?? ''].map((url) => url.toLowerCase());
  return [...urls, copies.secret, key === undefined ? '' : copies.key].join(' ');
}
