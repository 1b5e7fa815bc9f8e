// Machines, disk settings and extensions as a restore makes them (@azure/arm-compute). Only the first
// request is the SDK's: its poller waits on real timers, so the operation is followed by our own wait.

import type {
  ComputeManagementClient,
  DataDisk,
  DiskEncryptionSettings,
  OSDisk,
  VirtualMachine,
} from '@azure/arm-compute';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import type { EncryptionSettings } from '../../domain/virtual-machine.js';
import { captureHeaders } from '../arm/capture-headers.js';
import { partsOf } from '../arm/addressed-client.js';
import { operationOf } from '../arm/operation.js';
import type { RawClient } from '../arm/transport/raw-client.js';
import type {
  MachineBuilding,
  MachineTraits,
  NewMachine,
  NewMachineDisk,
} from '../restore-services.js';

/** Publisher of the ADE extensions of both systems. */
const ADE_PUBLISHER = 'Microsoft.Azure.Security';

/** Of settings that stand on a disk (single pass); those of dual pass stand in the machine's model. */
const SINGLE_PASS_VERSION = '1.1';

/** The building half of the service of virtual machines. */
export function machineBuilding(
  clientFor: (id: ResourceId) => ComputeManagementClient,
  poller: RawClient,
): MachineBuilding {
  return {
    // VirtualMachines_CreateOrUpdate.
    createMachine: async (machine) => {
      const { resourceGroup, name } = partsOf(machine.id);
      const what = `the creation of ${name}`;
      const accepted = await captureHeaders(
        { doing: `create the virtual machine ${name}`, target: machine.id },
        (capture) =>
          clientFor(machine.id)
            .virtualMachines.createOrUpdate(resourceGroup, name, bodyOf(machine), capture)
            .submitted(),
      );
      return operationOf(accepted, poller, what);
    },
    // Disks_Update.
    setDiskEncryption: async (diskId, settings) => {
      const { resourceGroup, name } = partsOf(diskId);
      const what = `the encryption settings of the disk ${name}`;
      const accepted = await captureHeaders({ doing: `put ${what}`, target: diskId }, (capture) =>
        clientFor(diskId)
          .disks.update(resourceGroup, name, diskBodyOf(settings), capture)
          .submitted(),
      );
      return operationOf(accepted, poller, what);
    },
    // VirtualMachineExtensions_CreateOrUpdate.
    putAdeExtension: async (vmId, { name, type, protectedSettings, ...extension }) => {
      const { resourceGroup, name: vmName } = partsOf(vmId);
      const what = `the extension ${name} of ${vmName}`;
      const accepted = await captureHeaders({ doing: `put ${what}`, target: vmId }, (capture) =>
        clientFor(vmId)
          .virtualMachineExtensions.createOrUpdate(
            resourceGroup,
            vmName,
            name,
            {
              ...extension,
              publisher: ADE_PUBLISHER,
              typePropertiesType: type,
              autoUpgradeMinorVersion: true,
              ...(protectedSettings === undefined ? {} : { protectedSettings }),
            },
            capture,
          )
          .submitted(),
      );
      return operationOf(accepted, poller, what);
    },
  };
}

function bodyOf(machine: NewMachine): VirtualMachine {
  const { location, size, zones, networkInterfaceId, dataDisks, tags, plan } = machine;
  return {
    location,
    tags: { ...tags },
    ...(zones.length === 0 ? {} : { zones: [...zones] }),
    ...(plan === undefined ? {} : { plan: { ...plan } }),
    hardwareProfile: { vmSize: size },
    storageProfile: { osDisk: osDiskOf(machine), dataDisks: dataDisks.map(dataDiskOf) },
    ...securityOf(machine),
    ...traitsOf(machine),
    networkProfile: { networkInterfaces: [{ id: networkInterfaceId, primary: true }] },
  };
}

function securityOf({ security }: NewMachine): Pick<VirtualMachine, 'securityProfile'> {
  return security === undefined
    ? {}
    : {
        securityProfile: {
          securityType: security.type,
          uefiSettings: {
            secureBootEnabled: security.uefi.secureBoot,
            vTpmEnabled: security.uefi.vTpm,
          },
        },
      };
}

function traitsOf({
  availabilitySetId,
  licenseType,
  userAssignedIdentities = [],
}: MachineTraits): Pick<VirtualMachine, 'availabilitySet' | 'licenseType' | 'identity'> {
  return {
    ...(availabilitySetId === undefined ? {} : { availabilitySet: { id: availabilitySetId } }),
    ...(licenseType === undefined ? {} : { licenseType }),
    ...(userAssignedIdentities.length === 0
      ? {}
      : {
          identity: {
            type: 'UserAssigned',
            userAssignedIdentities: Object.fromEntries(
              userAssignedIdentities.map((id) => [id, {}]),
            ),
          },
        }),
  };
}

function osDiskOf({ osDisk, osType, encryption }: NewMachine): OSDisk {
  return {
    createOption: 'Attach',
    osType,
    ...placeOf(osDisk),
    ...(encryption === undefined
      ? {}
      : { encryptionSettings: { enabled: true, ...wireSettings(encryption) } }),
  };
}

function dataDiskOf(disk: NewMachineDisk & { readonly lun: number }): DataDisk {
  return { lun: disk.lun, createOption: 'Attach', ...placeOf(disk) };
}

function placeOf(disk: NewMachineDisk): Pick<OSDisk, 'managedDisk' | 'name' | 'vhd'> {
  return disk.kind === 'managed'
    ? { name: nameOf(disk.diskId), managedDisk: { id: disk.diskId } }
    : { name: disk.name, vhd: { uri: disk.vhdUri } };
}

function diskBodyOf(
  settings: EncryptionSettings,
): Parameters<ComputeManagementClient['disks']['update']>[2] {
  return {
    encryptionSettingsCollection: {
      enabled: true,
      encryptionSettingsVersion: SINGLE_PASS_VERSION,
      encryptionSettings: [wireSettings(settings)],
    },
  };
}

/** Where the secret is, and where the key that wraps it is, if there is one. */
function wireSettings({
  secretUrl,
  secretVaultId,
  keyUrl,
  keyVaultId,
}: EncryptionSettings): Pick<DiskEncryptionSettings, 'diskEncryptionKey' | 'keyEncryptionKey'> {
  return {
    ...(secretUrl === undefined || secretVaultId === undefined
      ? {}
      : { diskEncryptionKey: { secretUrl, sourceVault: { id: secretVaultId } } }),
    ...(keyUrl === undefined || keyVaultId === undefined
      ? {}
      : { keyEncryptionKey: { keyUrl, sourceVault: { id: keyVaultId } } }),
  };
}
