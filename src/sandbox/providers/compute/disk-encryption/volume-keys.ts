// Keys of data volumes. On Windows each volume has a secret of its own in the key vault, by its letter ("Unlock an
// encrypted disk offline"), and each disk names those of its volumes (OpenAPI EncryptionSettingsCollection: "one for
// each disk volume"). That a disk holds one volume is a simplification; that dual pass keeps to one secret, as the
// machine's model has room for one, is an assumption, and so is that Linux does, which has one passphrase.

import { idsNamed } from '../../../kernel/ids.js';
import type { WorldState } from '../../../kernel/state.js';
import type { MachineDisk, VirtualMachine } from '../virtual-machines/state.js';
import { createDiskKey, type CreatedDiskKey, type DiskKeyPlace } from './disk-key.js';

/** Whether the data disks of a machine have keys of their own. */
export function hasVolumeKeys(
  { properties }: VirtualMachine,
  { doublePass }: { readonly doublePass: boolean },
): boolean {
  return properties.storageProfile.osDisk.osType === 'Windows' && !doublePass;
}

/** Makes the key of a data disk, or puts the one that it has where it is to lie. */
export function createVolumeKey(
  state: WorldState,
  disk: MachineDisk,
  nowMilliseconds: number,
  place: DiskKeyPlace,
): CreatedDiskKey {
  const ids = idsNamed(state, `volume ${place.machineName} ${disk.name} ${nowMilliseconds}`);
  return createDiskKey(state, ids, nowMilliseconds, {
    ...place,
    volumeLetter: `${letterOf(disk.lun)}:\\`,
  });
}

/** From F on, as on the page; C is the OS, D the temporary disk. */
function letterOf(lun: number): string {
  const letters = 'FGHIJKLMNOPQRSTUVWXYZ';
  return letters.charAt(lun % letters.length);
}
