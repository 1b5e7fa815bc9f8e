// Builds the facts of a healthy machine, from which a test takes away what it is about. The defaults are
// those of a VM that preflight finds ready: encrypted, granted, in a vault of its region.

import { detectEncryption } from '../../src/domain/encryption/encryption-detection.js';
import type { Fact } from '../../src/domain/fact.js';
import { known } from '../../src/domain/fact.js';
import type { KeyVault, ObjectVersion } from '../../src/domain/keys/key-vault.js';
import type { BackupPolicy } from '../../src/domain/backup-policy/policy.js';
import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../src/domain/vaults/recovery-services.js';
import type { Permission, RoleAssignment, RoleDefinition } from '../../src/domain/roles.js';
import type {
  AttachedDisk,
  EncryptionSettings,
  InstanceView,
  ManagedDisk,
  VirtualMachine,
  VmExtension,
} from '../../src/domain/virtual-machine.js';
import type { GrantedRole, KeyVaultFacts, PreflightFacts } from '../../src/preflight/facts.js';

export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-prod/providers`;
export const KEY_VAULT_ID = `${GROUP}/Microsoft.KeyVault/vaults/kv-prod`;
export const KEY_VAULT_URL = 'https://kv-prod.vault.azure.net';
export const VAULT_ID = `${GROUP}/Microsoft.RecoveryServices/vaults/rsv-prod`;
export const OTHER_VAULT_ID = VAULT_ID.replace('rg-prod', 'rg-legacy').replace('prod', 'legacy');
const POLICY_ID = `${VAULT_ID}/backupPolicies/DefaultPolicy`;
export const PRINCIPAL_ID = 'a1b2c3d4-0000-4000-8000-00000000009f';
export const TENANT_ID = '11111111-1111-4111-8111-111111111111';
const NOW = '2026-11-23T00:00:00Z';
export const SECRET_NAME = '7856433B-F7AC-4CFF-9E14-048525CD9AE2';
export const SECRET_VERSION = 'ff16d59d6e524dc6ba08fdd01e46dd91';
export const KEY_NAME = 'kek-prod';
export const KEY_VERSION = '0123456789abcdef0123456789abcdef';
export const SECRET_URL = `${KEY_VAULT_URL}/secrets/${SECRET_NAME}/${SECRET_VERSION}`;
export const KEY_URL = `${KEY_VAULT_URL}/keys/${KEY_NAME}/${KEY_VERSION}`;

/** A read that was refused. */
export const FORBIDDEN = {
  status: 'unreadable',
  reason: 'forbidden',
  message: 'The client does not have authorization',
} as const satisfies Fact<never>;

/** A read that may succeed when tried again. */
export const UNAVAILABLE = {
  status: 'unreadable',
  reason: 'unavailable',
  message: 'Encountered internal server error',
} as const satisfies Fact<never>;

/** A read that the network keeps out. */
export const UNREACHABLE = {
  status: 'unreadable',
  reason: 'unreachable',
  message: 'Client address is not authorized and caller is not a trusted service',
} as const satisfies Fact<never>;

export const ABSENT = { status: 'absent' } as const satisfies Fact<never>;

/** The ids of the five data actions, with the vault's as prefix. */
export const ALL_DATA_ACTIONS = [
  'Microsoft.KeyVault/vaults/keys/read',
  'Microsoft.KeyVault/vaults/keys/backup/action',
  'Microsoft.KeyVault/vaults/secrets/getSecret/action',
  'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
  'Microsoft.KeyVault/vaults/secrets/backup/action',
];

export const BEK_ONLY: EncryptionSettings = {
  enabled: true,
  secretUrl: SECRET_URL,
  secretVaultId: KEY_VAULT_ID,
};
export const WITH_KEK: EncryptionSettings = {
  ...BEK_ONLY,
  keyUrl: KEY_URL,
  keyVaultId: KEY_VAULT_ID,
};

type Disks = PreflightFacts['disks'];

/** A machine in the making; every method gives a new one. */
export interface MachineBuilder {
  readonly vm: VirtualMachine;
  readonly disks: Disks;
  with(change: Partial<VirtualMachine>): MachineBuilder;
  withInstanceView(change: Partial<InstanceView>): MachineBuilder;
  /** Changes every managed disk. */
  withManagedDisks(change: Partial<ManagedDisk>): MachineBuilder;
  withDisks(disks: Disks): MachineBuilder;
  /** Adds data disks of a size. */
  withDataDisks(count: number, sizeGb?: number): MachineBuilder;
  linux(): MachineBuilder;
  unmanaged(): MachineBuilder;
  deallocated(): MachineBuilder;
  /** Makes the disks unreadable. */
  withoutDiskRights(): MachineBuilder;
  encryptedWithKek(): MachineBuilder;
  encryptedWithBek(): MachineBuilder;
  /** Encrypted by the older flavour with an Entra app. */
  dualPass(): MachineBuilder;
  withAdeExtension(change?: Partial<VmExtension>): MachineBuilder;
}

/** A running Windows VM with one managed disk and platform-managed keys. */
export function aVm(name = 'VM001'): MachineBuilder {
  const vm: VirtualMachine = {
    id: `${GROUP}/Microsoft.Compute/virtualMachines/${name}`,
    name,
    resourceGroup: 'rg-prod',
    subscriptionId: SUBSCRIPTION,
    location: 'japaneast',
    size: 'Standard_D2s_v5',
    osType: 'Windows',
    zones: [],
    provisioningState: 'Succeeded',
    securityType: 'Standard',
    encryptionAtHost: false,
    disks: [],
    extensions: [],
    instanceView: {
      powerState: 'PowerState/running',
      agent: {
        version: '2.7.41491.1075',
        displayStatus: 'Ready',
        ready: true,
        message: 'GuestAgent is running and processing the extensions.',
      },
      disks: [],
      extensions: [],
    },
  };
  return machine(vm, []).withDisks([aDisk('os', `${name}_OsDisk`, 127)]);
}

/** A disk with platform-managed keys, attached and managed. */
export function aDisk(role: 'os' | 'data', name: string, sizeGb: number, lun = -1): Disks[number] {
  const diskId = `${GROUP}/Microsoft.Compute/disks/${name}`;
  const attached: AttachedDisk = { name, role, lun, sizeGb, source: { kind: 'managed', diskId } };
  const disk = { id: diskId, name, sizeGb, encryptionAtRest: 'EncryptionAtRestWithPlatformKey' };
  return { attached, disk: known(disk) };
}

function machine(vm: VirtualMachine, disks: Disks): MachineBuilder {
  const change = (part: Partial<VirtualMachine>) => machine({ ...vm, ...part }, disks);
  const setDisks = (next: Disks) =>
    machine({ ...vm, disks: next.map(({ attached }) => attached) }, next);
  const mapDisks = (next: (disk: Disks[number]) => Disks[number]) => setDisks(disks.map(next));
  const encrypted = (settings: EncryptionSettings, version: string) =>
    mapDisks(({ attached, disk }) => ({
      attached,
      disk:
        disk.status === 'known'
          ? known({ ...disk.value, adeSettings: { enabled: true, version, settings: [settings] } })
          : disk,
    })).withInstanceView({
      disks: disks.map(({ attached }) => ({
        name: attached.name,
        encryptionSettings: [settings],
        statusCodes: ['ProvisioningState/succeeded', 'EncryptionState/encrypted'],
      })),
    });
  const ofOs = <T>(windows: T, linux: T): T => (vm.osType === 'Windows' ? windows : linux);
  return {
    vm,
    disks,
    with: change,
    withInstanceView: (part) =>
      vm.instanceView === undefined
        ? machine(vm, disks)
        : change({ instanceView: { ...vm.instanceView, ...part } }),
    withManagedDisks: (part) =>
      mapDisks(({ attached, disk }) => ({
        attached,
        disk: disk.status === 'known' ? known({ ...disk.value, ...part }) : disk,
      })),
    withDisks: setDisks,
    withDataDisks: (count, sizeGb = 64) =>
      setDisks([
        ...disks,
        ...Array.from({ length: count }, (_, lun) =>
          aDisk('data', `${vm.name}_Data${lun}`, sizeGb, lun),
        ),
      ]),
    linux: () => change({ osType: 'Linux' }),
    unmanaged: () =>
      mapDisks(({ attached }) => ({
        attached: {
          ...attached,
          source: { kind: 'unmanaged', vhdUri: `https://sa.blob.core.windows.net/vhds/${vm.name}` },
        },
        disk: ABSENT,
      })),
    deallocated: () => {
      const { instanceView: _, ...rest } = vm;
      const off = { powerState: 'PowerState/deallocated', disks: [], extensions: [] };
      return machine({ ...rest, instanceView: off }, disks);
    },
    withoutDiskRights: () => mapDisks(({ attached }) => ({ attached, disk: FORBIDDEN })),
    encryptedWithKek: () => encrypted(WITH_KEK, '1.1').withAdeExtension(),
    encryptedWithBek: () => encrypted(BEK_ONLY, '1.1').withAdeExtension(),
    dualPass: () =>
      encrypted(WITH_KEK, '1.0')
        .with({ modelEncryption: WITH_KEK })
        .withAdeExtension({ typeHandlerVersion: ofOs('1.1', '0.1') }),
    withAdeExtension: (part = {}) => {
      const type = ofOs('AzureDiskEncryption', 'AzureDiskEncryptionForLinux');
      const extension = {
        name: 'some-name',
        publisher: 'Microsoft.Azure.Security',
        type,
        typeHandlerVersion: ofOs('2.2', '1.1'),
        provisioningState: 'Succeeded',
        settings: { EncryptionOperation: 'EnableEncryption', VolumeType: 'ALL' },
        ...part,
      };
      return change({ extensions: [extension] });
    },
  };
}

