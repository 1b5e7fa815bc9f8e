// The verdict on a VM's encryption. ADE outweighs everything else, for it alone ties backups to a key
// vault; and what could not be read is never called unencrypted.

import { detectAde, extensionEvidence, type DiskFacts } from './ade-detection.js';
import { adeExtensionOf, type AdeExtension } from './ade-extension.js';
import type { Encryption, EncryptionEvidence } from './encryption.js';
import { storageEncryption } from './storage-encryption.js';
import type { VirtualMachine } from '../virtual-machine.js';

/**
 * How a VM's disks are encrypted, with every source that led to the verdict.
 * @param disks all disks of the VM; an unmanaged disk has no managed disk behind it
 */
export function detectEncryption(vm: VirtualMachine, disks: readonly DiskFacts[]): Encryption {
  const extension = adeExtensionOf(vm);
  const unread = disks.filter(isUnread);
  const gaps = unread.map(unreadEvidence);
  const ade = detectAde(vm, disks, extension);
  if (ade !== undefined) {
    return { ...ade, evidence: [...ade.evidence, ...gaps] };
  }
  const evidence = [...extensionEvidence(vm, extension), ...gaps];
  const [first] = unread;
  if (first !== undefined) {
    const what = `disk ${first.attached.name}, which could not be read`;
    return { kind: 'unrecognised', what, evidence };
  }
  return withoutAde(vm, disks, extension, evidence);
}

function withoutAde(
  vm: VirtualMachine,
  disks: readonly DiskFacts[],
  extension: AdeExtension | undefined,
  evidence: readonly EncryptionEvidence[],
): Encryption {
  if (extension?.operation === 'other') {
    const what = `extension ${extension.extension.name}, which does not report the ADE operation`;
    return { kind: 'unrecognised', what, evidence };
  }
  const residue = extension === undefined ? 'none' : 'extension-left-behind';
  const found = storageEncryption(vm, disks, residue);
  return { ...found, evidence: [...found.evidence, ...evidence] };
}

function isUnread({ attached, disk }: DiskFacts): boolean {
  return attached.source.kind === 'managed' && disk.status !== 'known';
}

function unreadEvidence({ attached, disk }: DiskFacts): EncryptionEvidence {
  const statement =
    disk.status === 'unreadable' ? `could not be read: ${disk.message}` : 'does not exist';
  return { source: 'managed-disk', subject: attached.name, statement };
}
