// What the restore of a drill would be refused for, found before anything is made: by the very rules that the restore goes
// by, in places that are not there yet.

import { createFactReader } from '../../../facts/fact-reader.js';
import { createJobReader } from '../../../steps/job-watch/reader.js';
import type { CommandContext } from '../../context.js';
import { refuseLockedRestore } from '../../restore/locked-writes.js';
import { prepareRestore } from '../../restore/prepare.js';
import { nameOf } from '../../../domain/resource-id.js';
import type { PreparedDrill } from './prepare.js';
import { restoreOptions, type DrillRestoreOptions } from './restore-vm.js';

/** @throws AzbackupError whatever `azbackup restore` throws before it changes anything */
export async function refuseUnrestorable(
  surroundings: CommandContext,
  prepared: PreparedDrill,
  options: DrillRestoreOptions,
): Promise<void> {
  // The restore itself gives its warnings.
  const context = { ...surroundings, warn: () => undefined };
  const wanted = restoreOptions(prepared, options);
  const { groupId, networkId, subnetName } = prepared.place;
  const planned = await prepareRestore(
    context,
    createJobReader(context),
    // Of a key vault that is not there yet there is nothing to read; what the point has of keys comes with its disks.
    prepared.ownKeyVault ? { ...wanted, keys: 'never', ignore: ['keys'] } : wanted,
    {
      group: { id: groupId, name: nameOf(groupId) },
      subnetId: `${networkId}/subnets/${subnetName}`,
    },
  );
  await refuseLockedRestore(context, createFactReader(context.services), planned, groupId);
}
