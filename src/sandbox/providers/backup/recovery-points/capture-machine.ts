// What a recovery point remembers of a machine so that its disks can be made again, even when it is gone.

import { z } from 'zod';
import { findResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { encryptionSettingsCollectionSchema } from '../../compute/disk-encryption/settings.js';
import { planSchema } from '../../compute/virtual-machines/plan.js';
import {
  machineDisks,
  type MachineDisk,
  type VirtualMachine,
} from '../../compute/virtual-machines/state.js';
import type { CapturedDisk, CapturedMachine } from '../restores/state.js';
import type { DiskSelection } from '../protected-items/state.js';

/** A machine as it is now, with the disks that a selection backs up; all of them without one. */
export function captureMachine(
  state: WorldState,
  machine: VirtualMachine,
  selection: DiskSelection | undefined,
): CapturedMachine {
  return {
    hyperVGeneration: machine.properties.runtime.hyperVGeneration,
    disks: machineDisks(state, machine)
      .filter(({ lun }) => isBackedUp(lun, selection))
      .map((disk) => captureDisk(state, machine, disk)),
  };
}

/** The OS disk always is. Documentation: Selective disk backup and restore for Azure virtual machines. */
export function isBackedUp(lun: number, selection: DiskSelection | undefined): boolean {
  return (
    lun === -1 ||
    selection === undefined ||
    selection.diskLunList.includes(lun) === selection.isInclusionList
  );
}

const diskSchema = z.object({
  diskSizeGB: z.number().optional(),
  encryption: z.object({ diskEncryptionSetId: z.string().optional() }).optional(),
  encryptionSettingsCollection: encryptionSettingsCollectionSchema.optional(),
  purchasePlan: planSchema.optional(),
  diskAccessId: z.string().optional(),
});
const skuSchema = z.object({ name: z.string(), tier: z.string() });

const USUAL_SKU = { name: 'Premium_LRS', tier: 'Premium' };

function captureDisk(
  state: WorldState,
  machine: VirtualMachine,
  { name, lun, managedDiskId, lock, encryption }: MachineDisk,
): CapturedDisk {
  const { osDisk, dataDisks } = machine.properties.storageProfile;
  const model = lun === -1 ? osDisk : dataDisks.find((disk) => disk.lun === lun);
  const sizeGB = model?.diskSizeGB ?? 0;
  const common = { name, lun, sizeGB, ...(lock === undefined ? {} : { lock }) };
  if (managedDiskId === undefined) {
    return { ...common, ...(encryption === undefined ? {} : { encryption }) };
  }
  return { ...common, ...managedMembers(state, managedDiskId, sizeGB) };
}

/** The machine's own model may say something else of the encryption, but a disk is made of what it says itself. */
function managedMembers(state: WorldState, diskId: string, sizeGB: number) {
  const resource = findResource(state, diskId);
  const own = diskSchema.safeParse(resource?.properties).data ?? {};
  const { purchasePlan, diskAccessId, encryptionSettingsCollection: settings } = own;
  const set = own.encryption?.diskEncryptionSetId;
  return {
    sizeGB: own.diskSizeGB ?? sizeGB,
    sku: skuSchema.safeParse(resource?.extra?.['sku']).data ?? USUAL_SKU,
    ...(set === undefined ? {} : { diskEncryptionSetId: set }),
    ...(settings === undefined ? {} : { encryption: settings }),
    ...(purchasePlan === undefined ? {} : { purchasePlan }),
    ...(diskAccessId === undefined ? {} : { diskAccessId }),
  };
}
