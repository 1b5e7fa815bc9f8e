// The services in the program's own words: what each SDK client is wrapped into. Rules for all of them:
// something that does not exist is `undefined`; a refusal or failure is an AzbackupError whose kind is
// `not-allowed`, `azure-failed` or `unavailable`; SDK types never cross these interfaces.

import type { AzbackupError } from '../errors/azbackup-error.js';
import type { PartlyReadList } from './arm/whole-list.js';
import type { ResourceProvider } from '../domain/diagnosis/resource-provider.js';
import type { Clock } from '../clock.js';
import type { Instant } from '../domain/time/instant.js';
import type { KeyCopies } from '../domain/keys/key-copies.js';
import type { KeyMaterial } from '../domain/keys/key-material.js';
import type {
  KeyVault,
  AccessPolicy,
  DeletedObject,
  VaultObject,
} from '../domain/keys/key-vault.js';
import type { BackupPolicy, PolicyTerms } from '../domain/backup-policy/policy.js';
import type {
  BackupJob,
  ProtectedItem,
  ProtectionStatus,
  RecoveryServicesVault,
} from '../domain/vaults/recovery-services.js';
import type { RecoveryPoint } from '../domain/recovery/recovery-point.js';
import type { Lock } from '../domain/locks.js';
import type { ResourceId } from '../domain/resource-id.js';
import type {
  BackupPrincipal,
  Permission,
  DenyAssignment,
  RoleAssignment,
  RoleDefinition,
} from '../domain/roles.js';
import type {
  ListedMachine,
  ManagedDisk,
  VirtualMachine,
  VirtualMachineSummary,
} from '../domain/virtual-machine.js';
import type {
  ResourceGuard,
  VaultEncryption,
  VaultRedundancy,
  VaultSoftDelete,
  VaultStorage,
} from '../domain/vaults/vault-settings.js';
import type {
  MachineBuilding,
  NetworkService,
  RestoreService,
  SecondaryRegionService,
  StorageService,
} from './restore-services.js';
import type {
  GuestWork,
  KeyVaultBuilding,
  NetworkBuilding,
  ResourceGroupService,
} from './drill-services.js';

/** How an Azure operation ended. */
export type OperationOutcome =
  | { readonly status: 'succeeded'; readonly jobId?: string }
  | { readonly status: 'failed'; readonly code: string; readonly message: string }
  | { readonly status: 'canceled' };

/** What a wait needs from its surroundings. */
export interface WaitOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Called after each poll that finds the operation still running. */
  readonly onWaiting?: (progress: { readonly nextPollSeconds: number }) => void;
}

/** Where an operation reports: a status document, or the mere status of its result. */
export interface OperationPlace {
  /** Without the parts of its query that sign it. */
  readonly url: string;
  readonly reports: 'status' | 'result';
}

/** An operation that Azure has accepted and goes on with, watched or not. */
export interface Operation {
  /** Azure's id of the operation. */
  readonly id: string;
  /** Absent where the answer named none. */
  readonly place?: OperationPlace;
  /**
   * Polls until Azure says how it ended: follows the returned URL verbatim, honours Retry-After,
   * survives throttling and server errors while polling. A failed operation is an outcome, not a throw.
   */
  wait(options: WaitOptions): Promise<OperationOutcome>;
}

/** Subscriptions that the caller can see. */
export interface SubscriptionService {
  list(): Promise<
    readonly { readonly id: string; readonly name: string; readonly tenantId: string }[]
  >;
  get(
    subscriptionId: string,
  ): Promise<{ readonly id: string; readonly name: string; readonly tenantId: string } | undefined>;
  /** Where a resource group lies. */
  resourceGroup(
    subscriptionId: string,
    name: string,
  ): Promise<{ readonly name: string; readonly location: string } | undefined>;
  /** A resource provider as the subscription has it; undefined where the cloud has none of that name. */
  provider(subscriptionId: string, namespace: string): Promise<ResourceProvider | undefined>;
  /** The region that Azure pairs with another one; undefined where it pairs none. */
  pairedRegion(subscriptionId: string, region: string): Promise<string | undefined>;
  /** Ids of the subscriptions beneath a management group, readable or not. */
  beneath(managementGroup: string): Promise<readonly string[]>;
  /** Management locks at or below a subscription, of any level. */
  locks(subscriptionId: string): Promise<readonly Lock[]>;
  /** Management locks on a resource or group, and on what holds it. */
  locksAt(scope: ResourceId): Promise<readonly Lock[]>;
}

