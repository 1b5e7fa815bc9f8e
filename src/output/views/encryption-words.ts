// How a VM's disks are encrypted, in a few words.

import type { EncryptionDocument } from '../../commands/results/parts.js';

const WORDS: Readonly<Record<string, string>> = {
  'platform-key': 'platform-managed keys',
  'customer-key': 'customer-managed key',
  double: 'double encryption at rest',
  'at-host': 'encryption at host',
  confidential: 'confidential disk encryption',
  unrecognised: 'encryption not recognised',
};

/** Such as `ADE single pass, BEK + KEK`; a kind that is not known here is shown as it is. */
export function encryptionWords(encryption: EncryptionDocument): string {
  return encryption.kind === 'ade'
    ? adeWords(encryption)
    : (WORDS[encryption.kind] ?? encryption.kind);
}

function adeWords(encryption: EncryptionDocument): string {
  const words = [encryption.pass === null ? 'ADE' : `ADE ${encryption.pass} pass`];
  if (encryption.keyEncryptionKey !== null) {
    words.push(encryption.keyEncryptionKey ? 'BEK + KEK' : 'BEK only');
  }
  if (encryption.disks === 'unmanaged') {
    words.push('unmanaged disks');
  }
  if (encryption.state !== null && encryption.state !== 'encrypted') {
    words.push(encryption.state.replaceAll('-', ' '));
  }
  return words.join(', ');
}
