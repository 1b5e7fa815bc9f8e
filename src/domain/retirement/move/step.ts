// A step of the move of a machine out of Azure Disk Encryption, and what the steps are decided by.

import type { Instant } from '../../time/instant.js';
import type { VirtualMachine } from '../../virtual-machine.js';
import type { EncryptedVolumes } from '../encrypted-volumes.js';
import type { ItemLife, PointEnd } from '../point-end.js';
import type { MachineKind, WayOutReading } from '../way-out.js';

/** The steps, in the order in which they can come. */
export const MOVE_STEPS = [
  'find-out',
  'protect',
  'drill',
  'back-up',
  'record',
  'prepare',
  'decrypt',
  'verify-decrypted',
  'leave-domain',
  'copy-disks',
  'create-vm',
  'move-data',
  'redeploy',
  'verify-new',
  'enable',
  'stop',
  'delete-old',
  'long-points',
  'delete-points',
  'revoke',
  'release-keys',
] as const;

/** A kind of step. */
export type MoveStepId = (typeof MOVE_STEPS)[number];

/** One step. Nothing of it is carried out by this program. */
export interface MoveStep {
  readonly id: MoveStepId;
  /** What is to be done, without full stop. */
  readonly what: string;
  /** Why, one or two sentences without the last full stop. */
  readonly why: string;
  /** By when it has to be done. */
  readonly by?: Instant;
  /** `yyyy-mm-dd` in UTC: not before this day. */
  readonly notBefore?: string;
  /** Commands of azbackup, az and azcopy, in order. */
  readonly commands?: readonly string[];
  /** Commands for inside of the machine. */
  readonly guest?: readonly string[];
}

/** What a vault has of the machine. */
export interface MoveItem {
  readonly vault: string;
  /** True where the vault refuses a shorter life of points. */
  readonly immutable: boolean;
  readonly policy?: string;
  readonly life: ItemLife;
  /** The ends of its points with ADE; undefined where they could not be listed. */
  readonly ends: readonly PointEnd[] | undefined;
}

/** What is known of the machine. */
export interface MoveFacts {
  /** As `--vm` takes it. */
  readonly vmWord: string;
  readonly wayOut: WayOutReading;
  readonly deadline: Instant;
  /** The deadline as `--deadline` takes it; undefined for that of Azure. */
  readonly deadlineWord?: string;
  /** Absent where it is gone, or could not be read. */
  readonly vm?: VirtualMachine;
  readonly kind?: MachineKind;
  readonly volumes?: EncryptedVolumes;
  /** Absent where Azure does not say. */
  readonly sizeCanEncryptAtHost?: boolean;
  readonly items: readonly MoveItem[];
  /** Key vaults that its disks use now. */
  readonly keyVaults: readonly string[];
  /** The application of the backup service; absent where the cloud names none. */
  readonly backupAppId?: string;
}
