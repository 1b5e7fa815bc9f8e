// What a drill needs from Azure besides what a restore does: a place of its own, and a way to run a script in the restored
// VM. Under the same rules as the other services.

import type { ResourceId } from '../domain/resource-id.js';
import type { Instant } from '../domain/time/instant.js';
import type { Operation } from './services.js';

/** A resource group. */
export interface ResourceGroup {
  readonly id: ResourceId;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Azure's own word, such as `Succeeded` or `Deleting`. */
  readonly provisioningState: string;
}

/** Something in a resource group. */
export interface GroupMember {
  readonly id: ResourceId;
  readonly type: string;
  readonly location: string | undefined;
}

/** Resource groups. */
export interface ResourceGroupService {
  /** Those of a subscription that the caller may read. */
  list(subscriptionId: string): Promise<readonly ResourceGroup[]>;
  get(id: ResourceId): Promise<ResourceGroup | undefined>;
  /** Creates a group. One that is there keeps its place, and gets these tags in place of its own. */
  put(group: Pick<ResourceGroup, 'id' | 'location' | 'tags'>): Promise<ResourceGroup>;
  /** Deletes a group with all that is in it; one that is gone already is not an error. */
  delete(id: ResourceId): Promise<Operation>;
  /** All that is in a group. */
  members(id: ResourceId): Promise<readonly GroupMember[]>;
}

/** A rule of a network security group, both ways for any address but where it names a service. */
export interface SecurityRule {
  readonly name: string;
  /** Lower numbers come first. */
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'Deny';
  /** A service tag and a port of TCP; all where it is left out. */
  readonly service?: { readonly tag: string; readonly port: number };
}

/** Making a network that nothing leaves. */
export interface NetworkBuilding {
  putSecurityGroup(group: {
    readonly id: ResourceId;
    readonly location: string;
    readonly rules: readonly SecurityRule[];
    readonly tags: Readonly<Record<string, string>>;
  }): Promise<Operation>;
  putNetwork(network: {
    readonly id: ResourceId;
    readonly location: string;
    readonly range: string;
    readonly subnetName: string;
    readonly securityGroupId: ResourceId;
    readonly tags: Readonly<Record<string, string>>;
  }): Promise<Operation>;
}

/** A key vault that was deleted and may be purged. */
export interface DeletedKeyVault {
  readonly name: string;
  readonly location: string;
  /** Of the key vault, as it was. */
  readonly vaultId: ResourceId;
  readonly tags: Readonly<Record<string, string>>;
  readonly purgeProtection: boolean;
  /** When Azure purges it by itself. */
  readonly scheduledPurge: Instant | undefined;
}

/** Making and removing key vaults. */
export interface KeyVaultBuilding {
  /**
   * Creates a key vault for disk encryption, without purge protection, to which only one principal has access, and the one of ADE.
   * @param tenantId of the principal
   */
  create(vault: {
    readonly id: ResourceId;
    readonly location: string;
    readonly tenantId: string;
    readonly principalId: string;
    /** The application that ADE runs as, which has to write secrets; by object id. */
    readonly adePrincipalId?: string | undefined;
    readonly tags: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Key vaults in the soft delete of a subscription. */
  deletedVaults(subscriptionId: string): Promise<readonly DeletedKeyVault[]>;
  /** Purges a deleted key vault with all that is in it; one that is gone already is not an error. */
  purge(
    subscriptionId: string,
    vault: Pick<DeletedKeyVault, 'name' | 'location'>,
  ): Promise<Operation>;
}

/** What became of a script in a VM. */
export interface ScriptRun {
  /** Azure's own word: `Pending`, `Running`, `Succeeded`, `Failed`, `TimedOut`, `Canceled` or `Unknown`. */
  readonly state: string;
  readonly exitCode: number | undefined;
  /** The end of what it wrote, as far as Azure keeps it. */
  readonly output: string;
  readonly error: string;
  /** Why Azure could not run it, where it says so. */
  readonly message: string;
}

/** How much of a quota is used. */
export interface Usage {
  /** Azure's own word, such as `cores` or `standardDSv5Family`. */
  readonly name: string;
  readonly current: number;
  readonly limit: number;
}

/** What is done in and around the VM that a drill has made. */
export interface GuestWork {
  /** Starts a script in a VM under a name; its end is seen with `script`. */
  startScript(
    vmId: ResourceId,
    script: {
      readonly name: string;
      readonly location: string;
      readonly text: string;
      readonly timeoutSeconds: number;
    },
  ): Promise<Operation>;
  script(vmId: ResourceId, name: string): Promise<ScriptRun | undefined>;
  /** Quotas of compute in a region. */
  usages(subscriptionId: string, location: string): Promise<readonly Usage[]>;
}
