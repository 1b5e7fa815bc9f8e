// What a list of machines leaves open about encryption: it shows neither how a machine runs nor what its extensions say.

import type { ListedMachine } from '../virtual-machine.js';
import { nameOf } from '../resource-id.js';
import type { DiskFacts } from './ade-detection.js';

/** Names that `az` and the portal give the extension of Azure Disk Encryption. */
const ADE_EXTENSION = /azurediskencryption/iu;

/**
 * True where only the machine itself can tell how it is encrypted: something is done to it, a disk does not tell, or its
 * disks and its extensions do not agree.
 */
export function needsInstanceView(
  { machine, extensionIds }: ListedMachine,
  disks: readonly DiskFacts[],
): boolean {
  const lasting = disks.filter(({ attached }) => attached.source.kind !== 'ephemeral');
  const encrypted = lasting.map(
    ({ disk }) => disk.status === 'known' && disk.value.adeSettings?.enabled === true,
  );
  const some = encrypted.includes(true);
  return (
    machine.provisioningState !== 'Succeeded' ||
    lasting.some(({ disk }) => disk.status !== 'known') ||
    (some && encrypted.includes(false)) ||
    (!some && extensionIds.some((id) => ADE_EXTENSION.test(nameOf(id))))
  );
}
