// Steps of a restore. What only earlier steps can tell (names of disks, versions of secrets) is no part of them.

import type { AdeVolumeType } from '../../../domain/encryption/ade-extension.js';
import type { ResourceId } from '../../../domain/resource-id.js';
import type { UefiSettings } from '../../../domain/virtual-machine.js';
import type { InterfaceTraits, MachineTraits } from '../../../services/restore-services.js';
import type { Step } from '../../../steps/plan.js';

/** A step that makes use of what the restore has made so far. */
export type RestoreStep = Step &
  (
    | {
        /** The target is the resource group of the new disks, or the staging account without one. */
        readonly kind: 'restore-disks';
        readonly vaultId: ResourceId;
        readonly vmId: ResourceId;
        readonly point: string;
        readonly location: string;
        readonly storageAccountId: ResourceId;
        readonly targetResourceGroupId?: ResourceId;
        /** A job that goes on already and is watched instead. */
        readonly joins?: string;
      }
    | {
        /** Which disk, and what is set, the steps before tell. The target is the disk's resource group. */
        readonly kind: 'set-disk-encryption';
        readonly vmId: ResourceId;
      }
    | {
        readonly kind: 'create-interface';
        readonly location: string;
        readonly subnetId: ResourceId;
        readonly privateAddress?: string;
        readonly traits?: InterfaceTraits;
        readonly tags: Readonly<Record<string, string>>;
      }
    | {
        /** Its disks are those that the step before has restored. */
        readonly kind: 'create-machine';
        readonly vaultId: ResourceId;
        readonly vmId: ResourceId;
        readonly location: string;
        readonly interfaceId: ResourceId;
        /** The size in the restored template where it is left out. */
        readonly size?: string;
        readonly osType: 'Windows' | 'Linux';
        /** How the machine that was backed up starts; both are on where it no longer tells. */
        readonly uefi?: UefiSettings;
        readonly zones: readonly string[];
        readonly traits?: MachineTraits;
        readonly tags: Readonly<Record<string, string>>;
      }
    | {
        /** The target is the new machine. */
        readonly kind: 'put-ade-extension';
        readonly location: string;
        readonly extensionType: string;
        readonly volumeType: AdeVolumeType;
      }
    | {
        /** The target is the staging account. */
        readonly kind: 'delete-staging';
        readonly vmId: ResourceId;
        /** True where the template, which holds no key material, stays. */
        readonly keepsTemplate: boolean;
      }
  );
