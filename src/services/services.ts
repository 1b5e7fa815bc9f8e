// The services in the program's own words: what each SDK client is wrapped into. Rules for all of them:
// something that does not exist is `undefined`; a refusal or failure is an AzbackupError whose kind is
// `not-allowed`, `azure-failed` or `unavailable`; SDK types never cross these interfaces.

import type { Clock } from '../clock.js';
import type { KeyVault, AccessPolicy, VaultObject } from '../domain/key-vault.js';
import type {
  BackupJob,
  BackupPolicy,
  ProtectedItem,
  ProtectionStatus,
  RecoveryServicesVault,
} from '../domain/recovery-services.js';
import type { ResourceId } from '../domain/resource-id.js';
import type {
  BackupPrincipal,
  Permission,
  RoleAssignment,
  RoleDefinition,
} from '../domain/roles.js';
import type {
  ManagedDisk,
  VirtualMachine,
  VirtualMachineSummary,
} from '../domain/virtual-machine.js';

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

/** An operation that Azure has accepted and goes on with, watched or not. */
export interface Operation {
  /** Azure's id of the operation. */
  readonly id: string;
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
  /** Management locks at or below a subscription, of any level. */
  locks(
    subscriptionId: string,
  ): Promise<readonly { readonly name: string; readonly scope: string; readonly level: string }[]>;
}

/** Virtual machines and their disks. */
export interface VirtualMachineService {
  /** All VMs of a subscription, or of one resource group of it. */
  list(subscriptionId: string, resourceGroup?: string): Promise<readonly VirtualMachineSummary[]>;
  /** A VM with its extensions and instance view. */
  get(id: ResourceId): Promise<VirtualMachine | undefined>;
  disk(id: ResourceId): Promise<ManagedDisk | undefined>;
}

/** Recovery Services vaults. */
export interface RecoveryVaultService {
  list(subscriptionId: string): Promise<readonly RecoveryServicesVault[]>;
  get(id: ResourceId): Promise<RecoveryServicesVault | undefined>;
  /** Creates a vault and waits until Azure has provisioned it. */
  create(id: ResourceId, location: string, wait: WaitOptions): Promise<RecoveryServicesVault>;
}

/** Azure Backup inside the vaults. */
export interface BackupService {
  /** Whether a VM is protected in any vault of its region. */
  protectionStatus(vmId: ResourceId, location: string): Promise<ProtectionStatus>;
  policies(vaultId: ResourceId): Promise<readonly BackupPolicy[]>;
  policy(vaultId: ResourceId, name: string): Promise<BackupPolicy | undefined>;
  /** All Azure VMs among a vault's items, soft-deleted ones included. */
  items(vaultId: ResourceId): Promise<readonly ProtectedItem[]>;
  /** The item of a VM in a vault. */
  item(vaultId: ResourceId, vmId: ResourceId): Promise<ProtectedItem | undefined>;
  /** Protects a VM with a policy; also changes the policy of an item and resumes a stopped one. */
  protect(vaultId: ResourceId, vmId: ResourceId, policyId: ResourceId): Promise<Operation>;
  /** Brings an item back from soft delete, stopped. */
  undelete(vaultId: ResourceId, vmId: ResourceId): Promise<Operation>;
  /** Jobs of a vault, newest first, without their tasks. */
  jobs(
    vaultId: ResourceId,
    filter?: { readonly operation?: string; readonly status?: string },
  ): Promise<readonly BackupJob[]>;
  job(vaultId: ResourceId, jobId: string): Promise<BackupJob | undefined>;
}

/** Key vaults (management plane). */
export interface KeyVaultService {
  get(id: ResourceId): Promise<KeyVault | undefined>;
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
}

/** Secrets of a key vault; reads properties alone, never a value. */
export interface SecretService {
  versions(vaultUrl: string, name: string): Promise<VaultObject | undefined>;
}

/** Role definitions and assignments. */
export interface RoleService {
  /** Assignments of a principal at, above and below a scope. */
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
  /** What the caller itself may do at a scope. */
  callerPermissions(scope: ResourceId): Promise<readonly Permission[]>;
}

/** The directory of the tenant (Microsoft Graph). */
export interface DirectoryService {
  /** The service principal of an application; undefined when the tenant has none. */
  servicePrincipal(appId: string): Promise<BackupPrincipal | undefined>;
}

/** All services; each is made, and its SDK loaded, when first asked for. */
export interface Services {
  subscriptions(): Promise<SubscriptionService>;
  virtualMachines(): Promise<VirtualMachineService>;
  recoveryVaults(): Promise<RecoveryVaultService>;
  backup(): Promise<BackupService>;
  keyVaults(): Promise<KeyVaultService>;
  keys(): Promise<KeyService>;
  secrets(): Promise<SecretService>;
  roles(): Promise<RoleService>;
  directory(): Promise<DirectoryService>;
}
