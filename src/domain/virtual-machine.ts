// A virtual machine and its disks in the program's own words.

import type { ResourceId } from './resource-id.js';
import type { Instant } from './time/instant.js';

/** The systems that Azure knows. */
const OS_TYPES = ['Windows', 'Linux'] as const;

/** A system by Azure's word for it, whatever its case; undefined for any other. */
export function osTypeNamed(text: string | undefined): (typeof OS_TYPES)[number] | undefined {
  return OS_TYPES.find((known) => known.toLowerCase() === text?.toLowerCase());
}

/** Where ADE keeps a volume's key: the BEK secret, and the KEK that wraps it when there is one. */
export interface EncryptionSettings {
  readonly enabled: boolean;
  readonly secretUrl?: string;
  readonly secretVaultId?: ResourceId;
  readonly keyUrl?: string;
  readonly keyVaultId?: ResourceId;
}

/** A disk as the VM's model lists it. */
export interface AttachedDisk {
  readonly name: string;
  readonly role: 'os' | 'data';
  /** Logical unit number of a data disk; Azure Backup calls the OS disk −1. */
  readonly lun: number;
  readonly sizeGb?: number;
  readonly source:
    | { readonly kind: 'managed'; readonly diskId: ResourceId }
    | { readonly kind: 'unmanaged'; readonly vhdUri: string }
    | { readonly kind: 'ephemeral' };
  readonly diskEncryptionSetId?: ResourceId;
  /** Confidential VMs only, such as `DiskWithVMGuestState`. */
  readonly securityEncryptionType?: string;
}

/** An extension installed on a VM. */
export interface VmExtension {
  readonly name: string;
  readonly publisher: string;
  readonly type: string;
  /** The version asked for, such as `2.2`. */
  readonly typeHandlerVersion: string;
  readonly provisioningState: string;
  /** The public settings; protected settings can never be read. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What the instance view says of a disk. */
export interface DiskInstance {
  readonly name: string;
  readonly encryptionSettings: readonly EncryptionSettings[];
  /** Status codes such as `EncryptionState/encrypted`. */
  readonly statusCodes: readonly string[];
}

/** What the instance view says of an extension. */
export interface ExtensionInstance {
  readonly name: string;
  readonly type: string;
  readonly typeHandlerVersion: string;
  readonly statuses: readonly {
    readonly code: string;
    readonly level: string;
    readonly message: string;
  }[];
  /** Messages of the substatuses; the Linux ADE extension reports progress there. */
  readonly substatusMessages: readonly string[];
}

/** The run-time view of a VM. A deallocated VM has no agent, disks or extensions in it. */
export interface InstanceView {
  readonly powerState?: string;
  readonly agent?: {
    readonly version: string;
    /** Azure's own word, such as `Ready` or `Not Ready`. */
    readonly displayStatus: string;
    readonly ready: boolean;
    readonly message: string;
  };
  readonly disks: readonly DiskInstance[];
  readonly extensions: readonly ExtensionInstance[];
}

/** How a VM was built with regard to security. */
export type SecurityType = 'Standard' | 'TrustedLaunch' | 'ConfidentialVM';

/** What was bought in the Marketplace: an image whose disks a VM runs only with this plan. */
export interface MarketplacePlan {
  readonly name: string;
  readonly publisher: string;
  readonly product: string;
  readonly promotionCode?: string;
}

/** How a machine starts with regard to security; of Trusted Launch and confidential machines. */
export interface UefiSettings {
  readonly secureBoot: boolean;
  readonly vTpm: boolean;
}

/** A virtual machine. */
export interface VirtualMachine {
  readonly id: ResourceId;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly size: string;
  readonly osType: 'Windows' | 'Linux';
  readonly zones: readonly string[];
  readonly provisioningState: string;
  /** When the resource was created; absent where Azure does not say. */
  readonly createdAt?: Instant;
  readonly securityType: SecurityType;
  readonly encryptionAtHost: boolean;
  /** Absent where Azure does not say. */
  readonly uefi?: UefiSettings;
  readonly availabilitySetId?: ResourceId;
  /** Of an instance of a scale set. */
  readonly scaleSetId?: ResourceId;
  /** A license of the user's own, such as `Windows_Server`. */
  readonly licenseType?: string;
  /** The primary one first; absent where Azure names none. */
  readonly networkInterfaceIds?: readonly ResourceId[];
  /** Absent where it has none. */
  readonly identity?: {
    readonly systemAssigned: boolean;
    readonly userAssigned: readonly ResourceId[];
  };
  /** Settings in the VM's own model: present only with ADE dual pass. */
  readonly modelEncryption?: EncryptionSettings;
  readonly disks: readonly AttachedDisk[];
  /** Absent where the machine has none. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly extensions: readonly VmExtension[];
  readonly instanceView?: InstanceView;
}

/** A VM as a list shows it: enough to find and name it. */
export interface VirtualMachineSummary {
  readonly id: ResourceId;
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
}

/** A VM as a list shows it in full: its model, without extensions and instance view. */
export interface ListedMachine {
  readonly machine: VirtualMachine;
  /** Of its extensions a list names only the ids. */
  readonly extensionIds: readonly ResourceId[];
}

/** A managed disk. */
export interface ManagedDisk {
  readonly id: ResourceId;
  readonly name: string;
  readonly sizeGb: number;
  /** The machine that it is attached to; absent where it is not. */
  readonly machineId?: ResourceId;
  readonly location?: string;
  /** Absent where Azure does not say. */
  readonly createdAt?: Instant;
  readonly tags?: Readonly<Record<string, string>>;
  /** Of a disk that a system starts from. */
  readonly osType?: string;
  /** Storage type, such as `Premium_LRS` or `UltraSSD_LRS`; absent where Azure does not say. */
  readonly sku?: string;
  /** `AzureActiveDirectory` where a signature is not enough to read its data; absent where never set. */
  readonly dataAccessAuthMode?: string;
  /** Machines that may attach it at once; absent for one. */
  readonly maxShares?: number;
  /** Encryption at rest, such as `EncryptionAtRestWithPlatformKey`. */
  readonly encryptionAtRest: string;
  readonly diskEncryptionSetId?: ResourceId;
  /** ADE's settings on the disk; version `1.1` is single pass, `1.0` dual pass. */
  readonly adeSettings?: {
    readonly enabled: boolean;
    readonly version: string;
    readonly settings: readonly EncryptionSettings[];
  };
  /** Such as `ConfidentialVM_DiskEncryptedWithCustomerKey`. */
  readonly securityType?: string;
  /** Of an OS disk of a bought image. */
  readonly plan?: MarketplacePlan;
}
