// A virtual machine from the SDK's model to ours (VirtualMachines_Get with instanceView).

import { z } from 'zod';
import type {
  VirtualMachine as SdkVirtualMachine,
  VirtualMachineExtension as SdkExtension,
} from '@azure/arm-compute';
import { parseResourceId } from '../../domain/resource-id.js';
import type { SecurityType, VirtualMachine, VmExtension } from '../../domain/virtual-machine.js';
import { instantFrom } from '../arm/wire-time.js';
import { oneOf, required } from '../arm/unexpected-response.js';
import { attachedDisksFrom } from './attached-disks.js';
import { encryptionSettingsFrom } from './encryption-settings.js';
import { instanceViewFrom } from './instance-view.js';

/**
 * The VM in our words. Throws `AZB_UNEXPECTED_RESPONSE` when a field that Azure always sends is missing.
 * @param extensions the VM's extensions, from its `resources` or from their own list
 */
export function virtualMachineFrom(
  machine: SdkVirtualMachine,
  extensions: readonly SdkExtension[],
): VirtualMachine {
  const id = required(machine.id, 'id', 'a virtual machine');
  const parts = required(parseResourceId(id), 'id', id);
  const osDisk = required(machine.storageProfile?.osDisk, 'storageProfile.osDisk', id);
  const { instanceView, securityProfile } = machine;
  const createdAt = instantFrom(machine.timeCreated);
  return {
    id,
    name: required(machine.name, 'name', id),
    resourceGroup: parts.resourceGroup,
    subscriptionId: parts.subscriptionId,
    location: required(machine.location, 'location', id),
    size: required(machine.hardwareProfile?.vmSize, 'hardwareProfile.vmSize', id),
    osType: oneOf(['Windows', 'Linux'], osDisk.osType, 'storageProfile.osDisk.osType', id),
    zones: machine.zones ?? [],
    provisioningState: required(machine.provisioningState, 'provisioningState', id),
    ...(createdAt === undefined ? {} : { createdAt }),
    securityType: securityTypeOf(securityProfile?.securityType, id),
    encryptionAtHost: securityProfile?.encryptionAtHost === true,
    ...uefiOf(securityProfile),
    ...surroundingsOf(machine),
    ...(osDisk.encryptionSettings === undefined || osDisk.encryptionSettings === null
      ? {}
      : { modelEncryption: encryptionSettingsFrom(osDisk.encryptionSettings) }),
    disks: attachedDisksFrom(osDisk, machine.storageProfile?.dataDisks ?? [], id),
    ...(machine.tags === undefined ? {} : { tags: machine.tags }),
    extensions: extensions.map((extension) => extensionFrom(extension, id)),
    ...(instanceView === undefined || instanceView === null
      ? {}
      : { instanceView: instanceViewFrom(instanceView, id) }),
  };
}

/** What it has that is no part of its disks. */
function surroundingsOf({
  availabilitySet,
  virtualMachineScaleSet,
  licenseType,
  networkProfile,
  identity,
}: SdkVirtualMachine): Pick<
  VirtualMachine,
  'availabilitySetId' | 'scaleSetId' | 'licenseType' | 'networkInterfaceIds' | 'identity'
> {
  const interfaces = (networkProfile?.networkInterfaces ?? []).toSorted(
    (left, right) => Number(right.primary === true) - Number(left.primary === true),
  );
  const ids = interfaces.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const setId = availabilitySet?.id;
  const scaleSetId = virtualMachineScaleSet?.id;
  const license = licenseType ?? '';
  return {
    ...(setId === undefined ? {} : { availabilitySetId: setId }),
    ...(scaleSetId === undefined ? {} : { scaleSetId }),
    ...(license === '' || license === 'None' ? {} : { licenseType: license }),
    ...(ids.length === 0 ? {} : { networkInterfaceIds: ids }),
    ...identityOf(identity),
  };
}

function identityOf(identity: SdkVirtualMachine['identity']): Pick<VirtualMachine, 'identity'> {
  const userAssigned = Object.keys(identity?.userAssignedIdentities ?? {});
  const systemAssigned = (identity?.type ?? '').includes('SystemAssigned');
  return systemAssigned || userAssigned.length > 0
    ? { identity: { systemAssigned, userAssigned } }
    : {};
}

function uefiOf(profile: SdkVirtualMachine['securityProfile']): Pick<VirtualMachine, 'uefi'> {
  const { secureBootEnabled, vTpmEnabled } = profile?.uefiSettings ?? {};
  return secureBootEnabled === undefined || vTpmEnabled === undefined
    ? {}
    : { uefi: { secureBoot: secureBootEnabled, vTpm: vTpmEnabled } };
}

/** Azure leaves the type out for VMs that are neither. */
function securityTypeOf(type: string | undefined, id: string): SecurityType {
  return type === undefined || type === null
    ? 'Standard'
    : oneOf(
        ['Standard', 'TrustedLaunch', 'ConfidentialVM'],
        type,
        'securityProfile.securityType',
        id,
      );
}

const settingsSchema = z.record(z.string(), z.unknown()).catch({});

function extensionFrom(extension: SdkExtension, id: string): VmExtension {
  const name = required(extension.name, 'resources.name', id);
  return {
    name,
    publisher: required(extension.publisher, `resources.${name}.publisher`, id),
    type: required(extension.typePropertiesType, `resources.${name}.type`, id),
    typeHandlerVersion: extension.typeHandlerVersion ?? '',
    provisioningState: extension.provisioningState ?? '',
    settings: settingsSchema.parse(extension.settings ?? {}),
  };
}