/** What a query of Resource Graph is about; all that the caller can see of its tenant where nothing is said. */
export interface GraphScope {
  readonly subscriptions?: readonly string[];
  readonly managementGroups?: readonly string[];
}

/** Azure Resource Graph: it selects, minutes behind Resource Manager, and only what the caller may read. */
export interface ResourceGraphService {
  /**
   * The column `id` of all rows of a query.
   * Throws `AZB_GRAPH_QUERY` or `AZB_GRAPH_TRUNCATED` (2) where the query is at fault.
   */
  ids(query: string, scope: GraphScope): Promise<readonly ResourceId[]>;
}

/** Virtual machines and their disks. */
export interface VirtualMachineService extends MachineBuilding, GuestWork {
  /** All VMs of a subscription, or of one resource group of it. */
  list(subscriptionId: string, resourceGroup?: string): Promise<readonly VirtualMachineSummary[]>;
  /** All VMs of a subscription as its list shows them. */
  models(subscriptionId: string): Promise<PartlyReadList<ListedMachine>>;
  /** A VM with its extensions and instance view. */
  get(id: ResourceId): Promise<VirtualMachine | undefined>;
  disk(id: ResourceId): Promise<ManagedDisk | undefined>;
  /** The managed disks of a subscription, without those that cannot be read in its list. */
  allDisks(subscriptionId: string): Promise<readonly ManagedDisk[]>;
  /** The managed disks of a resource group. */
  disks(groupId: ResourceId): Promise<readonly ManagedDisk[]>;
  /** The sizes of machines in a region, and what the subscription may have of them (Resource Skus - List). */
  sizes(subscriptionId: string, location: string): Promise<readonly MachineSize[]>;
  /** Names of the sizes that machines can have in a region (Virtual Machine Sizes - List). */
  sizeNames(subscriptionId: string, location: string): Promise<readonly string[]>;
}

/** A size of machines in a region. */
export interface MachineSize {
  readonly name: string;
  /** True where the subscription may have it nowhere in the region. */
  readonly restricted: boolean;
  /** Zones that have it; none where the region has no zones. */
  readonly zones: readonly string[];
  /** Zones in which the subscription may not have it. */
  readonly restrictedZones: readonly string[];
  /** Whether machines of it can encrypt at host; absent where Azure does not say. */
  readonly encryptionAtHost?: boolean;
  /** Virtual CPUs, and the quota that they count against besides that of all; absent where Azure does not say. */
  readonly cores?: number;
  readonly family?: string;
}

/** How a vault is to keep its data; Azure decides what is left out. */
export interface VaultStorageSettings {
  readonly redundancy?: VaultRedundancy;
  readonly crossRegionRestore?: boolean;
}

/** Recovery Services vaults. */
export interface RecoveryVaultService {
  /** Those of a subscription; of the groups that the caller may read, where that is refused. */
  list(subscriptionId: string): Promise<readonly RecoveryServicesVault[]>;
  /** All of a subscription, or none: refused where the caller may not list them. */
  listAll(subscriptionId: string): Promise<readonly RecoveryServicesVault[]>;
  get(id: ResourceId): Promise<RecoveryServicesVault | undefined>;
  /** Creates a vault and waits until Azure has provisioned it. */
  create(
    id: ResourceId,
    location: string,
    wait: WaitOptions,
    storageSettings?: VaultStorageSettings,
  ): Promise<RecoveryServicesVault>;
  /** Changes how a vault keeps its data, and waits until Azure has done so. */
  setRedundancy(
    id: ResourceId,
    storageSettings: VaultStorageSettings,
    wait: WaitOptions,
  ): Promise<void>;
}

