// The end of installing, changing and removing the disk encryption extension. Recordings
// ade-enable.poll-sequence, ade-disable.poll-sequence; the failures are assumptions but for their codes.

import type { SandboxIds } from '../../../http/operation.js';
import {
  findResource,
  removeResource,
  type ArmResource,
  type OperationRecord,
} from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import type { ComputeFailure } from '../disk-encryption/disk-key-errors.js';
import { decryptDisks } from '../disk-encryption/disk-encryption.js';
import {
  DISK_ENCRYPTION_EXTENSIONS,
  diskEncryptionSettingsSchema,
  extensionRuntimeSchema,
  succeededRuntime,
  type DiskEncryptionExtensionSettings,
  type ExtensionRuntime,
} from './disk-encryption-extension.js';
import { enableEncryption, whyNotEncrypted, type Encrypting } from '../disk-encryption/enable.js';
import { isDoublePass, keyPlaceOf, volumeTypeOf } from '../disk-encryption/request.js';
import {
  agentAnswers,
  findVirtualMachine,
  updateRuntime,
  type VirtualMachine,
} from '../virtual-machines/state.js';

/** Carries out what the extension was told, or fails it with the reason. */
export function endExtensionPut(
  state: WorldState,
  operation: OperationRecord,
  ids: SandboxIds,
): void {
  const extension = findResource(state, operation.resourceId);
  if (extension?.properties['pending'] !== operation.id) {
    return;
  }
  delete extension.properties['pending'];
  const machine = findVirtualMachine(state, machineIdOf(extension));
  const settings = diskEncryptionSettingsSchema.safeParse(extension.properties['settings']).data;
  if (machine === undefined || settings === undefined) {
    return;
  }
  const request = encryptingOf(state, machine, { settings, extension, operation });
  const failure = whyItFails(request, extension);
  if (failure === undefined) {
    finish(extension, 'Succeeded', carryOut(request, extension, ids));
  } else {
    operation.outcome = { status: 'Failed', ...failure };
    const { code: _, message } = failure;
    finish(extension, 'Failed', { handlerVersion: '0.0.0.0', outcome: 'failed', message });
  }
}

/** Takes the extension away; the disks stay as they are. */
export function endExtensionDelete(state: WorldState, operation: OperationRecord): void {
  if (findResource(state, operation.resourceId)?.properties['pending'] === operation.id) {
    removeResource(state, operation.resourceId);
  }
}

function encryptingOf(
  state: WorldState,
  machine: VirtualMachine,
  {
    settings,
    extension,
    operation,
  }: {
    readonly settings: DiskEncryptionExtensionSettings;
    readonly extension: ArmResource;
    readonly operation: OperationRecord;
  },
): Encrypting {
  const { osType } = machine.properties.storageProfile.osDisk;
  const doublePass = isDoublePass(osType, extension.properties['typeHandlerVersion']);
  const place = keyPlaceOf(state, settings, doublePass);
  return {
    state,
    machine,
    settings,
    place,
    doublePass,
    nowMilliseconds: operation.endsMilliseconds,
  };
}

function carryOut(request: Encrypting, extension: ArmResource, ids: SandboxIds): ExtensionRuntime {
  const { state, machine, settings, doublePass } = request;
  const { osType } = machine.properties.storageProfile.osDisk;
  const volumeType = volumeTypeOf(settings);
  if (settings.EncryptionOperation === 'DisableEncryption') {
    decryptDisks(state, machine, volumeType);
    updateRuntime(machine, { changedMilliseconds: request.nowMilliseconds });
    const version = succeededRuntime(osType, volumeType).handlerVersion;
    return {
      handlerVersion: version,
      outcome: 'succeeded',
      message: `[${version}] Disable Encryption completed successfully`,
    };
  }
  enableEncryption(request, ids);
  const version = extension.properties['typeHandlerVersion'];
  return succeededRuntime(osType, volumeType, doublePass ? String(version) : undefined);
}

function whyItFails(request: Encrypting, extension: ArmResource): ComputeFailure | undefined {
  const { machine, nowMilliseconds } = request;
  const { runtime } = machine.properties;
  if (runtime.powerState === 'running' && !agentAnswers(runtime, nowMilliseconds)) {
    return agentSilent(machine.resource.name);
  }
  const reason = whyRefused(request, extension);
  return reason === undefined
    ? undefined
    : {
        code: 'VMExtensionProvisioningError',
        message: `VM has reported a failure when processing extension '${extension.name}'. Error message: '${reason}'.`,
      };
}

/** Documentation: Understand common error messages when you manage virtual machines in Azure. */
export function agentSilent(machineName: string): ComputeFailure {
  return {
    code: 'VMAgentStatusCommunicationError',
    message: `VM '${machineName}' has not reported status for VM agent or extensions. Please verify the VM has a running VM agent, and can establish outbound connections to Azure storage.`,
  };
}

function whyRefused(request: Encrypting, extension: ArmResource): string | undefined {
  const { machine, settings, doublePass } = request;
  const { osType } = machine.properties.storageProfile.osDisk;
  if (machine.properties.runtime.powerState !== 'running') {
    return 'the virtual machine is not running';
  }
  const { type } = DISK_ENCRYPTION_EXTENSIONS[osType];
  if (String(extension.properties['type']).toLowerCase() !== type.toLowerCase()) {
    return `the extension is not for ${osType}`;
  }
  if (settings.EncryptionOperation === 'DisableEncryption') {
    return osType === 'Linux' && volumeTypeOf(settings) !== 'Data'
      ? 'encryption of a Linux OS disk cannot be disabled'
      : undefined;
  }
  const { signInRefused } = extensionRuntimeSchema.parse(extension.properties['runtime']);
  return (doublePass ? signInRefused : undefined) ?? whyNotEncrypted(request);
}

function finish(
  extension: ArmResource,
  provisioningState: 'Succeeded' | 'Failed',
  runtime: ExtensionRuntime,
): void {
  extension.properties['provisioningState'] = provisioningState;
  extension.properties['runtime'] = runtime;
}

function machineIdOf(extension: ArmResource): string {
  return extension.id.split('/').slice(0, -2).join('/');
}
