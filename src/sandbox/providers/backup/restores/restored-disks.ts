// The disks that a restore makes: resources in the target group, or blobs in the staging container.

import { idsNamed } from '../../../kernel/ids.js';
import { compactInstant, isoInstant } from '../../../kernel/time/instant.js';
import { findResource, putResource, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { lockedImage } from '../../compute/disks/disk-image.js';
import { networkAccess } from '../../compute/disks/network-access.js';
import { DISK_TYPE } from '../../compute/virtual-machines/state.js';
import { writeBlob, type ContainerName } from '../../storage-data/blobs.js';
import type { CapturedDisk } from './state.js';
import type { RecoveryPoint } from '../recovery-points/state.js';

/** A disk as a restore leaves it. */
export interface RestoredDisk {
  readonly captured: CapturedDisk;
  readonly name: string;
  /** Of a managed disk. */
  readonly id?: string;
  /** Of a disk that is a blob. */
  readonly vhdUri?: string;
}

/** Where a restore puts its files. */
export interface StagingContainer extends ContainerName {
  /** Address of the account's blobs, with a slash at its end. */
  readonly endpoint: string;
}

/** Where and of what disks are made. */
export interface DiskMaking {
  readonly state: WorldState;
  readonly vmName: string;
  readonly jobId: string;
  readonly location: string;
  readonly point: RecoveryPoint;
  readonly disks: readonly CapturedDisk[];
  /** As an order has it. */
  readonly diskAccessId?: string | null | undefined;
  readonly atMilliseconds: number;
}

/** From these on Azure does not put the encryption settings back. Documentation: Restore encrypted Azure virtual machines. */
const MAX_DISKS = 16;
const MAX_DISK_GB = 4097;

/** A fixed VHD ends with a footer of so many bytes. */
const VHD_FOOTER_BYTES = 512;

/** Makes managed disks in a resource group; their key is the one of the point. */
export function makeManagedDisks(making: DiskMaking, groupId: string): RestoredDisk[] {
  const { state, disks } = making;
  const idOf = (name: string): string => `${groupId}/providers/${DISK_TYPE}/${name}`;
  const names = freeNames(making, (name) => findResource(state, idOf(name)) === undefined);
  return disks.map((captured, index) => {
    const name = names[index] ?? '';
    const id = idOf(name);
    putResource(state, managedDisk(making, captured, { id, name }));
    return { captured, name, id };
  });
}

/** Writes disks as blobs; Azure tells them nowhere where their key lies. */
export function writeDiskBlobs(making: DiskMaking, staging: StagingContainer): RestoredDisk[] {
  const { state, disks, atMilliseconds } = making;
  const { account, container, endpoint } = staging;
  const names = freeNames(making, () => true);
  return disks.map((captured, index) => {
    const name = names[index] ?? '';
    const blob = {
      account,
      container,
      name: `${name}.vhd`,
      type: 'PageBlob' as const,
      content: captured.lock === undefined ? new Uint8Array() : lockedImage(captured.lock),
      size: captured.sizeGB * 1024 ** 3 + VHD_FOOTER_BYTES,
    };
    writeBlob(state, blob, atMilliseconds);
    return { captured, name, vhdUri: `${endpoint}${container}/${blob.name}` };
  });
}

/**
 * `<vm>-osdisk-<time>` and `<vm>-datadisk-<number>-<time>`, the machine's name in lower case and only its letters
 * and digits, as a support page shows for VM-RHEL-PE; a second later where they are taken (an assumption).
 */
function freeNames(
  { vmName, disks, atMilliseconds }: DiskMaking,
  isFree: (name: string) => boolean,
): string[] {
  const bare = vmName.toLowerCase().replaceAll(/[^0-9a-z]/gu, '');
  for (let at = atMilliseconds; ; at += 1000) {
    const stamp = compactInstant(at).replace('T', '-').replace('Z', '');
    const names = disks.map(({ lun }) =>
      lun === -1
        ? `${bare}-osdisk-${stamp}`
        : `${bare}-datadisk-${String(lun).padStart(3, '0')}-${stamp}`,
    );
    if (names.every((name) => isFree(name))) {
      return names;
    }
  }
}

/** Tag of restored disks, as exported ones and public scripts have it: the id of the job that made them. */
const JOB_TAG = 'RSVaultBackup';

function accessOf({ diskAccessId }: CapturedDisk, making: DiskMaking): string | undefined {
  return making.diskAccessId === undefined ? diskAccessId : (making.diskAccessId ?? undefined);
}

function managedDisk(
  making: DiskMaking,
  captured: CapturedDisk,
  { id, name }: { readonly id: string; readonly name: string },
): ArmResource {
  const { state, jobId, location, point, disks, atMilliseconds } = making;
  const { sizeGB, lock, diskEncryptionSetId: set, sku } = captured;
  const { machine, zones } = point;
  const system = captured.lun === -1;
  const recorded = disks.length <= MAX_DISKS && disks.every((disk) => disk.sizeGB <= MAX_DISK_GB);
  return {
    id,
    name,
    type: DISK_TYPE,
    location,
    tags: { [JOB_TAG]: jobId },
    extra: {
      sku: sku ?? { name: 'Standard_LRS', tier: 'Standard' },
      ...(zones === undefined ? {} : { zones: [...zones] }),
    },
    properties: {
      ...(system
        ? { osType: point.osType, hyperVGeneration: machine?.hyperVGeneration ?? 'V1' }
        : {}),
      creationData: { createOption: 'Restore' },
      diskSizeGB: sizeGB,
      diskSizeBytes: sizeGB * 1024 ** 3,
      encryption:
        set === undefined
          ? { type: 'EncryptionAtRestWithPlatformKey' }
          : { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: set },
      ...(captured.encryption === undefined || !recorded
        ? {}
        : { encryptionSettingsCollection: structuredClone(captured.encryption) }),
      ...(captured.purchasePlan === undefined
        ? {}
        : { purchasePlan: { ...captured.purchasePlan } }),
      ...networkAccess(accessOf(captured, making)),
      ...(point.securityType === 'TrustedLaunch' && system
        ? { securityProfile: { securityType: 'TrustedLaunch' } }
        : {}),
      timeCreated: isoInstant(atMilliseconds).replace('Z', '+00:00'),
      provisioningState: 'Succeeded',
      diskState: 'Unattached',
      uniqueId: idsNamed(state, `restored disk ${id}`).guid(),
      ...(lock === undefined ? {} : { runtime: { lock } }),
    },
  };
}
