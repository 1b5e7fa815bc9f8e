// What the rules of a gate may know of a machine.

import type { BackupPolicy } from '../backup-policy/policy.js';
import type { MachineDrills } from '../drill/history.js';
import type { Fact } from '../fact.js';
import type { KeyHealth } from '../keys/key-health.js';
import type { PointThreat } from '../recovery/threat.js';
import type { PointEnd } from '../retirement/point-end.js';
import type { Instant } from '../time/instant.js';
import type { RecoveryServicesVault } from '../vaults/recovery-services.js';

/** How a machine's backups stand, in the words of `azbackup status`. */
export type BackupState =
  | 'protected'
  | 'waiting-for-first-backup'
  | 'stopped'
  | 'paused'
  | 'soft-deleted'
  | 'machine-gone'
  | 'not-protected'
  | 'elsewhere'
  | 'error';

/** What a vault says of a machine. */
export interface BackupFacts {
  readonly state: BackupState;
  /** Whether the machine itself is gone. */
  readonly machineGone: boolean;
  /** Null where no vault has it. */
  readonly vaultName: string | null;
  readonly policyName: string | null;
  /** Null before the first backup. */
  readonly lastBackup: { readonly status: string; readonly time: Instant } | null;
  readonly lastPoint: { readonly time: Instant; readonly ageSeconds: number } | null;
  /** True where the points are of an earlier machine of the same name. */
  readonly pointsOfEarlier: boolean;
  /** Names of the disks that backups leave out; null where the disks are not known. */
  readonly excludedDisks: readonly string[] | null;
  /** True where ADE encrypts the machine and the vault is of another subscription, which Azure does not support. */
  readonly encryptedElsewhere?: boolean;
}

/** The verdict of a check of preflight on one key vault. */
export interface CheckVerdict {
  readonly status: 'pass' | 'fail' | 'unknown' | 'skip';
  readonly summary: string;
}

/** A recovery point with ADE, and when it goes. */
export interface EncryptedPoint {
  readonly time: Instant;
  readonly end: PointEnd;
}

/** The newest recovery point, and what is reported of threats. */
export interface NewestPoint {
  readonly time: Instant;
  readonly threat: PointThreat;
}

/** All that is known of one machine. Facts that no rule asks for are absent. */
export interface GateFacts {
  readonly name: string;
  readonly backup: Fact<BackupFacts>;
  /** Absent where the disks use no keys of ADE. */
  readonly keyHealth: Fact<KeyHealth>;
  /** Absent where the backup service needs no access. */
  readonly keyAccess: Fact<'granted' | 'lacking' | 'unknown'>;
  /** Whether the network of each key vault lets the backup service through. */
  readonly keyNetwork: Fact<readonly CheckVerdict[]>;
  readonly purgeProtection: Fact<readonly CheckVerdict[]>;
  readonly keySoftDelete: Fact<readonly CheckVerdict[]>;
  /** The Recovery Services vault that has its backups; absent where none has. */
  readonly vault: Fact<RecoveryServicesVault>;
  readonly crossRegionRestore: Fact<boolean>;
  /** The policy of its backups; absent where it has none. */
  readonly policy: Fact<BackupPolicy>;
  /** Points with ADE in every vault that may have some. */
  readonly encryptedPoints: Fact<readonly EncryptedPoint[]>;
  /** Why these may not be all of them; left out where they are. */
  readonly pointsUnread?: string | undefined;
  /** The newest point in those vaults; absent where there is none. */
  readonly newestPoint: Fact<NewestPoint>;
  readonly drills: Fact<MachineDrills>;
}
