// The instance view: how a machine, its agent, its disks and its extensions are right now.
// Recordings vm-get-instanceview.*.

import type { WorldState } from '../../../kernel/state.js';
import type { ArmResource } from '../../../kernel/resource.js';
import { offsetInstant } from '../request.js';
import {
  extensionRuntimeSchema,
  machineExtensions,
} from '../extensions/disk-encryption-extension.js';
import {
  agentAnswers,
  machineDisks,
  type MachineDisk,
  type MachineRuntime,
  type VirtualMachine,
} from './state.js';

const POWER_STATES = {
  running: 'VM running',
  stopped: 'VM stopped',
  deallocated: 'VM deallocated',
} as const;

/** The instance view of a machine; one that is deallocated has neither agent nor disks. */
export function instanceView(
  state: WorldState,
  machine: VirtualMachine,
  nowMilliseconds: number,
): Record<string, unknown> {
  const { runtime, provisioningState } = machine.properties;
  const statuses = [
    {
      ...provisioningStatus(provisioningState),
      time: offsetInstant(runtime.changedMilliseconds),
    },
    ...powerStatus(machine),
  ];
  if (runtime.powerState === 'deallocated') {
    return { hyperVGeneration: runtime.hyperVGeneration, statuses };
  }
  return {
    ...guestView(state, machine, nowMilliseconds),
    disks: machineDisks(state, machine).map((disk) =>
      diskView(isClosed(disk, runtime) ? { name: disk.name } : disk, runtime.changedMilliseconds),
    ),
    ...extensionViews(state, machine, nowMilliseconds),
    hyperVGeneration: runtime.hyperVGeneration,
    statuses,
  };
}

/** Whether a machine runs, as a list: one that is being made has no power state yet. */
export function powerStatus({ properties }: VirtualMachine): readonly PowerStatus[] {
  const { runtime, provisioningState } = properties;
  const { powerState } = runtime;
  return provisioningState === 'Creating'
    ? []
    : [
        {
          code: `PowerState/${powerState}`,
          level: 'Info',
          displayStatus: POWER_STATES[powerState],
        },
      ];
}

interface PowerStatus {
  readonly code: string;
  readonly level: 'Info';
  readonly displayStatus: string;
}

function isClosed({ lun }: MachineDisk, runtime: MachineRuntime): boolean {
  const { dataDisksClosed, closedLuns = [] } = runtime;
  return lun !== -1 && (dataDisksClosed === true || closedLuns.includes(lun));
}

/** The instance view of an extension. Recording ade-enable.poll-sequence. */
export function extensionInstanceView(extension: ArmResource): Record<string, unknown> {
  const runtime = extensionRuntimeSchema.parse(extension.properties['runtime']);
  const type = handlerType(extension);
  return {
    name: extension.name,
    type,
    typeHandlerVersion: runtime.handlerVersion,
    ...(runtime.substatus === undefined
      ? {}
      : {
          substatuses: [
            {
              code: `ComponentStatus/${type}/succeeded`,
              level: 'Info',
              displayStatus: 'Provisioning succeeded',
              message: runtime.substatus,
            },
          ],
        }),
    statuses: [{ ...OUTCOMES[runtime.outcome], message: runtime.message }],
  };
}

const OUTCOMES = {
  succeeded: {
    code: 'ProvisioningState/succeeded',
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
  },
  failed: {
    code: 'ProvisioningState/failed/1',
    level: 'Error',
    displayStatus: 'Provisioning failed',
  },
  transitioning: {
    code: 'ProvisioningState/transitioning',
    level: 'Info',
    displayStatus: 'Transitioning',
  },
} as const;

function provisioningStatus(provisioningState: string) {
  switch (provisioningState) {
    case 'Succeeded':
      return OUTCOMES.succeeded;
    case 'Failed':
      return {
        code: 'ProvisioningState/failed',
        level: 'Error',
        displayStatus: 'Provisioning failed',
      };
    case 'Creating':
      return { code: 'ProvisioningState/creating', level: 'Info', displayStatus: 'Creating' };
    case 'Deleting':
      return { code: 'ProvisioningState/deleting', level: 'Info', displayStatus: 'Deleting' };
    default:
      return { code: 'ProvisioningState/updating', level: 'Info', displayStatus: 'Updating' };
  }
}

/** What the guest says of itself; without an agent it says nothing. Recording …agent-not-ready. */
function guestView(
  state: WorldState,
  machine: VirtualMachine,
  nowMilliseconds: number,
): Record<string, unknown> {
  const { runtime } = machine.properties;
  if (!agentAnswers(runtime, nowMilliseconds) || runtime.powerState !== 'running') {
    return { vmAgent: silentAgent(nowMilliseconds) };
  }
  const handlers = machineExtensions(state, machine).map((extension) => handlerView(extension));
  return {
    computerName: runtime.computerName,
    osName: runtime.osName,
    osVersion: runtime.osVersion,
    vmAgent: {
      vmAgentVersion: runtime.agentVersion,
      statuses: [
        {
          code: 'ProvisioningState/succeeded',
          level: 'Info',
          displayStatus: 'Ready',
          message: 'GuestAgent is running and processing the extensions.',
          time: offsetInstant(nowMilliseconds),
        },
      ],
      ...(handlers.length === 0 ? {} : { extensionHandlers: handlers }),
    },
  };
}

function silentAgent(nowMilliseconds: number): Record<string, unknown> {
  return {
    vmAgentVersion: 'Unknown',
    statuses: [
      {
        code: 'ProvisioningState/Unavailable',
        level: 'Warning',
        displayStatus: 'Not Ready',
        message: 'VM status blob is found but not yet populated.',
        time: offsetInstant(nowMilliseconds),
      },
    ],
  };
}

function handlerView(extension: ArmResource): Record<string, unknown> {
  const { handlerVersion } = extensionRuntimeSchema.parse(extension.properties['runtime']);
  return {
    type: handlerType(extension),
    typeHandlerVersion: handlerVersion,
    status: { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready' },
  };
}

function extensionViews(
  state: WorldState,
  machine: VirtualMachine,
  nowMilliseconds: number,
): Record<string, unknown> {
  const { runtime } = machine.properties;
  const extensions = machineExtensions(state, machine);
  return agentAnswers(runtime, nowMilliseconds) &&
    runtime.powerState === 'running' &&
    extensions.length > 0
    ? { extensions: extensions.map((extension) => extensionInstanceView(extension)) }
    : {};
}

/** An encrypted disk says where its key is, and has a second status; one that stays closed does not. */
function diskView(
  disk: Pick<MachineDisk, 'name'> & Partial<Pick<MachineDisk, 'encryption'>>,
  changedMilliseconds: number,
): Record<string, unknown> {
  const settings = disk.encryption?.enabled === true ? disk.encryption.encryptionSettings : [];
  const provisioned = {
    ...OUTCOMES.succeeded,
    time: offsetInstant(changedMilliseconds),
  };
  if (settings === undefined || settings.length === 0) {
    return { name: disk.name, statuses: [provisioned] };
  }
  return {
    name: disk.name,
    encryptionSettings: settings.map((setting) => ({ enabled: true, ...setting })),
    statuses: [provisioned, ENCRYPTED],
  };
}

const ENCRYPTED = {
  code: 'EncryptionState/encrypted',
  level: 'Info',
  displayStatus: 'Encryption is enabled on disk',
};

function handlerType({ properties }: ArmResource): string {
  return `${String(properties['publisher'])}.${String(properties['type'])}`;
}
