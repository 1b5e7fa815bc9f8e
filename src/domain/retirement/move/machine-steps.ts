// The steps on the machine itself: decrypt and copy, build anew, or have it made anew.

import { commandLine } from '../../command-line.js';
import type { VirtualMachine } from '../../virtual-machine.js';
import {
  copyCommands,
  createFromImage,
  createOnDisks,
  featureCommand,
  newName,
  sizesCommand,
} from './az-commands.js';
import type { MoveFacts, MoveStep } from './step.js';

/** What leads to the new machine, between what comes before and after on every way. */
export function buildSteps(facts: MoveFacts, own: readonly MoveStep[]): readonly MoveStep[] {
  const { vm, wayOut, deadline } = facts;
  if (vm === undefined) {
    return [];
  }
  const steps =
    wayOut.way === 'redeploy'
      ? [prepareStep(facts, vm), ...own]
      : [recordStep(vm), prepareStep(facts, vm), ...own, verifyNewStep(vm)];
  return steps.map((step) => ({ by: deadline, ...step }));
}

function recordStep({ id, name }: VirtualMachine): MoveStep {
  return {
    id: 'record',
    what: `keep the configuration of ${name}`,
    why: 'network, extensions, identities, tags and roles have to be set again on the new VM',
    commands: [
      `${commandLine('az', 'vm', 'show', '--ids', id, '-o', 'json')} > ${quotedFile(name)}`,
    ],
  };
}

function quotedFile(name: string): string {
  return commandLine(`${name}.json`);
}

function prepareStep({ sizeCanEncryptAtHost }: MoveFacts, vm: VirtualMachine): MoveStep {
  const why =
    sizeCanEncryptAtHost === true
      ? `VMs of size ${vm.size} can encrypt at host; the subscription must be registered for it`
      : sizeCanEncryptAtHost === false
        ? `VMs of size ${vm.size} cannot encrypt at host: choose another size for the new VM. The subscription must be registered for it`
        : `whether VMs of size ${vm.size} can encrypt at host is not known. The subscription must be registered for it`;
  const sizes = sizeCanEncryptAtHost === true ? [] : [sizesCommand(vm)];
  return {
    id: 'prepare',
    what: 'see that encryption at host can be used',
    why,
    commands: [featureCommand(vm), ...sizes],
  };
}

/** Decrypt, copy by upload, build on the copies. */
export function decryptSteps({ vm, volumes }: MoveFacts): readonly MoveStep[] {
  return vm === undefined
    ? []
    : [
        decryptStep(vm, volumes?.data),
        verifyDecryptedStep(vm),
        ...(vm.osType === 'Windows' ? [LEAVE_DOMAIN] : []),
        copyStep(vm),
        {
          id: 'create-vm',
          what: `build ${newName(vm.name)} on the new disks`,
          why: 'encryption at host is refused for a VM that has or ever had ADE, so it has to be a new one',
          commands: [createOnDisks(vm)],
        },
      ];
}

/** On Windows ADE encrypts the OS volume or all; on Linux only data volumes can be decrypted. */
function decryptStep({ id, osType }: VirtualMachine, data: boolean | undefined): MoveStep {
  const volumes = osType === 'Linux' ? 'DATA' : data === false ? 'OS' : 'ALL';
  return {
    id: 'decrypt',
    what: 'decrypt the disks',
    why: 'a copy of an encrypted disk cannot be opened without ADE. The VM must run meanwhile',
    commands: [
      commandLine('az', 'vm', 'encryption', 'disable', '--ids', id, '--volume-type', volumes),
    ],
  };
}