/** A policy that keeps daily points for 30 days. */
export function aPolicy(change: Partial<BackupPolicy> = {}): BackupPolicy {
  return {
    id: POLICY_ID,
    name: 'DefaultPolicy',
    policyType: 'Standard',
    timeZone: 'UTC',
    schedule: { frequency: 'Daily', times: ['22:30'], days: [] },
    retention: { daily: { days: 30 } },
    instantRestoreDays: 2,
    protectedItemsCount: 0,
    ...change,
  };
}

/** A vault in the machine's region and subscription. */
export function aVault(change: Partial<RecoveryServicesVault> = {}): RecoveryServicesVault {
  return {
    id: VAULT_ID,
    name: 'rsv-prod',
    resourceGroup: 'rg-prod',
    subscriptionId: SUBSCRIPTION,
    location: 'japaneast',
    provisioningState: 'Succeeded',
    identityPrincipalIds: [],
    ...change,
  };
}

/** The machine's item in that vault, protected with DefaultPolicy. */
export function anItem(vm: VirtualMachine, change: Partial<ProtectedItem> = {}): ProtectedItem {
  return {
    id: `${VAULT_ID}/backupFabrics/Azure/protectionContainers/c/protectedItems/i`,
    vaultId: VAULT_ID,
    sourceResourceId: vm.id,
    friendlyName: vm.name,
    protectionState: 'Protected',
    health: [],
    policyId: POLICY_ID,
    policyName: 'DefaultPolicy',
    ...change,
  };
}

