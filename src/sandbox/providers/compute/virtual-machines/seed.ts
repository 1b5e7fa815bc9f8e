// Puts virtual machines and their disks into a world that is being built.

import type { SandboxIds } from '../../../http/operation.js';
import { isoInstant } from '../../../kernel/time/instant.js';
import { putResource, type ArmResource } from '../../../kernel/resource.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import type { WorldState } from '../../../kernel/state.js';
import { networkAccess } from '../disks/network-access.js';
import { GUEST_SYSTEMS } from './guest-systems.js';
import type { MarketplacePlan } from './plan.js';
import {
  DISK_TYPE,
  findVirtualMachine,
  VIRTUAL_MACHINE_TYPE,
  type MachineRuntime,
  type VirtualMachine,
} from './state.js';

/** A virtual machine to be made. */
export interface VirtualMachineSeed {
  /** ARM id; its casing is kept. */
  readonly id: string;
  readonly location: string;
  readonly osType: 'Windows' | 'Linux';
  readonly createdMilliseconds: number;
  readonly size?: string;
  readonly powerState?: MachineRuntime['powerState'];
  readonly agentReady?: boolean;
  /** Disks as resources of their own; otherwise as blobs of a storage account. */
  readonly managedDisks?: boolean;
  readonly osDiskSizeGB?: number;
  /** One data disk for each size, on LUN 0 and up. */
  readonly dataDiskSizesGB?: readonly number[];
  /** Storage type of the data disks; default Premium_LRS. */
  readonly dataDiskType?: 'Premium_LRS' | 'PremiumV2_LRS' | 'UltraSSD_LRS';
  /** Set where the data of the disks may be read only by who signs in. */
  readonly dataAccessAuthMode?: 'AzureActiveDirectory';
  /** ARM id of the disk access resource through which alone the data of the disks can be read. */
  readonly diskAccessId?: string;
  readonly securityType?: 'TrustedLaunch' | 'ConfidentialVM';
  readonly encryptionAtHost?: boolean;
  /** Encrypts the disks at rest with a customer-managed key. */
  readonly diskEncryptionSetId?: string;
  readonly provisioningState?: 'Succeeded' | 'Failed' | 'Updating';
  /** Of an image that is bought in the Marketplace. */
  readonly plan?: MarketplacePlan;
  readonly licenseType?: string;
  /** ARM id. */
  readonly availabilitySetId?: string;
  /** ARM id of the scale set, of an instance of one with flexible orchestration. */
  readonly scaleSetId?: string;
  /** ARM ids. */
  readonly userAssignedIdentities?: readonly string[];
  /** Names of interfaces beside the primary one. */
  readonly furtherInterfaces?: readonly string[];
  readonly zones?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

interface SeedDisk {
  readonly name: string;
  readonly sizeGB: number;
  /** Undefined for the OS disk. */
  readonly lun: number | undefined;
}

const IMAGES = {
  Windows: {
    publisher: 'MicrosoftWindowsServer',
    offer: 'WindowsServer',
    sku: '2022-datacenter',
    version: 'latest',
    exactVersion: '20348.2527.240605',
  },
  Linux: {
    publisher: 'Canonical',
    offer: '0001-com-ubuntu-server-jammy',
    sku: '22_04-lts-gen2',
    version: 'latest',
    exactVersion: '22.04.202406140',
  },
} as const;

/** Makes a virtual machine with its disks; shapes as in recording vm-get.plain-windows. */
export function seedVirtualMachine(
  state: WorldState,
  ids: SandboxIds,
  seed: VirtualMachineSeed,
): VirtualMachine {
  const disks = seedDisks(seed, ids);
  if (seed.managedDisks ?? true) {
    for (const disk of disks) {
      putResource(state, diskResource(seed, disk, ids));
    }
  }
  putResource(state, {
    id: seed.id,
    name: machineName(seed),
    type: VIRTUAL_MACHINE_TYPE,
    location: seed.location,
    tags: { ...seed.tags },
    extra: {
      ...(seed.zones === undefined ? {} : { zones: [...seed.zones] }),
      ...(seed.plan === undefined ? {} : { plan: { ...seed.plan } }),
      ...identityOf(seed),
    },
    properties: { ...machineModel(seed, disks, ids), runtime: runtimeOf(seed) },
  });
  const machine = findVirtualMachine(state, seed.id);
  if (machine === undefined) {
    throw new Error(`${seed.id} is not the id of a virtual machine`);
  }
  return machine;
}

function machineModel(seed: VirtualMachineSeed, disks: readonly SeedDisk[], ids: SandboxIds) {
  const [osDisk, ...dataDisks] = disks.map((disk) => diskReference(seed, disk));
  const security = securityProfile(seed);
  return {
    vmId: ids.guid(),
    hardwareProfile: { vmSize: machineSize(seed) },
    storageProfile: {
      imageReference: IMAGES[seed.osType],
      osDisk: { osType: seed.osType, ...osDisk },
      dataDisks,
    },
    osProfile: osProfile(seed),
    ...(security === undefined ? {} : { securityProfile: security }),
    ...(seed.licenseType === undefined ? {} : { licenseType: seed.licenseType }),
    ...(seed.availabilitySetId === undefined
      ? {}
      : { availabilitySet: { id: seed.availabilitySetId } }),
    ...(seed.scaleSetId === undefined ? {} : { virtualMachineScaleSet: { id: seed.scaleSetId } }),
    networkProfile: { networkInterfaces: interfacesOf(seed) },
    provisioningState: seed.provisioningState ?? 'Succeeded',
    timeCreated: offsetInstant(seed.createdMilliseconds),
  };
}

function interfacesOf(seed: VirtualMachineSeed) {
  const { furtherInterfaces = [] } = seed;
  const names = [`${machineName(seed)}-nic`, ...furtherInterfaces];
  return names.map((name, index) => ({
    id: `${groupOf(seed)}/providers/Microsoft.Network/networkInterfaces/${name}`,
    ...(furtherInterfaces.length === 0 ? {} : { properties: { primary: index === 0 } }),
  }));
}

function identityOf({ userAssignedIdentities = [] }: VirtualMachineSeed) {
  return userAssignedIdentities.length === 0
    ? {}
    : {
        identity: {
          type: 'UserAssigned',
          userAssignedIdentities: Object.fromEntries(userAssignedIdentities.map((id) => [id, {}])),
        },
      };
}

function osProfile(seed: VirtualMachineSeed) {
  const patchSettings = { assessmentMode: 'ImageDefault' };
  return {
    computerName: machineName(seed),
    adminUsername: 'azureadmin',
    ...(seed.osType === 'Windows'
      ? {
          windowsConfiguration: {
            provisionVMAgent: true,
            enableAutomaticUpdates: true,
            patchSettings: { patchMode: 'AutomaticByOS', ...patchSettings },
            enableVMAgentPlatformUpdates: false,
          },
        }
      : {
          linuxConfiguration: {
            disablePasswordAuthentication: true,
            provisionVMAgent: true,
            patchSettings: { patchMode: 'ImageDefault', ...patchSettings },
            enableVMAgentPlatformUpdates: false,
          },
        }),
    secrets: [],
    allowExtensionOperations: true,
    requireGuestProvisionSignal: true,
  };
}

function securityProfile(seed: VirtualMachineSeed): Record<string, unknown> | undefined {
  if (seed.securityType === undefined && seed.encryptionAtHost === undefined) {
    return undefined;
  }
  return {
    ...(seed.securityType === undefined
      ? {}
      : {
          uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
          securityType: seed.securityType,
        }),
    ...(seed.encryptionAtHost === undefined ? {} : { encryptionAtHost: seed.encryptionAtHost }),
  };
}

function diskReference(seed: VirtualMachineSeed, disk: SeedDisk) {
  const set = seed.diskEncryptionSetId;
  const place =
    (seed.managedDisks ?? true)
      ? {
          managedDisk: {
            storageAccountType: 'Premium_LRS',
            ...(set === undefined ? {} : { diskEncryptionSet: { id: set } }),
            id: diskId(seed, disk),
          },
        }
      : {
          vhd: { uri: `https://${storageName(seed)}.blob.core.windows.net/vhds/${disk.name}.vhd` },
        };
  return {
    ...(disk.lun === undefined ? {} : { lun: disk.lun }),
    name: disk.name,
    createOption: disk.lun === undefined ? 'FromImage' : 'Empty',
    caching: disk.lun === undefined ? 'ReadWrite' : 'None',
    ...place,
    deleteOption: 'Detach',
    diskSizeGB: disk.sizeGB,
    ...(disk.lun === undefined ? {} : { toBeDetached: false }),
  };
}

function diskResource(seed: VirtualMachineSeed, disk: SeedDisk, ids: SandboxIds): ArmResource {
  const system = disk.lun === undefined;
  const set = seed.diskEncryptionSetId;
  const encryption =
    set === undefined
      ? { type: 'EncryptionAtRestWithPlatformKey' }
      : { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: set };
  return {
    id: diskId(seed, disk),
    name: disk.name,
    type: DISK_TYPE,
    location: seed.location,
    tags: {},
    extra: {
      managedBy: seed.id,
      sku: skuOf(system ? 'Premium_LRS' : (seed.dataDiskType ?? 'Premium_LRS')),
      ...(seed.zones === undefined ? {} : { zones: [...seed.zones] }),
    },
    properties: {
      ...(system ? { osType: seed.osType, hyperVGeneration: generation(seed) } : {}),
      creationData: { createOption: system ? 'FromImage' : 'Empty' },
      diskSizeGB: disk.sizeGB,
      diskSizeBytes: disk.sizeGB * 1024 ** 3,
      encryption,
      ...(seed.dataAccessAuthMode === undefined
        ? {}
        : { dataAccessAuthMode: seed.dataAccessAuthMode }),
      ...(seed.plan === undefined || !system ? {} : { purchasePlan: { ...seed.plan } }),
      ...networkAccess(seed.diskAccessId),
      ...(seed.securityType === 'TrustedLaunch' && system
        ? { securityProfile: { securityType: 'TrustedLaunch' } }
        : {}),
      timeCreated: offsetInstant(seed.createdMilliseconds),
      provisioningState: 'Succeeded',
      diskState: 'Attached',
      uniqueId: ids.guid(),
    },
  };
}

function skuOf(name: NonNullable<VirtualMachineSeed['dataDiskType']>) {
  return { name, tier: name === 'UltraSSD_LRS' ? 'Ultra' : 'Premium' };
}

function runtimeOf(seed: VirtualMachineSeed): MachineRuntime {
  const { osName, osVersion, agentVersion } = GUEST_SYSTEMS[seed.osType];
  return {
    powerState: seed.powerState ?? 'running',
    agentVersion,
    agentReady: seed.agentReady ?? true,
    computerName: machineName(seed),
    osName,
    osVersion,
    hyperVGeneration: generation(seed),
    changedMilliseconds: seed.createdMilliseconds,
    unmanagedEncryption: {},
  };
}

function seedDisks(seed: VirtualMachineSeed, ids: SandboxIds): SeedDisk[] {
  const name = machineName(seed);
  const sizeGB = seed.osDiskSizeGB ?? GUEST_SYSTEMS[seed.osType].diskSizeGB;
  return [
    { name: `${name}_OsDisk_1_${ids.hex(32)}`, sizeGB, lun: undefined },
    ...(seed.dataDiskSizesGB ?? []).map((size, lun) => ({
      name: `${name}_DataDisk_${lun}`,
      sizeGB: size,
      lun,
    })),
  ];
}

function generation(seed: VirtualMachineSeed): 'V1' | 'V2' {
  return seed.osType === 'Linux' || seed.securityType !== undefined ? 'V2' : 'V1';
}

function machineSize(seed: VirtualMachineSeed): string {
  return seed.size ?? 'Standard_D2s_v5';
}

function machineName(seed: VirtualMachineSeed): string {
  return parseResourceId(seed.id).names[0] ?? '';
}

function groupOf(seed: VirtualMachineSeed): string {
  return seed.id.split('/').slice(0, 5).join('/');
}

function diskId(seed: VirtualMachineSeed, disk: SeedDisk): string {
  return `${groupOf(seed)}/providers/Microsoft.Compute/disks/${disk.name}`;
}

function storageName(seed: VirtualMachineSeed): string {
  return `${machineName(seed)
    .toLowerCase()
    .replaceAll(/[^0-9a-z]/gu, '')}disks`;
}

/** Compute's way to write instants, with an offset: `2023-05-25T17:04:36.178+00:00`. */
function offsetInstant(milliseconds: number): string {
  return isoInstant(milliseconds).replace('Z', '+00:00');
}
