// What a request for a machine may hold: a model of disks to attach, and what a model read from Azure has besides.

import { z } from 'zod';
import { planSchema } from './plan.js';
import { diskKeySettingsSchema } from '../disk-encryption/settings.js';

const anything = z.record(z.string(), z.unknown());

const diskSchema = z.strictObject({
  name: z.string().optional(),
  createOption: z.enum(['Attach', 'FromImage', 'Empty', 'Copy', 'Restore']),
  caching: z.enum(['None', 'ReadOnly', 'ReadWrite']).optional(),
  managedDisk: z
    .strictObject({
      /** Left out for a disk that is made by the request. */
      id: z.string().optional(),
      storageAccountType: z.string().optional(),
      diskEncryptionSet: z.strictObject({ id: z.string() }).optional(),
    })
    .optional(),
  vhd: z.strictObject({ uri: z.string() }).optional(),
  deleteOption: z.enum(['Delete', 'Detach']).optional(),
  diskSizeGB: z.number().optional(),
  writeAcceleratorEnabled: z.boolean().optional(),
});

const osDiskSchema = diskSchema.extend({
  osType: z.enum(['Windows', 'Linux']),
  encryptionSettings: z
    .strictObject({ enabled: z.boolean(), ...diskKeySettingsSchema.shape })
    .optional(),
});

/** A data disk of a request. */
export const dataDiskSchema = diskSchema.extend({
  lun: z.number(),
  toBeDetached: z.boolean().optional(),
  detachOption: z.literal('ForceDetach').optional(),
});

/** The body of VirtualMachines_CreateOrUpdate. */
export const machineBodySchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  type: z.string().optional(),
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  plan: planSchema.optional(),
  identity: z
    .strictObject({
      type: z.enum(['None', 'SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned']),
      userAssignedIdentities: z.record(z.string(), z.looseObject({})).optional(),
    })
    .optional(),
  zones: z.array(z.string()).optional(),
  resources: z.array(anything).optional(),
  properties: z.strictObject({
    vmId: z.string().optional(),
    provisioningState: z.string().optional(),
    timeCreated: z.string().optional(),
    hardwareProfile: z.strictObject({ vmSize: z.string() }),
    storageProfile: z.strictObject({
      imageReference: anything.optional(),
      osDisk: osDiskSchema,
      dataDisks: z.array(dataDiskSchema).optional(),
    }),
    availabilitySet: z.strictObject({ id: z.string() }).optional(),
    virtualMachineScaleSet: z.strictObject({ id: z.string() }).optional(),
    licenseType: z.string().optional(),
    osProfile: anything.optional(),
    securityProfile: z
      .strictObject({
        securityType: z.enum(['Standard', 'TrustedLaunch', 'ConfidentialVM']).optional(),
        uefiSettings: z
          .strictObject({ secureBootEnabled: z.boolean(), vTpmEnabled: z.boolean() })
          .optional(),
        encryptionAtHost: z.boolean().optional(),
      })
      .optional(),
    networkProfile: z.strictObject({
      networkInterfaces: z
        .array(
          z.strictObject({
            id: z.string(),
            properties: z
              .strictObject({
                primary: z.boolean().optional(),
                deleteOption: z.enum(['Delete', 'Detach']).optional(),
              })
              .optional(),
          }),
        )
        .min(1),
    }),
    diagnosticsProfile: anything.optional(),
  }),
});

export type MachineBody = z.infer<typeof machineBodySchema>;

/** A disk as a request names it; the OS disk has LUN -1. */
export type WantedDisk = z.infer<typeof diskSchema> & {
  readonly lun: number;
  readonly toBeDetached?: boolean | undefined;
};

/** Where the data of a disk are; the empty text for a disk that is made by the request. */
export function placeOf({ managedDisk, vhd }: Pick<WantedDisk, 'managedDisk' | 'vhd'>): string {
  return managedDisk?.id ?? vhd?.uri ?? '';
}

/** The disks of a request, the OS disk first. */
export function wantedDisks({ properties }: MachineBody): readonly [WantedDisk, ...WantedDisk[]] {
  const { osDisk, dataDisks = [] } = properties.storageProfile;
  return [{ ...osDisk, lun: -1 }, ...dataDisks];
}
