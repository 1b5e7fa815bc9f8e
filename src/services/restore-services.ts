// What a restore needs from Azure besides what other commands read: in the program's own words, under the
// same rules as the other services.

import type { RestoreRequest, RestoreObjection } from '../domain/recovery/restore-request.js';
import type { ResourceId } from '../domain/resource-id.js';
import type { StorageAccount } from '../domain/storage-account.js';
import type {
  EncryptionSettings,
  MarketplacePlan,
  UefiSettings,
} from '../domain/virtual-machine.js';
import type { BackupJob } from '../domain/vaults/recovery-services.js';
import type { BackupService, Operation } from './services.js';

/** Restores of disks from recovery points. */
export interface RestoreService {
  /** Starts a restore of disks. The operation names the job. */
  restoreDisks(request: RestoreRequest): Promise<Operation>;
  /** What Azure would object to; nothing is begun. */
  validateRestore(request: RestoreRequest): Promise<readonly RestoreObjection[]>;
}

/**
 * Vaults in the region that Azure pairs with their own, to which they copy their points (cross-region
 * restore). A region without copies answers with nothing.
 */
export interface SecondaryRegionService extends Pick<
  BackupService,
  'items' | 'item' | 'recoveryPoints' | 'recoveryPoint' | 'recoveryPointKeys'
> {
  /**
   * Starts a restore of disks there; the request's location is the secondary region. How the operation
   * ended says what the job is called.
   */
  restoreDisks(request: RestoreRequest): Promise<Operation>;
  /** Jobs of a vault there, without their tasks. */
  jobs(vaultId: ResourceId, region: string): Promise<readonly BackupJob[]>;
  job(vaultId: ResourceId, region: string, jobId: string): Promise<BackupJob | undefined>;
}

/** One blob. */
export interface BlobAddress {
  readonly accountId: ResourceId;
  /** `https://<account>.blob…`, as the account says it. */
  readonly endpoint: string;
  readonly container: string;
  readonly blob: string;
}

/** Storage accounts and the blobs that restores leave in them. */
export interface StorageService {
  account(id: ResourceId): Promise<StorageAccount | undefined>;
  /** Accounts of a subscription. */
  accounts(subscriptionId: string): Promise<readonly StorageAccount[]>;
  /**
   * The content of a blob, in memory alone; without the padding of a page blob whose length its metadata
   * say. Signed with the caller's own token, and with the account's key where that may not read.
   */
  read(blob: BlobAddress): Promise<Uint8Array | undefined>;
  /** Names of an account's containers that begin like this. */
  containers(
    account: Pick<BlobAddress, 'accountId' | 'endpoint'>,
    prefix: string,
  ): Promise<readonly string[]>;
  /** Names of the blobs of a container; undefined where there is no such container. */
  names(container: Omit<BlobAddress, 'blob'>): Promise<readonly string[] | undefined>;
  /** A blob's metadata, names in lower case; undefined where there is no such blob. */
  metadata(blob: BlobAddress): Promise<Readonly<Record<string, string>> | undefined>;
  /** Adds members to a blob's metadata, and keeps the others. */
  addMetadata(blob: BlobAddress, metadata: Readonly<Record<string, string>>): Promise<void>;
  /** Deletes a blob; one that is gone already is not an error. */
  delete(blob: BlobAddress): Promise<void>;
}

/** What a new network interface may have of another one. */
export interface InterfaceTraits {
  readonly acceleratedNetworking?: boolean;
  readonly securityGroupId?: ResourceId;
}

/** What a network interface is made of; no public address is ever made. */
export interface NewNetworkInterface extends InterfaceTraits {
  readonly id: ResourceId;
  readonly location: string;
  readonly subnetId: ResourceId;
  /** A static private address; dynamic where absent. */
  readonly privateAddress?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A network interface. */
export interface NetworkInterface extends InterfaceTraits {
  readonly id: ResourceId;
  readonly tags: Readonly<Record<string, string>>;
  /** The machine that has it; absent where none has. */
  readonly machineId?: ResourceId;
}

/** A part of a virtual network. */
export interface Subnet {
  readonly id: ResourceId;
  readonly name: string;
  /** Ranges of addresses, such as 10.0.0.0/24; none where Azure names none. */
  readonly prefixes: readonly string[];
}

/** Virtual networks and network interfaces. */
export interface NetworkService {
  networkInterface(id: ResourceId): Promise<NetworkInterface | undefined>;
  /** A virtual network with its subnets. */
  network(id: ResourceId): Promise<
    | {
        readonly id: ResourceId;
        readonly location: string;
        readonly subnets: readonly Subnet[];
      }
    | undefined
  >;
  /** Virtual networks of a subscription. */
  networks(
    subscriptionId: string,
  ): Promise<readonly { readonly id: ResourceId; readonly location: string }[]>;
  /** Creates a network interface, or leaves one that is the same. */
  putInterface(wanted: NewNetworkInterface): Promise<Operation>;
}

/** What a new machine may have of another one that is no part of its disks. */
export interface MachineTraits {
  readonly availabilitySetId?: ResourceId;
  readonly licenseType?: string;
  readonly userAssignedIdentities?: readonly ResourceId[];
}

/** A machine that is built from restored disks. */
export interface NewMachine extends MachineTraits {
  readonly id: ResourceId;
  readonly location: string;
  readonly size: string;
  readonly osType: 'Windows' | 'Linux';
  readonly zones: readonly string[];
  readonly networkInterfaceId: ResourceId;
  readonly osDisk: NewMachineDisk;
  readonly dataDisks: readonly (NewMachineDisk & { readonly lun: number })[];
  /** Of an OS disk of a bought image; it has to be the plan of the disk. */
  readonly plan?: MarketplacePlan;
  /** How it starts, where its OS disk is of another type than Standard; the type has to be that of the disk. */
  readonly security?: {
    readonly type: 'TrustedLaunch' | 'ConfidentialVM';
    readonly uefi: UefiSettings;
  };
  /** Of dual pass, where key or secret has moved: they stand in the machine's own model. */
  readonly encryption?: EncryptionSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/** A disk to attach. */
export type NewMachineDisk =
  | { readonly kind: 'managed'; readonly diskId: ResourceId }
  | { readonly kind: 'unmanaged'; readonly name: string; readonly vhdUri: string };

/** Building a machine from restored disks. */
export interface MachineBuilding {
  createMachine(machine: NewMachine): Promise<Operation>;
  /** Puts ADE's settings on a disk (single pass, version 1.1). */
  setDiskEncryption(diskId: ResourceId, settings: EncryptionSettings): Promise<Operation>;
  /** Adds the ADE extension to a machine; `protectedSettings` never leave memory. */
  putAdeExtension(
    vmId: ResourceId,
    extension: {
      readonly location: string;
      readonly name: string;
      readonly type: string;
      readonly typeHandlerVersion: string;
      readonly settings: Readonly<Record<string, unknown>>;
      readonly protectedSettings?: Readonly<Record<string, string>>;
    },
  ): Promise<Operation>;
}