/** Which jobs of a vault are wanted; all when nothing is said. */
export interface JobFilter {
  readonly operation?: string;
  readonly status?: string;
  /** Jobs that began at or after this. */
  readonly since?: Instant;
  /** Jobs that began at or before this. */
  readonly until?: Instant;
  /** Stops after so many pages; the newest come first. */
  readonly mostPages?: number;
  /** Called for each page that is read: Azure allows few reads of jobs. */
  readonly onPage?: () => void;
  /** True where a read that failed is not to be repeated: who counts the reads repeats them. */
  readonly once?: boolean;
}

/** The settings of vaults that Azure Backup keeps. */
export interface VaultSettingsService {
  storage(vaultId: ResourceId): Promise<VaultStorage>;
  softDelete(vaultId: ResourceId): Promise<VaultSoftDelete>;
  /** Switches soft delete on, for so many days. */
  setSoftDelete(vaultId: ResourceId, wanted: { readonly retentionDays: number }): Promise<void>;
  encryption(vaultId: ResourceId): Promise<VaultEncryption>;
  /** Resource Guards that have a say in the vault; none or one. */
  resourceGuards(vaultId: ResourceId): Promise<readonly ResourceGuard[]>;
}

/** A time to look at, both ends included; all of time when nothing is said. */
export interface RecoveryPointWindow {
  readonly since?: Instant;
  readonly until?: Instant;
  /** True where the points only add to a result: they are not waited for until Azure allows more reads. */
  readonly isExtra?: true;
}

/** An item of a list that cannot be read, and whose it is. */
export interface OddItem {
  /** The VM's id, where the item names it. */
  readonly sourceResourceId?: string;
  /** Group and name of the VM, as its item is named after. */
  readonly resourceGroup: string;
  readonly name: string;
  readonly error: AzbackupError;
}

/** The items of a vault as its list has them. */
export interface ListedItems {
  readonly items: readonly ProtectedItem[];
  readonly odd: readonly OddItem[];
}

