// What is known about Azure's error codes.
import { describe, expect, it } from 'vitest';
import { SUGGESTIONS, suggestionFor } from '../../../src/errors/suggestions.js';

/** The codes that Azure's troubleshooting pages and recorded answers name. */
const CODES = `
UserErrorKeyVaultPermissionsNotConfigured UserErrorEncryptedVmNotSupportedWithDiskEx
DiskEncryptionInternalError BCMProtGetSaSUriAsyncError UserErrorVmNotInDesirableState
VmNotInDesirableState UserErrorVmProvisioningStateFailed UserErrorGuestAgentStatusUnavailable
GuestAgentSnapshotTaskStatusError UserErrorRpCollectionLimitReached
UserErrorBackupOperationInProgress UserErrorRequestDisallowedByPolicy UserErrorCrpReportedUserError
UserErrorUnsupportedDiskSize ExtensionSnapshotFailedNoNetwork ExtensionSnapshotFailedNoSecureNetwork
ExtensionOperationFailedForManagedDisks BackUpOperationFailed BackUpOperationFailedV2
ExtensionSnapshotBitlockerError ExtensionFailedVssWriterInBadState ExtensionFailedVssServiceInBadState
ExtensionSnapshotFailedCOM ExtensionInstallationFailedCOM ExtensionInstallationFailedMDTC
ExtensionConfigParsingFailure ExtensionStuckInDeletionState ExtensionFailedSnapshotLimitReachedError
ExtensionFailedTimeoutVMNetworkUnresponsive ExtensionVCRedistInstallationFailure
UserErrorFsFreezeFailed VMRestorePointInternalError CopyingVHDsFromBackUpVaultTakingLongTime
UserErrorBCMPremiumStorageQuotaError 320001 400094 BCMV2VMNotFound 380008 AzureVmOffline
UserErrorInstantRpNotFound UserErrorSkuNotAvailable UserErrorMarketPlaceVMNotSupported
VMMarketplaceInvalidInput UserErrorMigrationFromTrustedLaunchVMToNonTrustedVMNotAllowed
UserErrorVmNotShutDown UserErrorCoreCountSubscriptionQuotaReached VirtualMachineAlreadyProtected
BMSUserErrorInvalidPolicyInput BMSUserErrorRedundancySettingsUseVaultApi CloudInternalError
ResourceRequestsThrottled ResourceNotFound InternalServerError ResourceGroupNotFound
AuthorizationFailed MissingSubscriptionRegistration InvalidResourceType InvalidGatewayHost
GatewayTimeout ServiceResourceNotEmptyWithBackendMessage ServiceResourceNotEmptyWithContainerDetails
BMSUserErrorInvalidConfigureProtectionRequest BMSUserErrorInvalidInput
BMSUserErrorDataSourceObjectNotFound UserErrorOperationDeniedOnImmutableItem ForbiddenByPolicy
AccessDenied ForbiddenByRbac ForbiddenByFirewall ForbiddenByConnection SecretDisabled SecretNotFound
KeyNotFound ObjectIsDeletedButRecoverable ObjectIsBeingDeleted RequestNotAllowedOnNonDeletedObject
RoleAssignmentExists PrincipalNotFound Request_ResourceNotFound ScopeLocked
RequestDisallowedByPolicy RoleDefinitionDoesNotExist RoleDefinitionWithSameNameExists`
  .trim()
  .split(/\s+/u);

describe('suggestions', () => {
  it.each(CODES)('know %s', (code) => {
    const suggestion = suggestionFor(code, { vm: 'VM001', vault: 'rsv-prod' });
    expect(suggestion?.meaning).toMatch(/\w/u);
    expect(suggestion?.fix).not.toEqual([]);
    expect(suggestion?.docs).toMatch(/^https:\/\/learn\.microsoft\.com\/[\w/.-]+$/u);
    expect(JSON.stringify(suggestion)).not.toMatch(/[{]v/u);
  });

  it('know each code once', () => {
    const codes = SUGGESTIONS.flatMap((entry) => entry.codes).map((code) => code.toLowerCase());
    expect(codes.toSorted()).toEqual([...new Set(codes)].toSorted());
  });

  it.each([
    'usererrorkeyvaultpermissionsnotconfigured',
    'UserErrorKeyvaultPermissionsNotConfigured',
    'UserErrorKeyVaultPermissionNotConfigured',
    'KeyVaultPermissionsNotConfigured',
    ' UserErrorKeyVaultPermissionsNotConfigured ',
  ])('know the spelling %j', (code) => {
    expect(suggestionFor(code, { vm: 'VM001' })).toMatchObject({
      meaning: 'the backup service has no access to the keys or secrets of VM001',
      fix: ['azbackup grant-access --vm VM001', 'azbackup preflight --vm VM001'],
    });
  });

  it('leave out commands whose names are not known', () => {
    const suggestion = suggestionFor('UserErrorKeyVaultPermissionsNotConfigured');
    expect(suggestion?.fix).toEqual([]);
    expect(suggestion?.meaning).toContain('keys or secrets of the VM');
    expect(suggestionFor('AzureVmOffline')?.fix).toEqual(['start the VM, and check its VM agent']);
  });

  it('tell a code from one that differs by UserError', () => {
    expect(suggestionFor('RequestDisallowedByPolicy')?.meaning).toBe(
      'an Azure Policy assignment denies the change',
    );
    expect(suggestionFor('UserErrorRequestDisallowedByPolicy')?.meaning).toContain('snapshots');
  });

  it('know nothing of other codes', () => {
    expect(suggestionFor('SomethingNew')).toBeUndefined();
    expect(suggestionFor('')).toBeUndefined();
  });
});
