// Which volumes of a machine ADE encrypts. The extension of Linux says it of a running machine; managed disks carry
// settings of their own in single pass; what was last asked for is the weakest witness. Where witnesses disagree it is
// not known: taking ADE off the OS disk of Linux cannot be undone.

import { adeExtensionOf, adeVolumeTypeOf } from '../encryption/ade-extension.js';
import { disksWithoutAde, type DiskFacts } from '../encryption/ade-detection.js';
import type { VirtualMachine } from '../virtual-machine.js';

/** Whether volumes of either kind are encrypted; undefined where it is not known. */
export interface EncryptedVolumes {
  readonly os: boolean | undefined;
  readonly data: boolean | undefined;
}

/** The volumes of a machine that has ADE. */
export function encryptedVolumes(
  vm: VirtualMachine,
  disks: readonly DiskFacts[],
): EncryptedVolumes {
  const hasData = disks.some(({ attached }) => attached.role === 'data');
  return { os: isEncrypted(vm, disks, 'os'), data: hasData && isEncrypted(vm, disks, 'data') };
}

/** Names of data disks that ADE does not encrypt though it encrypts others: nothing encrypts one that is attached later. */
export function bareDataDisks(
  vm: VirtualMachine,
  disks: readonly DiskFacts[],
  { data }: EncryptedVolumes,
): readonly string[] {
  return data === true
    ? disksWithoutAde(vm, disks)
        .filter(({ attached }) => attached.role === 'data')
        .map(({ attached }) => attached.name)
    : [];
}

function isEncrypted(
  vm: VirtualMachine,
  disks: readonly DiskFacts[],
  role: 'os' | 'data',
): boolean | undefined {
  const witnesses = [saidByExtension(vm, role), ofDisks(disks, role)];
  const said = new Set(witnesses.filter((word) => word !== undefined));
  const [only] = said;
  if (said.size > 1) {
    return undefined;
  }
  return only ?? askedFor(vm, role);
}

/** In a word: `os`, `data`, `all`, `none`, or `unknown`. */
export function volumesWord({
  os,
  data,
}: EncryptedVolumes): 'os' | 'data' | 'all' | 'none' | 'unknown' {
  if (os === undefined || data === undefined) {
    return 'unknown';
  }
  return os ? (data ? 'all' : 'os') : data ? 'data' : 'none';
}

/** The words of the Linux extension; a volume that is not mounted tells nothing. */
const SAID: Readonly<Record<string, boolean>> = {
  encrypted: true,
  encryptioninprogress: true,
  decryptioninprogress: true,
  vmrestartpending: true,
  notencrypted: false,
};

function saidByExtension(vm: VirtualMachine, role: 'os' | 'data'): boolean | undefined {
  const word = adeExtensionOf(vm)?.progress?.[role];
  return SAID[word?.toLowerCase() ?? ''];
}

/** Dual pass keeps its settings in the machine's model, so that its disks say nothing. */
function ofDisks(disks: readonly DiskFacts[], role: 'os' | 'data'): boolean | undefined {
  const settings = disks
    .filter(({ attached }) => attached.role === role)
    .map(({ disk }) =>
      disk.status === 'known' ? disk.value.adeSettings?.enabled === true : undefined,
    );
  if (settings.includes(true)) {
    return true;
  }
  const stamped = disks.some(
    ({ disk }) => disk.status === 'known' && disk.value.adeSettings?.enabled === true,
  );
  return stamped && settings.length > 0 && !settings.includes(undefined) ? false : undefined;
}

/** What ADE was asked to encrypt; it may not have come to it. */
function askedFor(vm: VirtualMachine, role: 'os' | 'data'): boolean | undefined {
  const asked = adeVolumeTypeOf(vm)?.toLowerCase();
  return asked === undefined ? undefined : asked === 'all' || asked === role;
}
