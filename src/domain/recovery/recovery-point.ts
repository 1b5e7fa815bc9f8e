// Recovery points of protected machines, in the program's own words. Of keys and secrets they name
// addresses and versions alone; what the vault keeps of their contents has no place in these types.

import type { Instant } from '../time/instant.js';
import { sameName, type ResourceId } from '../resource-id.js';
import type { PointThreat } from './threat.js';

/** Where the data of a point lies: snapshot (InstantRP), vault (HardenedRP), archive (ArchivedRP). */
export type RecoveryPointTierName = 'snapshot' | 'vault' | 'archive';

/** One tier of a point, with Azure's own word for its state (`Valid`, `Deleted`, `Rehydrated` …). */
export interface RecoveryPointTier {
  readonly tier: RecoveryPointTierName;
  readonly status: string;
}

/** The key or secret that a point's disks need, by address. */
export interface RecoveryPointKey {
  readonly url: string;
  /** Absent where Azure names the address alone. */
  readonly keyVaultId?: ResourceId;
  readonly name: string;
  /** The exact version; absent where the address names none. */
  readonly version?: string;
  /** True when the point holds a backup from which it could be restored. */
  readonly backedUp: boolean;
}

/** How a point's disks are encrypted. */
export interface RecoveryPointEncryption {
  /** Azure's own word, such as `SinglePass` or `DoublePass`; absent where it says none. */
  readonly mechanism?: string;
  /** The BEK. Absent where Azure was asked for the list, which says less than one point does. */
  readonly secret?: RecoveryPointKey;
  /** The KEK; absent for BEK-only machines. */
  readonly key?: RecoveryPointKey;
}

/** A recovery point. */
export interface RecoveryPoint {
  /** Azure's name of the point: a decimal number as text. */
  readonly name: string;
  readonly time: Instant;
  /** `AppConsistent`, `FileSystemConsistent` or `CrashConsistent`. */
  readonly consistency: string;
  readonly tiers: readonly RecoveryPointTier[];
  /** Absent where Azure does not say when it lets the point go. */
  readonly expiryTime?: Instant;
  /** The retention rule that keeps it, where Azure names it. */
  readonly ruleName?: string;
  readonly softDeleted: boolean;
  /** True when the machine's disks were encrypted with ADE; the particulars come with one point only. */
  readonly encrypted: boolean;
  readonly encryption?: RecoveryPointEncryption;
  readonly osType?: string;
  readonly vmSize?: string;
  readonly managedDisks?: boolean;
  readonly securityType?: string;
  /** True where the data of a disk could be read from private networks only; absent where Azure does not say. */
  readonly privateDisks?: boolean;
  readonly zones: readonly string[];
  /** Absent where all disks are included. The OS disk has LUN -1. */
  readonly disks?: {
    readonly included: readonly { readonly lun: number; readonly name: string }[];
    readonly excluded: readonly { readonly lun: number; readonly name: string }[];
    readonly includedCount?: number;
    readonly attachedCount?: number;
  };
  /** Absent where Azure reports nothing, as for most vaults: then it is not known whether it is clean. */
  readonly threat?: PointThreat;
  /** Whether Azure would move it to the archive tier, with its reason when not. */
  readonly archiveReadiness?: { readonly ready: boolean; readonly reason: string };
}

/** States of a tier from which a point can be restored; `Rehydrated` is archived data brought back. */
const USABLE: readonly string[] = ['Valid', 'Rehydrated'];

/** What a point says of how its disks were encrypted; undefined where it says nothing, or a word that nobody knows. */
export function passOfPoint({ encryption }: RecoveryPoint): 'single' | 'dual' | undefined {
  return PASSES[encryption?.mechanism?.toLowerCase() ?? ''];
}

const PASSES: Readonly<Record<string, 'single' | 'dual'>> = {
  singlepass: 'single',
  doublepass: 'dual',
};

/**
 * True where a point's disks may need more keys than the one that it names: on Windows each volume has its own, and of a
 * machine only the selection of its disks tells how many there are.
 */
export function mayHaveVolumeKeys({ encrypted, osType, disks }: RecoveryPoint): boolean {
  const included = disks?.includedCount ?? disks?.included.length;
  return encrypted && sameName(osType ?? '', 'Windows') && included !== 1;
}

/** True when Azure says of every tier of a point that its data are deleted; one that names none says nothing. */
export function isGone({ tiers }: RecoveryPoint): boolean {
  return tiers.length > 0 && tiers.every(({ status }) => sameName(status, 'Deleted'));
}

/** True when a point's data can be had from a tier. */
export function isInTier(point: RecoveryPoint, tier: RecoveryPointTierName): boolean {
  return point.tiers.some((each) => each.tier === tier && USABLE.includes(each.status));
}