/** Azure Backup inside the vaults. */
export interface BackupService extends RestoreService {
  /** Whether a VM is protected in any vault of its region. */
  protectionStatus(vmId: ResourceId, location: string): Promise<ProtectionStatus>;
  policies(vaultId: ResourceId): Promise<readonly BackupPolicy[]>;
  policy(vaultId: ResourceId, name: string): Promise<BackupPolicy | undefined>;
  /**
   * Creates a policy, or changes it together with the protection of every item that has it.
   * The operation has no id where Azure was done at once.
   * @param options.timesDate `yyyy-mm-dd` for the policy's times, of which Azure takes the time of day alone
   */
  putPolicy(
    vaultId: ResourceId,
    name: string,
    terms: PolicyTerms,
    options: { readonly timesDate: string; readonly approvals?: readonly ResourceId[] },
  ): Promise<Operation>;
  /** Deletes a policy; one that is gone already is not an error. */
  deletePolicy(vaultId: ResourceId, name: string): Promise<Operation>;
  /** All Azure VMs among a vault's items, soft-deleted ones included. Throws where one of them cannot be read. */
  items(vaultId: ResourceId): Promise<readonly ProtectedItem[]>;
  /** The same, and beside them those that cannot be read: for who looks at many VMs. */
  listedItems(vaultId: ResourceId): Promise<ListedItems>;
  /** The item of a VM in a vault. */
  item(vaultId: ResourceId, vmId: ResourceId): Promise<ProtectedItem | undefined>;
  /** Recovery points of an item, as the service counts them; undefined when it does not say. */
  recoveryPointCount(vaultId: ResourceId, vmId: ResourceId): Promise<number | undefined>;
  /**
   * Protects a VM with a policy; also changes the policy of an item and resumes a stopped one.
   * @param approvals requests of a Resource Guard that was asked, here and below
   */
  protect(
    vaultId: ResourceId,
    vmId: ResourceId,
    policyId: ResourceId,
    approvals?: readonly ResourceId[],
  ): Promise<Operation>;
  /** Ends the backups of a VM; its recovery points are kept for good, or go as the policy says. */
  stop(
    vaultId: ResourceId,
    vmId: ResourceId,
    retention: 'forever' | 'per-policy',
    approvals?: readonly ResourceId[],
  ): Promise<Operation>;
  /** Ends the backups of a VM and deletes its recovery points; the vault's soft delete may keep them. */
  deleteData(
    vaultId: ResourceId,
    vmId: ResourceId,
    approvals?: readonly ResourceId[],
  ): Promise<Operation>;
  /** Brings an item back from soft delete, stopped. */
  undelete(
    vaultId: ResourceId,
    vmId: ResourceId,
    approvals?: readonly ResourceId[],
  ): Promise<Operation>;
  /** What the vaults are set to. */
  readonly settings: VaultSettingsService;
  /** What the vaults hold in the region that Azure pairs with their own. */
  readonly secondaryRegion: SecondaryRegionService;
  /**
   * An operation of Azure Backup that was accepted by an earlier run.
   * @param what completes "could not follow …", such as `the protection of VM001`
   */
  operation(place: OperationPlace, what: string): Promise<Operation>;
  /** Jobs of a vault, newest first, without their tasks. */
  jobs(vaultId: ResourceId, filter?: JobFilter): Promise<readonly BackupJob[]>;
  job(
    vaultId: ResourceId,
    jobId: string,
    options?: Pick<JobFilter, 'once'>,
  ): Promise<BackupJob | undefined>;
  /** Recovery points of an item, newest first; which keys and disks they need is told of one alone. */
  recoveryPoints(
    vaultId: ResourceId,
    vmId: ResourceId,
    window?: RecoveryPointWindow,
  ): Promise<readonly RecoveryPoint[]>;
  /** One point with its keys and disks. */
  recoveryPoint(
    vaultId: ResourceId,
    vmId: ResourceId,
    name: string,
  ): Promise<RecoveryPoint | undefined>;
  /** The copies of key and secret that a point holds; undefined for a point without ADE, and for none. */
  recoveryPointKeys(
    vaultId: ResourceId,
    vmId: ResourceId,
    name: string,
  ): Promise<KeyCopies | undefined>;
  /** Starts a backup whose recovery point is kept until `expiry`. The operation names the job. */
  backupNow(vaultId: ResourceId, vmId: ResourceId, expiry: Instant): Promise<Operation>;
  /** Asks Azure to cancel a job. The operation ends when Azure has begun to, not when it has. */
  cancelJob(vaultId: ResourceId, jobId: string): Promise<Operation>;
}

/** Key vaults (management plane). */
export interface KeyVaultService {
  get(id: ResourceId): Promise<KeyVault | undefined>;
  /** All key vaults of a subscription. */
  list(subscriptionId: string): Promise<readonly KeyVault[]>;
  /** The key vault of a subscription that answers at a URL. */
  findByUrl(subscriptionId: string, vaultUrl: string): Promise<KeyVault | undefined>;
  /** Adds permissions to what the policies hold already; never takes any away. */
  addAccessPolicy(id: ResourceId, policy: AccessPolicy): Promise<void>;
  /** Takes exactly these permissions from the policies. */
  removeAccessPolicy(id: ResourceId, policy: AccessPolicy): Promise<void>;
}

/** Keys of a key vault; reads public properties alone. */
export interface KeyService {
  versions(vaultUrl: string, name: string): Promise<VaultObject | undefined>;
  /** What lies in the vault's soft delete. */
  deleted(vaultUrl: string): Promise<readonly DeletedObject[]>;
  /** Brings a key back from Key Vault's own backup of it, with all its versions. */
  restore(vaultUrl: string, name: string, backup: KeyMaterial): Promise<void>;
  /** Asks for a key back from soft delete; Azure may need a minute for it. */
  recover(vaultUrl: string, name: string): Promise<void>;
}

