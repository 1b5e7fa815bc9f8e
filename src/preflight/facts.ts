// Everything that the checks may know. Gathered once per VM by the engine; read-only.

import type { Encryption, KeyVaultObjectRef } from '../domain/encryption/encryption.js';
import type { Fact } from '../domain/fact.js';
import type { Instant } from '../domain/time/instant.js';
import type { DeletedObject, KeyVault, VaultObject } from '../domain/keys/key-vault.js';
import type { BackupPolicy } from '../domain/backup-policy/policy.js';
import type {
  ProtectedItem,
  ProtectionStatus,
  RecoveryServicesVault,
} from '../domain/vaults/recovery-services.js';
import type { Lock } from '../domain/locks.js';
import type { ResourceId } from '../domain/resource-id.js';
import type {
  BackupPrincipal,
  DenyAssignment,
  GivenPrincipal,
  Permission,
  RoleAssignment,
  RoleDefinition,
} from '../domain/roles.js';
import type { AttachedDisk, ManagedDisk, VirtualMachine } from '../domain/virtual-machine.js';

/** A role assignment of the backup service with the definition that it assigns. */
export interface GrantedRole {
  readonly assignment: RoleAssignment;
  /** Absent when the definition no longer exists; unreadable when it could not be read. */
  readonly definition: Fact<RoleDefinition>;
}

/** A key or secret that the disks of a VM use. */
export interface UsedObjectFacts {
  readonly ref: KeyVaultObjectRef;
  readonly object: Fact<VaultObject>;
  /** In soft delete or not; looked for only where the object itself is absent from a key vault that is there. */
  readonly deleted?: Fact<DeletedObject>;
}

/** One key vault that a VM's encryption depends on. */
export interface KeyVaultFacts {
  readonly vaultUrl: string;
  /** ARM id as the encryption settings name it, or as found by its URL. */
  readonly vaultId?: ResourceId;
  readonly vault: Fact<KeyVault>;
  /** The BEK secrets of the VM that lie in this vault. */
  readonly secrets: readonly UsedObjectFacts[];
  /** The KEKs of the VM that lie in this vault. */
  readonly keys: readonly UsedObjectFacts[];
  /** RBAC vaults: roles of the backup service, and of its groups, at, above and below the vault. */
  readonly roles: Fact<readonly GrantedRole[]>;
  /** RBAC vaults: deny assignments at and above the vault, of whomever. */
  readonly denials: Fact<readonly DenyAssignment[]>;
  /** Groups that the service is in; left out where neither an access policy nor a deny assignment of one may matter. */
  readonly principalGroups?: Fact<readonly string[]>;
  /** Locks at the vault and above it, others perhaps among them; absent where it was not found. */
  readonly locks: Fact<readonly Lock[]>;
  /** What the caller may do at the vault; read only when a grant is asked for. */
  readonly callerPermissions: Fact<readonly Permission[]> | { readonly status: 'not-asked' };
  /** Roles of the caller there, whose conditions its permissions leave out; read with them. */
  readonly callerRoles: Fact<readonly GrantedRole[]> | { readonly status: 'not-asked' };
}

/** What the user asked for, as far as checks depend on it. */
export interface PreflightIntent {
  /** True when the command will grant access if it is lacking. */
  readonly grant: boolean;
  /** True when the command takes a backup, of what is protected already. */
  readonly backup?: true;
  /** Name of the policy asked for; absent means DefaultPolicy, or what the VM needs. */
  readonly policyName?: string;
}

/** All facts about one VM. */
export interface PreflightFacts {
  readonly now: Instant;
  readonly intent: PreflightIntent;
  readonly vm: VirtualMachine;
  readonly disks: readonly { readonly attached: AttachedDisk; readonly disk: Fact<ManagedDisk> }[];
  readonly encryption: Encryption;
  /** One entry for each key vault of ADE; empty for other encryption. */
  readonly keyVaults: readonly KeyVaultFacts[];
  /** The backup service's principal in the tenant; the directory's where it can be read. */
  readonly principal: Fact<BackupPrincipal>;
  /** The object id that the user gave for it, if any. */
  readonly givenPrincipal?: GivenPrincipal;
  /** Where the VM is protected, if anywhere in its region. */
  readonly protection: Fact<ProtectionStatus>;
  /** The vault that the command works with; absent when there is none to work with. */
  readonly vault: Fact<RecoveryServicesVault>;
  /** Ids of the vaults that could be meant, where the vault is absent because none of them was chosen. */
  readonly vaultCandidates?: readonly ResourceId[];
  /** The VM's item in that vault. */
  readonly item: Fact<ProtectedItem>;
  /** A VM of another subscription whose item in that vault has the name that this VM's would have. */
  readonly namesake?: ResourceId;
  /** The tenants of the VM's and the vault's subscriptions, where those are two. */
  readonly tenants?: { readonly vm: Fact<string>; readonly vault: Fact<string> };
  /** The policy that the command works with. */
  readonly policy: Fact<BackupPolicy>;
  /** Name of that policy, known even when it does not exist. */
  readonly policyName: string;
  /** Names of policies in the vault like the one asked for; only where that does not exist. */
  readonly nearPolicies?: readonly string[];
  /** The policy that the item has now, where that is another one; absent otherwise. */
  readonly currentPolicy: Fact<BackupPolicy>;
  /** Items of Azure VMs in the vault. */
  readonly vaultItems: Fact<number>;
  /** Items of the vault that use the policy. */
  readonly policyItems: Fact<number>;
  /** Locks of the VM's subscription, of its groups and resources. */
  readonly locks: Fact<readonly Lock[]>;
  /** Locks at the vault and above it, others perhaps among them; absent where there is no vault. */
  readonly vaultLocks: Fact<readonly Lock[]>;
}
