// Reads one machine as far as its way out of ADE needs it: from the lists of its subscription, and itself only where
// these leave a doubt.

import { detectEncryption } from '../../domain/encryption/encryption-detection.js';
import type { Encryption } from '../../domain/encryption/encryption.js';
import { needsInstanceView } from '../../domain/encryption/listed-machine.js';
import { nameOf } from '../../domain/resource-id.js';
import {
  bareDataDisks,
  encryptedVolumes,
  type EncryptedVolumes,
} from '../../domain/retirement/encrypted-volumes.js';
import type { ListedMachine, VirtualMachine } from '../../domain/virtual-machine.js';
import type { Fact } from '../../domain/fact.js';
import type { Target } from '../../facts/choose-machines.js';
import type { FactReader } from '../../facts/fact-reader.js';
import type { ListedFacts } from '../../facts/listed-facts.js';
import { readDisks } from '../../facts/machine-facts.js';

/** A machine as it was read. */
export type MachineReading =
  | {
      readonly status: 'there';
      readonly vm: VirtualMachine;
      readonly encryption: Encryption;
      readonly volumes: EncryptedVolumes;
      /** Data disks that ADE does not encrypt though it encrypts others. */
      readonly bareDisks: readonly string[];
      /** Absent where Azure does not say. */
      readonly sizeCanEncryptAtHost?: boolean;
    }
  | { readonly status: 'gone' }
  | { readonly status: 'unknown'; readonly fact: Fact<never> & { readonly status: 'unreadable' } };

/** Reads a machine. */
export async function readMachine(
  reader: FactReader,
  lists: ListedFacts | undefined,
  target: Target,
): Promise<MachineReading> {
  const source = lists ?? reader;
  const listed = await lists?.model(target);
  if (listed !== undefined) {
    const disks = await readDisks(source, listed.machine);
    if (!needsInstanceView(listed, disks) && !mayBeSessionHost(listed)) {
      return reading(reader, listed.machine, disks);
    }
  }
  const machine = await reader.machine(target.id);
  if (machine.status !== 'known') {
    return machine.status === 'absent' ? { status: 'gone' } : { status: 'unknown', fact: machine };
  }
  return reading(reader, machine.value, await readDisks(source, machine.value));
}

/** The extension that registers session hosts is one of many uses of its kind. */
function mayBeSessionHost({ extensionIds }: ListedMachine): boolean {
  return extensionIds.some((id) => /dsc/iu.test(nameOf(id)));
}

async function reading(
  reader: FactReader,
  vm: VirtualMachine,
  disks: Awaited<ReturnType<typeof readDisks>>,
): Promise<MachineReading> {
  const encryption = detectEncryption(vm, disks);
  const sizes =
    encryption.kind === 'ade' ? await reader.sizes(vm.subscriptionId, vm.location) : undefined;
  const size =
    sizes?.status === 'known'
      ? sizes.value.find(({ name }) => name.toLowerCase() === vm.size.toLowerCase())
      : undefined;
  const volumes = encryptedVolumes(vm, disks);
  return {
    status: 'there',
    vm,
    encryption,
    volumes,
    bareDisks: bareDataDisks(vm, disks, volumes),
    ...(size?.encryptionAtHost === undefined
      ? {}
      : { sizeCanEncryptAtHost: size.encryptionAtHost }),
  };
}
