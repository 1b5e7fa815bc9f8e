// The steps of a restore, in their order; those that are done already are left out. What only earlier steps
// can tell (names of disks, versions of secrets) is no part of the plan.

import type { AdeVolumeType } from '../../domain/encryption/ade-extension.js';
import { formatResourceId, parseResourceId, type ResourceId } from '../../domain/resource-id.js';
import type { RestoreRequest } from '../../domain/recovery/restore-request.js';
import { RESTORE_POINT_TAG } from '../../domain/recovery/restore-progress.js';
import type { UefiSettings } from '../../domain/virtual-machine.js';
import type { SourceTraits } from './source/source-traits.js';
import type { KeyStep } from '../keys/step.js';
import type { AdeRun } from './source/ade-run.js';
import type { RestoreStep } from './steps/step.js';

/** A machine to build from the disks. */
export interface MachineGoal {
  readonly id: ResourceId;
  readonly osType: 'Windows' | 'Linux';
  /** How the machine that was backed up starts, where it still tells. */
  readonly uefi?: UefiSettings;
  readonly zones: readonly string[];
  readonly subnetId: ResourceId;
  readonly size?: string;
  readonly privateAddress?: string;
  /** Of the machine and its interface, what is as on the one that was backed up. */
  readonly traits?: Pick<SourceTraits, 'machine' | 'networkInterface'>;
  /** Besides that of the restore. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The ADE extension that has to run in it again; absent where none has to. */
  readonly ade?: AdeRun;
  /** Which of its volumes were encrypted; absent where nothing says it. */
  readonly volumes?: AdeVolumeType;
}

/** What is asked for, and how far it has come. */
export interface RestoreGoal {
  readonly request: RestoreRequest;
  readonly machine?: MachineGoal;
  readonly keySteps: readonly KeyStep[];
  /** True where the copies of key and secret come only with the disks. */
  readonly keysFollowDisks: boolean;
  /** True where the restored OS disk is to be told where key and secret are. */
  readonly setsEncryption: boolean;
  readonly keepsStaging: boolean;
  readonly done: RestoreDone;
}

/** What earlier runs have brought about. */
export interface RestoreDone {
  readonly disks: 'missing' | 'running' | 'restored';
  readonly jobId?: string;
  /** False where somebody else has begun it: then its files are theirs. */
  readonly ours: boolean;
  readonly interface: boolean;
  /** The interface that was made, or is to be; the first by the machine's name where it is left out. */
  readonly interfaceId?: ResourceId;
  readonly machine: boolean;
  readonly extension: boolean;
  /** True where blobs with key material, or those of a machine that is built, are left. */
  readonly staging: boolean;
}

/** A network interface of a machine that is built; others are for where names are taken. */
export function interfaceIdOf(machineId: ResourceId, number = 1): ResourceId {
  const parts = parseResourceId(machineId);
  if (parts === undefined) {
    throw new RangeError(`${machineId} is not a resource id`);
  }
  return formatResourceId({
    ...parts,
    type: 'Microsoft.Network/networkInterfaces',
    names: [`${parts.name}-nic${number === 1 ? '' : number}`],
  });
}

/**
 * The plan. Each step waits for the one before. Key and secret come first where the point itself has their
 * copies: what may fail for want of a permission fails in seconds then, and not after the disks.
 */
export function planRestore(goal: RestoreGoal): readonly (RestoreStep | KeyStep)[] {
  const { done, machine } = goal;
  const built = machine !== undefined && done.machine;
  const disks = built || done.disks === 'restored' ? [] : [disksStep(goal)];
  const settings = goal.setsEncryption && !built ? [settingsStep(goal)] : [];
  const building = machine === undefined ? [] : machineSteps(goal, machine);
  const cleaning =
    goal.keepsStaging || !done.ours || !(done.staging || disks.length > 0)
      ? []
      : [cleaningStep(goal)];
  const first = goal.keysFollowDisks ? [...disks, ...goal.keySteps] : [...goal.keySteps, ...disks];
  return chained([...first, ...settings, ...building, ...cleaning]);
}

function chained(steps: readonly (RestoreStep | KeyStep)[]): readonly (RestoreStep | KeyStep)[] {
  return steps.map((step, index) => {
    const before = steps[index - 1];
    return before === undefined ? step : { ...step, after: [before.id] };
  });
}

function base(
  kind: RestoreStep['kind'],
  target: ResourceId,
  { request: { vmId } }: RestoreGoal,
): { readonly id: string; target: ResourceId; after: readonly []; vmIds: readonly ResourceId[] } {
  return { id: `${kind}:${target}`.toLowerCase(), target, after: [], vmIds: [vmId] };
}

function disksStep(goal: RestoreGoal): RestoreStep {
  const { request, done } = goal;
  const target = request.targetResourceGroupId ?? request.storageAccountId;
  return {
    kind: 'restore-disks',
    ...base('restore-disks', target, goal),
    ...request,
    ...(done.disks === 'running' && done.jobId !== undefined ? { joins: done.jobId } : {}),
  };
}

function settingsStep(goal: RestoreGoal): RestoreStep {
  const { targetResourceGroupId, storageAccountId, vmId } = goal.request;
  return {
    kind: 'set-disk-encryption',
    ...base('set-disk-encryption', targetResourceGroupId ?? storageAccountId, goal),
    vmId,
  };
}

function machineSteps(goal: RestoreGoal, machine: MachineGoal): readonly RestoreStep[] {
  const { done, request } = goal;
  const { location } = request;
  const own = { [RESTORE_POINT_TAG]: request.point };
  const tags = { ...machine.tags, ...own };
  const { subnetId, privateAddress, size, osType, uefi, zones, id, ade } = machine;
  const { interfaceId = interfaceIdOf(id) } = done;
  const steps: readonly (RestoreStep | false)[] = [
    !done.interface &&
      !done.machine && {
        kind: 'create-interface',
        ...base('create-interface', interfaceId, goal),
        location,
        subnetId,
        traits: machine.traits?.networkInterface ?? {},
        tags: own,
        ...(privateAddress === undefined ? {} : { privateAddress }),
      },
    !done.machine && {
      kind: 'create-machine',
      ...base('create-machine', id, goal),
      vaultId: request.vaultId,
      vmId: request.vmId,
      location,
      interfaceId,
      osType,
      zones,
      traits: machine.traits?.machine ?? {},
      tags,
      ...(size === undefined ? {} : { size }),
      ...(uefi === undefined ? {} : { uefi }),
    },
    ade?.volumeType !== undefined &&
      !done.extension && {
        kind: 'put-ade-extension',
        ...base('put-ade-extension', id, goal),
        location,
        extensionType: ade.extensionType,
        volumeType: ade.volumeType,
      },
  ];
  return steps.filter((step) => step !== false);
}

function cleaningStep(goal: RestoreGoal): RestoreStep {
  const { storageAccountId, vmId } = goal.request;
  return {
    kind: 'delete-staging',
    ...base('delete-staging', storageAccountId, goal),
    vmId,
    keepsTemplate: goal.machine === undefined,
  };
}
