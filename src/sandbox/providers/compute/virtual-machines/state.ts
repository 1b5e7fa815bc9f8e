// How virtual machines, disks and extensions are kept: the ARM model as Azure shows it, and beside
// it under `runtime` what only the platform knows and shows elsewhere, such as the instance view.

import { z } from 'zod';
import { findResource, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { diskImageAt } from '../disks/disk-image.js';
import {
  diskKeySettingsSchema,
  encryptionSettingsCollectionSchema,
  type EncryptionSettingsCollection,
} from '../disk-encryption/settings.js';

/** ARM types of this provider. */
export const VIRTUAL_MACHINE_TYPE = 'Microsoft.Compute/virtualMachines';
export const EXTENSION_TYPE = 'Microsoft.Compute/virtualMachines/extensions';
export const DISK_TYPE = 'Microsoft.Compute/disks';
export const DISK_ENCRYPTION_SET_TYPE = 'Microsoft.Compute/diskEncryptionSets';

/** The platform's side of a virtual machine. */
export const machineRuntimeSchema = z.object({
  powerState: z.enum(['running', 'stopped', 'deallocated']),
  agentVersion: z.string(),
  agentReady: z.boolean(),
  computerName: z.string(),
  osName: z.string(),
  osVersion: z.string(),
  hyperVGeneration: z.enum(['V1', 'V2']),
  /** When its disks and its model last changed. */
  changedMilliseconds: z.number(),
  /** Encryption of disks that are no resources of their own, by disk name. */
  unmanagedEncryption: z.record(
    z.string(),
    z.object({ collection: encryptionSettingsCollectionSchema, lock: z.string() }),
  ),
  /** From when on the agent of a new machine answers; at once where absent. */
  agentFromMilliseconds: z.number().optional(),
  /** An encrypted OS disk that nothing opened: the guest asks for a key and goes no further. */
  guestLocked: z.boolean().optional(),
  /** Encrypted data disks that the guest was not told to open: until the extension is put. */
  dataDisksClosed: z.boolean().optional(),
  /** Data disks whose own key the extension could not get. */
  closedLuns: z.array(z.number()).optional(),
  /** A machine whose creation has not come to an end, or failed. */
  neverStarted: z.boolean().optional(),
});

export type MachineRuntime = z.infer<typeof machineRuntimeSchema>;

const diskReferenceSchema = z.looseObject({
  name: z.string(),
  lun: z.number().optional(),
  diskSizeGB: z.number().optional(),
  createOption: z.string().optional(),
  toBeDetached: z.boolean().optional(),
  managedDisk: z.looseObject({ id: z.string() }).optional(),
  vhd: z.looseObject({ uri: z.string() }).optional(),
});

/** A disk in the model of a machine. */
export type MachineDiskReference = z.infer<typeof diskReferenceSchema>;

const machinePropertiesSchema = z.looseObject({
  hardwareProfile: z.looseObject({ vmSize: z.string() }),
  storageProfile: z.looseObject({
    osDisk: diskReferenceSchema.extend({
      osType: z.enum(['Windows', 'Linux']),
      encryptionSettings: diskKeySettingsSchema
        .partial()
        .extend({ enabled: z.boolean() })
        .optional(),
    }),
    dataDisks: z.array(diskReferenceSchema),
  }),
  networkProfile: z
    .looseObject({ networkInterfaces: z.array(z.looseObject({ id: z.string() })).optional() })
    .optional(),
  securityProfile: z.looseObject({ securityType: z.string().optional() }).optional(),
  provisioningState: z.string(),
  runtime: machineRuntimeSchema,
});

/** A virtual machine with the parts that the sandbox looks into; everything else is kept as it is. */
export interface VirtualMachine {
  readonly resource: ArmResource;
  readonly properties: z.infer<typeof machinePropertiesSchema>;
}

/** One disk of a machine; the OS disk has LUN -1, as in Azure Backup's lists. */
export interface MachineDisk {
  readonly name: string;
  readonly lun: number;
  readonly managedDiskId: string | undefined;
  /** Of a disk that is a blob. */
  readonly vhdUri: string | undefined;
  readonly encryption: EncryptionSettingsCollection | undefined;
  /** Fingerprint of the key that opens the disk; undefined when it is not encrypted. */
  readonly lock: string | undefined;
}

const diskPropertiesSchema = z.looseObject({
  encryptionSettingsCollection: encryptionSettingsCollectionSchema.optional(),
  runtime: z.object({ lock: z.string() }).optional(),
});

/** The virtual machine with this id, undefined when there is none. */
export function findVirtualMachine(state: WorldState, id: string): VirtualMachine | undefined {
  const resource = findResource(state, id);
  if (resource?.type.toLowerCase() !== VIRTUAL_MACHINE_TYPE.toLowerCase()) {
    return undefined;
  }
  return { resource, properties: machinePropertiesSchema.parse(resource.properties) };
}

/** The disks of a machine, the OS disk first. */
export function machineDisks(state: WorldState, machine: VirtualMachine): MachineDisk[] {
  const { runtime, storageProfile } = machine.properties;
  const { osDisk, dataDisks } = storageProfile;
  return [{ ...osDisk, lun: -1 }, ...dataDisks].map((disk) => {
    const own = diskEncryption(state, disk) ?? runtime.unmanagedEncryption[disk.name];
    return {
      name: disk.name,
      lun: disk.lun ?? 0,
      managedDiskId: disk.managedDisk?.id,
      vhdUri: disk.vhd?.uri,
      encryption: (disk.lun === -1 ? modelEncryption(machine) : undefined) ?? own?.collection,
      lock: own?.lock,
    };
  });
}

/** The settings that a machine of the older flavour has in its own model; they go before the disk's. */
function modelEncryption({ properties }: VirtualMachine): EncryptionSettingsCollection | undefined {
  const settings = properties.storageProfile.osDisk.encryptionSettings;
  const parsed = diskKeySettingsSchema.safeParse(settings).data;
  return settings === undefined || parsed === undefined
    ? undefined
    : {
        enabled: settings.enabled,
        encryptionSettings: [parsed],
        encryptionSettingsVersion: '1.0',
      };
}

/** Whether the agent of a machine that runs answers at an instant (milliseconds since the epoch). */
export function agentAnswers(runtime: MachineRuntime, nowMilliseconds: number): boolean {
  return (
    runtime.agentReady &&
    runtime.guestLocked !== true &&
    (runtime.agentFromMilliseconds ?? 0) <= nowMilliseconds
  );
}

/** Changes what the platform knows of a machine. */
export function updateRuntime(machine: VirtualMachine, change: Partial<MachineRuntime>): void {
  Object.assign(machine.properties.runtime, change);
  machine.resource.properties['runtime'] = machine.properties.runtime;
}

/** What a disk itself says: as a resource, or as a blob whose metadata hold the settings. */
function diskEncryption(state: WorldState, disk: z.infer<typeof diskReferenceSchema>) {
  if (disk.managedDisk === undefined) {
    return disk.vhd === undefined ? undefined : diskImageAt(state, disk.vhd.uri);
  }
  const resource = findResource(state, disk.managedDisk.id);
  if (resource === undefined) {
    return undefined;
  }
  const { encryptionSettingsCollection, runtime } = diskPropertiesSchema.parse(resource.properties);
  return { collection: encryptionSettingsCollection, lock: runtime?.lock };
}
