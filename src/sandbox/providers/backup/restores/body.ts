// The body of a restore, and what is asked for by it. OpenAPI IaasVMRestoreRequest. az sends what it knows,
// SDKs leave out what is undefined, and older clients send empty texts for what they do not mean.

import { z } from 'zod';
import { notModelled } from '../../../http/not-modelled.js';
import { Refusal } from '../../../http/refusal.js';

const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** Its members name what the machine had; whether Azure looks at them nobody knows, and nothing here does. */
const encryptionDetailsSchema = z.strictObject({
  encryptionEnabled: z.boolean().optional(),
  kekUrl: z.string().optional(),
  secretKeyUrl: z.string().optional(),
  kekVaultId: z.string().optional(),
  secretKeyVaultId: z.string().optional(),
});

const identitySchema = z.strictObject({
  isSystemAssignedIdentity: z.boolean().optional(),
  managedIdentityResourceId: z.string().optional(),
});

/** OpenAPI IdentityBasedRestoreDetails: where the account stands when an identity opens it, as az sends it. */
const identityDetailsSchema = z.strictObject({
  objectType: z.string().optional(),
  targetStorageAccountId: z.string().optional(),
});

/** OpenAPI RecoveryPointRehydrationInfo; the range of days is that of az's help. */
const rehydrationSchema = z.strictObject({
  rehydrationRetentionDuration: z.string().regex(/^P\d+D$/u),
  rehydrationPriority: z.enum(['Standard', 'High']),
});

/** OpenAPI TargetDiskNetworkAccessSettings. */
const networkAccessSettingsSchema = z.strictObject({
  targetDiskNetworkAccessOption: z
    .enum([
      'SameAsOnSourceDisks',
      'EnablePrivateAccessForAllDisks',
      'EnablePublicAccessForAllDisks',
    ])
    .nullish(),
  targetDiskAccessId: text,
});

const requestSchema = z.strictObject({
  objectType: z.enum(['IaasVMRestoreRequest', 'IaasVMRestoreWithRehydrationRequest']),
  recoveryPointRehydrationInfo: rehydrationSchema.nullish(),
  identityBasedRestoreDetails: identityDetailsSchema.nullish(),
  resourceGuardOperationRequests: z.array(z.string()).nullish(),
  recoveryPointId: text,
  recoveryType: z.enum([
    'Invalid',
    'OriginalLocation',
    'AlternateLocation',
    'RestoreDisks',
    'Offline',
  ]),
  sourceResourceId: text,
  targetVirtualMachineId: text,
  targetResourceGroupId: text,
  storageAccountId: text,
  virtualNetworkId: text,
  subnetId: text,
  targetDomainNameId: text,
  region: text,
  affinityGroup: text,
  createNewCloudService: flag,
  originalStorageAccountOption: flag,
  encryptionDetails: encryptionDetailsSchema.nullish(),
  restoreDiskLunList: z.array(z.int()).nullish(),
  restoreWithManagedDisks: flag,
  diskEncryptionSetId: text,
  zones: z.array(z.string()).nullish(),
  identityInfo: identitySchema.nullish(),
  targetDiskNetworkAccessSettings: networkAccessSettingsSchema.nullish(),
});

/** What a restore is asked for. */
export type RestoreRequest = z.infer<typeof requestSchema>;

/** Body of Restores_Trigger. */
export const restoreBodySchema = z.strictObject({ properties: requestSchema });

/** Body of CrossRegionRestore_Trigger; of the vault's word only its text is looked into. */
export const crossRegionRestoreBodySchema = z.strictObject({
  crossRegionRestoreAccessDetails: z.looseObject({
    objectType: z.literal('CrrAccessToken'),
    accessTokenString: z.string(),
  }),
  restoreRequest: requestSchema,
});

/** Body of both validations. OpenAPI ValidateOperationRequestResource. */
export const validateRestoreBodySchema = z.strictObject({
  /** ARM id of the recovery point. */
  id: z.string(),
  properties: z.strictObject({
    objectType: z.literal('ValidateIaasVMRestoreOperationRequest'),
    restoreRequest: requestSchema,
  }),
});

/** The account that a restore stages in: an identity's stands in another place. */
export function stagingAccountIdOf(requested: RestoreRequest): string | undefined {
  return (
    requested.storageAccountId ?? requested.identityBasedRestoreDetails?.targetStorageAccountId
  );
}

/** Throws the Refusal of what the sandbox does not restore: it names the thing, and Azure is not asked. */
export function refuseUnmodelled(requested: RestoreRequest, encrypted: boolean): void {
  if (encrypted) {
    return;
  }
  if (requested.diskEncryptionSetId !== undefined) {
    throw new Refusal(notModelled('another disk encryption set for restored disks'));
  }
}
