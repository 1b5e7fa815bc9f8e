// A VM's instance view from the SDK's model to ours.

import type {
  DiskInstanceView,
  InstanceViewStatus,
  VirtualMachineAgentInstanceView,
  VirtualMachineExtensionInstanceView,
  VirtualMachineInstanceView,
} from '@azure/arm-compute';
import type {
  DiskInstance,
  ExtensionInstance,
  InstanceView,
} from '../../domain/virtual-machine.js';
import { required } from '../arm/unexpected-response.js';
import { encryptionSettingsFrom } from './encryption-settings.js';

const POWER_STATE = 'PowerState/';
/** Status code of an agent that reports (recorded; a silent one says ProvisioningState/Unavailable). */
const AGENT_READY = 'provisioningstate/succeeded';

/** The view in our words. Throws `AZB_UNEXPECTED_RESPONSE` when a disk or extension has no name. */
export function instanceViewFrom(view: VirtualMachineInstanceView, vmId: string): InstanceView {
  const powerState = (view.statuses ?? [])
    .map(({ code }) => code ?? '')
    .find((code) => code.startsWith(POWER_STATE));
  return {
    ...(powerState === undefined ? {} : { powerState: powerState.slice(POWER_STATE.length) }),
    ...(view.vmAgent === undefined || view.vmAgent === null
      ? {}
      : { agent: agentFrom(view.vmAgent) }),
    disks: (view.disks ?? []).map((disk) => diskInstanceFrom(disk, vmId)),
    extensions: (view.extensions ?? []).map((extension) => extensionInstanceFrom(extension, vmId)),
  };
}

/** An agent without any status has not reported: not ready, in no words of Azure's. */
function agentFrom(agent: VirtualMachineAgentInstanceView): NonNullable<InstanceView['agent']> {
  const status = agent.statuses?.[0];
  return {
    version: agent.vmAgentVersion ?? '',
    displayStatus: status?.displayStatus ?? '',
    ready: status?.code?.toLowerCase() === AGENT_READY,
    message: status?.message ?? '',
  };
}

function diskInstanceFrom(disk: DiskInstanceView, vmId: string): DiskInstance {
  return {
    name: required(disk.name, 'instanceView.disks.name', vmId),
    encryptionSettings: (disk.encryptionSettings ?? []).map((settings) =>
      encryptionSettingsFrom(settings),
    ),
    statusCodes: codesOf(disk.statuses),
  };
}

function codesOf(statuses: readonly InstanceViewStatus[] | undefined): readonly string[] {
  return (statuses ?? []).flatMap(({ code }) => (code === undefined ? [] : [code]));
}

function extensionInstanceFrom(
  extension: VirtualMachineExtensionInstanceView,
  vmId: string,
): ExtensionInstance {
  return {
    name: required(extension.name, 'instanceView.extensions.name', vmId),
    type: extension.type ?? '',
    typeHandlerVersion: extension.typeHandlerVersion ?? '',
    statuses: (extension.statuses ?? []).map(({ code, level, message }) => ({
      code: code ?? '',
      level: level ?? '',
      message: message ?? '',
    })),
    substatusMessages: (extension.substatuses ?? []).flatMap(({ message }) =>
      message === undefined ? [] : [message],
    ),
  };
}