/** Secrets of a key vault; reads properties alone and hands out no value. */
export interface SecretService {
  versions(vaultUrl: string, name: string): Promise<VaultObject | undefined>;
  /** What lies in the vault's soft delete. */
  deleted(vaultUrl: string): Promise<readonly DeletedObject[]>;
  /** Brings a secret back from Key Vault's own backup of it, with all its versions. */
  restore(vaultUrl: string, name: string, backup: KeyMaterial): Promise<void>;
  /** Asks for a secret back from soft delete; Azure may need a minute for it. */
  recover(vaultUrl: string, name: string): Promise<void>;
  /** Makes a new version of a secret, and the secret itself where there is none. */
  set(
    vaultUrl: string,
    name: string,
    secret: {
      readonly value: KeyMaterial;
      readonly contentType: string;
      readonly tags: Readonly<Record<string, string>>;
    },
  ): Promise<void>;
  /** Whether a version holds this very text. */
  holds(vaultUrl: string, name: string, version: string, value: KeyMaterial): Promise<boolean>;
}

/** Role definitions and assignments. */
export interface RoleService {
  /** Assignments of a principal at, above and below a scope; at and above it also those of its groups. */
  assignmentsOf(principalId: string, scope: string): Promise<readonly RoleAssignment[]>;
  definition(id: ResourceId): Promise<RoleDefinition | undefined>;
  /** Creates or replaces a custom role under its guid. */
  putDefinition(
    subscriptionId: string,
    role: {
      readonly name: string;
      readonly roleName: string;
      readonly description: string;
      readonly assignableScopes: readonly string[];
      readonly dataActions: readonly string[];
    },
  ): Promise<RoleDefinition>;
  /** Assigns a role under a name of our own; an existing equal assignment is not an error. */
  putAssignment(assignment: {
    readonly scope: string;
    readonly name: string;
    readonly roleDefinitionId: ResourceId;
    readonly principalId: string;
  }): Promise<void>;
  /** Removes an assignment; one that is gone already is not an error. */
  deleteAssignment(scope: string, name: string): Promise<void>;
  /** Deny assignments at a scope and above it, of whomever. */
  denyAssignments(scope: ResourceId): Promise<readonly DenyAssignment[]>;
  /** Object id of the caller; undefined where its token does not tell. */
  callerId(): Promise<string | undefined>;
  /** What the caller itself may do at a scope. */
  callerPermissions(scope: ResourceId): Promise<readonly Permission[]>;
}

/** The directory of the tenant (Microsoft Graph). */
export interface DirectoryService {
  /** The service principal of an application; undefined when the tenant has none. */
  servicePrincipal(appId: string): Promise<BackupPrincipal | undefined>;
  /** Object ids of the groups that a service principal is in, directly or through other groups. */
  groupsOf(principalId: string): Promise<readonly string[]>;
}

/** What reading a policy out of JSON comes to; paths such as `schedulePolicy.scheduleRunTimes`. */
export interface PolicyReading {
  /** Absent when there are problems; not all of the policy when there are unknown members. */
  readonly terms?: PolicyTerms;
  /** What is missing or of the wrong kind: sentences that begin with the path. */
  readonly problems: readonly string[];
  /** Paths of members that have a value and are not known here. */
  readonly unknown: readonly string[];
  /** `yyyy-mm-dd` of its times, where it has some and they have a day. */
  readonly timesDate?: string;
}

/**
 * Reads a policy in JSON that people keep: as `policy show -o json` prints it, or as Azure and az do. It
 * asks Azure nothing. Undefined when the JSON holds no policy, or more than one.
 */
export type PolicyReader = (json: unknown) => PolicyReading | undefined;

/** All services; each is made, and its SDK loaded, when first asked for. */
export interface Services {
  subscriptions(): Promise<SubscriptionService>;
  resourceGraph(): Promise<ResourceGraphService>;
  virtualMachines(): Promise<VirtualMachineService>;
  recoveryVaults(): Promise<RecoveryVaultService>;
  backup(): Promise<BackupService>;
  policyReader(): Promise<PolicyReader>;
  keyVaults(): Promise<KeyVaultService & KeyVaultBuilding>;
  keys(): Promise<KeyService>;
  secrets(): Promise<SecretService>;
  roles(): Promise<RoleService>;
  directory(): Promise<DirectoryService>;
  storage(): Promise<StorageService>;
  networks(): Promise<NetworkService & NetworkBuilding>;
  resourceGroups(): Promise<ResourceGroupService>;
}