function verifyDecryptedStep(vm: VirtualMachine): MoveStep {
  const { subscriptionId, resourceGroup, name, osType } = vm;
  const place = ['--subscription', subscriptionId, '-g', resourceGroup, '--vm-name', name];
  const extension = osType === 'Windows' ? 'AzureDiskEncryption' : 'AzureDiskEncryptionForLinux';
  return {
    id: 'verify-decrypted',
    what: 'see in the guest that nothing is encrypted any more, then remove the extension',
    why: 'the portal names the new encryption at once, while the decryption still runs; the guest shows how far it is. The extension must stay until then',
    guest:
      osType === 'Windows'
        ? ['manage-bde -status']
        : ['lsblk -o NAME,TYPE,FSTYPE,MOUNTPOINT', 'cryptsetup status NAME'],
    commands: [commandLine('az', 'vm', 'extension', 'delete', ...place, '-n', extension)],
  };
}

const LEAVE_DOMAIN: MoveStep = {
  id: 'leave-domain',
  what: 'take it out of its domain, if it is in one',
  why: 'a member leaves before the old VM is deleted; the new VM joins again',
  guest: ['Remove-Computer -UnjoinDomainCredential (Get-Credential) -Restart'],
};

function copyStep(vm: VirtualMachine): MoveStep {
  const left = vm.disks.filter(({ source }) => source.kind !== 'managed').map(({ name }) => name);
  return {
    id: 'copy-disks',
    what: 'copy each disk by upload, with the VM deallocated',
    why: [
      'the mark of ADE survives snapshots and copies; only disks that are made by upload are free of it. SOURCE_SAS and TARGET_SAS are the addresses that the two grants return',
      ...(left.length === 0 ? [] : [`not managed, and not covered here: ${left.join(', ')}`]),
      ...(vm.securityType === 'Standard'
        ? []
        : [`the page of Azure does not cover ${vm.securityType} VMs: try it on a copy first`]),
    ].join('. '),
    commands: [
      commandLine('az', 'vm', 'deallocate', '--ids', vm.id),
      ...vm.disks.flatMap((disk) => copyCommands(vm, disk)),
    ],
  };
}

/** Build from an image, move the data. */
export function rebuildSteps({ vm }: MoveFacts): readonly MoveStep[] {
  return vm === undefined
    ? []
    : [
        {
          id: 'create-vm',
          what: `build ${newName(vm.name)} from an image`,
          why: 'Azure does not support taking ADE off the OS disk of Linux, so its disks stay behind',
          commands: [createFromImage(vm)],
        },
        {
          id: 'move-data',
          what: 'move data and configuration by file',
          why: 'encrypted disks cannot be attached to the new VM. Stop what writes before the last run',
          guest: ['rsync -aHAX --numeric-ids PATH USER@HOST:PATH'],
        },
      ];
}

/** Have the scale set or the pool make it anew. */
export function redeployStep({ kind }: MoveFacts): MoveStep {
  return kind === 'scale-set-instance'
    ? {
        id: 'redeploy',
        what: 'make a scale set with encryption at host, and move the load to it',
        why: 'its instances are made from a model, and one that has or ever had ADE cannot encrypt at host',
        commands: [
          'az vmss create -g GROUP -n NAME --image IMAGE --instance-count COUNT --encryption-at-host true',
        ],
      }
    : {
        id: 'redeploy',
        what: 'add session hosts with encryption at host to the pool, drain the old ones, and remove them',
        why: 'Azure has session hosts redeployed, not migrated. See first where the profiles of users are kept',
      };
}

function verifyNewStep(vm: VirtualMachine): MoveStep {
  const { subscriptionId, resourceGroup, name, osType } = vm;
  const which = ['--subscription', subscriptionId, '-g', resourceGroup, '-n', newName(name)];
  const query = ['--query', 'securityProfile.encryptionAtHost', '-o', 'tsv'];
  return {
    id: 'verify-new',
    what: 'see that the new VM encrypts at host, and that it works',
    why: 'the command prints true. Test applications and data before anything of the old one is deleted',
    commands: [commandLine('az', 'vm', 'show', ...which, ...query)],
    ...(osType === 'Linux' ? { guest: ['lsblk -f', 'mount -a'] } : {}),
  };
}