/** An RBAC key vault that lacks nothing. */
function aKeyVault(change: Partial<KeyVault> = {}): KeyVault {
  return {
    id: KEY_VAULT_ID,
    name: 'kv-prod',
    location: 'japaneast',
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT_ID,
    vaultUrl: KEY_VAULT_URL,
    permissionModel: 'rbac',
    accessPolicies: [],
    enabledForDiskEncryption: true,
    softDelete: true,
    purgeProtection: true,
    network: { publicAccess: 'Enabled', defaultAction: 'Allow', trustedServicesBypass: true },
    ...change,
  };
}

/** A role of the backup service with these data actions, at the key vault unless told otherwise. */
export function aRole(
  dataActions: readonly string[],
  assignment: Partial<RoleAssignment> = {},
  permission: Partial<Permission> = {},
): GrantedRole {
  const id = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/r`;
  const definition: RoleDefinition = {
    name: 'r',
    id,
    roleName: 'some role',
    custom: true,
    assignableScopes: [`/subscriptions/${SUBSCRIPTION}`],
    permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [], ...permission }],
  };
  return {
    assignment: {
      name: 'a',
      id: `${KEY_VAULT_ID}/providers/Microsoft.Authorization/roleAssignments/a`,
      scope: KEY_VAULT_ID,
      roleDefinitionId: id,
      principalId: PRINCIPAL_ID,
      ...assignment,
    },
    definition: known(definition),
  };
}

/** A version as ADE leaves it; tags and content type are those of a secret. */
export function aVersion(version: string, change: Partial<ObjectVersion> = {}): ObjectVersion {
  return { version, enabled: true, managed: false, tags: {}, ...change };
}

/** Facts in the making; every method gives new ones. */
export interface FactsBuilder {
  readonly facts: PreflightFacts;
  with(change: Partial<PreflightFacts>): FactsBuilder;
  /** Changes what is known of the key vault itself. */
  withKeyVault(change: Partial<KeyVault>): FactsBuilder;
  withKeyVaultFacts(change: Partial<KeyVaultFacts>): FactsBuilder;
  /** Changes the version of the secret in use, or of the key in use. */
  withVersion(kind: 'secrets' | 'keys', change: Partial<ObjectVersion>): FactsBuilder;
  /** Replaces what was read of the secret, or of the key. */
  withObject(
    kind: 'secrets' | 'keys',
    object: KeyVaultFacts['keys'][number]['object'],
    deleted?: KeyVaultFacts['keys'][number]['deleted'],
  ): FactsBuilder;
}

/** The facts of a machine whose surroundings are in order, grants included. */
export function factsFor({ vm, disks }: MachineBuilder): FactsBuilder {
  const encryption = detectEncryption(vm, disks);
  const ade = encryption.kind === 'ade' ? encryption : undefined;
  const keyVault: KeyVaultFacts = {
    vaultUrl: KEY_VAULT_URL,
    vaultId: KEY_VAULT_ID,
    vault: known(aKeyVault()),
    secrets: (ade?.secrets ?? []).map((ref) => ({
      ref,
      object: known({
        kind: 'secret',
        vaultUrl: KEY_VAULT_URL,
        name: ref.name,
        versions: [secretVersion(vm, (ade?.keys.length ?? 0) > 0)],
      }),
    })),
    keys: (ade?.keys ?? []).map((ref) => ({
      ref,
      object: known({
        kind: 'key',
        vaultUrl: KEY_VAULT_URL,
        name: ref.name,
        versions: [aVersion(KEY_VERSION)],
      }),
    })),
    roles: known([aRole(ALL_DATA_ACTIONS)]),
    denials: known([]),
    principalGroups: known([]),
    locks: known([]),
    callerPermissions: { status: 'not-asked' },
    callerRoles: { status: 'not-asked' },
  };
  return factsBuilder({
    now: NOW,
    intent: { grant: false },
    vm,
    disks,
    encryption,
    keyVaults: ade === undefined || ade.secrets.length === 0 ? [] : [keyVault],
    principal: known({ objectId: PRINCIPAL_ID, displayName: 'Backup Management Service' }),
    protection: known({ status: 'NotProtected' }),
    vault: known(aVault()),
    item: ABSENT,
    policy: known(aPolicy()),
    currentPolicy: { status: 'absent' },
    policyName: 'DefaultPolicy',
    vaultItems: known(3),
    policyItems: known(2),
    locks: known([]),
    vaultLocks: known([]),
  });
}

function secretVersion(vm: VirtualMachine, wrapped: boolean): ObjectVersion {
  return aVersion(SECRET_VERSION, {
    contentType: wrapped ? 'Wrapped BEK' : 'BEK',
    tags: {
      DiskEncryptionKeyFileName:
        vm.osType === 'Windows' ? `${SECRET_NAME}.BEK` : 'LinuxPassPhraseFileName',
      ...(wrapped
        ? {
            DiskEncryptionKeyEncryptionAlgorithm: 'RSA-OAEP',
            DiskEncryptionKeyEncryptionKeyURL: KEY_URL,
          }
        : {}),
    },
  });
}

function factsBuilder(facts: PreflightFacts): FactsBuilder {
  const change = (part: Partial<PreflightFacts>) => factsBuilder({ ...facts, ...part });
  const changeKeyVaults = (map: (keyVault: KeyVaultFacts) => KeyVaultFacts) =>
    change({ keyVaults: facts.keyVaults.map(map) });
  return {
    facts,
    with: change,
    withKeyVault: (part) =>
      changeKeyVaults((keyVault) => ({ ...keyVault, vault: known(aKeyVault(part)) })),
    withKeyVaultFacts: (part) => changeKeyVaults((keyVault) => ({ ...keyVault, ...part })),
    withVersion: (kind, part) =>
      changeKeyVaults((keyVault) => ({
        ...keyVault,
        [kind]: keyVault[kind].map(({ ref, object }) => ({
          ref,
          object:
            object.status === 'known'
              ? known({
                  ...object.value,
                  versions: object.value.versions.map((version) => ({ ...version, ...part })),
                })
              : object,
        })),
      })),
    withObject: (kind, object, deleted) =>
      changeKeyVaults((keyVault) => ({
        ...keyVault,
        [kind]: keyVault[kind].map(({ ref }) => ({
          ref,
          object,
          ...(deleted === undefined ? {} : { deleted }),
        })),
      })),
  };
}
