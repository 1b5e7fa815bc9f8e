// Of which JSON type the fields are that the services read. One field has one type wherever it stands in
// Azure's APIs that are asked here; fields with several, such as `value` and `code`, are not in the list.

type WireType = 'string' | 'number' | 'boolean' | 'object' | 'list';

const FIELDS: Readonly<Record<WireType, readonly string[]>> = {
  string: [
    'addressPrefix',
    'appId',
    'audience',
    'backupManagementType',
    'bypass',
    'containerName',
    'contentType',
    'createdOn',
    'createOption',
    'crossRegionRestore',
    'defaultAction',
    'deferredDeleteTimeInUTC',
    'deferredDeleteTimeRemaining',
    'description',
    'displayName',
    'displayStatus',
    'durationType',
    'encryptionAtRestType',
    'encryptionMechanism',
    'encryptionSettingsVersion',
    'endTime',
    'enhancedSecurityState',
    'entityFriendlyName',
    'errorString',
    'errorTitle',
    'estimatedRemainingDuration',
    'etag',
    'executionMessage',
    'executionState',
    'expiryTime',
    'friendlyName',
    'HardenedRP',
    'healthStatus',
    'id',
    'infrastructureEncryptionState',
    'jobId',
    'jobType',
    'keyBackupData',
    'keyUrl',
    'keyVaultId',
    'kind',
    'lastBackupStatus',
    'lastBackupTime',
    'lastRecoveryPoint',
    'location',
    'managedBy',
    'message',
    'name',
    'nextLink',
    'objectId',
    'objectType',
    'osType',
    'policyId',
    'policyName',
    'policyType',
    'principalId',
    'principalType',
    'privateIPAddress',
    'privateIPAllocationMethod',
    'protectedItemType',
    'protectionState',
    'protectionStatus',
    'provisioningState',
    'publicNetworkAccess',
    'publisher',
    'recoveryPointId',
    'recoveryPointTime',
    'recoveryPointType',
    'resourceId',
    'retentionPolicyType',
    'roleDefinitionId',
    'roleName',
    'schedulePolicyType',
    'scheduleRunFrequency',
    'scheduleWindowStartTime',
    'scope',
    'secretData',
    'secretUrl',
    'secretVaultId',
    'securityType',
    'softDeleteFeatureState',
    'softDeleteState',
    'sourceResourceId',
    'standardTierStorageRedundancy',
    'startTime',
    'state',
    'storageModelType',
    'storageType',
    'storageTypeState',
    'subscriptionId',
    'taskExecutionDetails',
    'taskId',
    'tenantId',
    'tier',
    'timeZone',
    'type',
    'typeHandlerVersion',
    'uri',
    'vaultId',
    'vaultUri',
    'version',
    'virtualMachineSize',
    'vmAgentVersion',
    'vmId',
    'vmSize',
  ],
  number: [
    'created',
    'diskSizeGB',
    'instantRpRetentionRangeInDays',
    'interval',
    'lun',
    'progressPercentage',
    'protectedItemsCount',
    'recoveryPointCount',
    'scheduleWeeklyFrequency',
    'scheduleWindowDuration',
    'softDeleteRetentionPeriod',
    'softDeleteRetentionPeriodInDays',
  ],
  boolean: [
    'autoUpgradeMinorVersion',
    'crossRegionRestoreFlag',
    'enabled',
    'enabledForDiskEncryption',
    'enablePurgeProtection',
    'enableRbacAuthorization',
    'enableSoftDelete',
    'encryptionAtHost',
    'isManagedVirtualMachine',
    'isReadyForMove',
    'isScheduledForDeferredDelete',
    'isSoftDeleted',
    'isSourceVMEncrypted',
    'originalStorageAccountOption',
    'primary',
  ],
  object: [
    'ArchivedRP',
    'attributes',
    'bekDetails',
    'dailySchedule',
    'diskEncryptionKey',
    'diskEncryptionSet',
    'encryption',
    'encryptionSettingsCollection',
    'extendedInfo',
    'hardwareProfile',
    'hourlySchedule',
    'immutabilitySettings',
    'instanceView',
    'kekDetails',
    'keyAndSecret',
    'keyEncryptionKey',
    'managedDisk',
    'networkAcls',
    'networkProfile',
    'osDisk',
    'primaryEndpoints',
    'properties',
    'recoveryPointMoveReadinessInfo',
    'recoveryPointProperties',
    'redundancySettings',
    'retentionDuration',
    'retentionPolicy',
    'schedulePolicy',
    'securityProfile',
    'securitySettings',
    'softDeleteSettings',
    'sourceVault',
    'storageProfile',
    'validateOperationResponse',
    'vhd',
    'vmAgent',
  ],
  list: [
    'accessPolicies',
    'actions',
    'addressPrefixes',
    'assignableScopes',
    'dataActions',
    'dataDisks',
    'errorDetails',
    'healthDetails',
    'ipConfigurations',
    'keys',
    'networkInterfaces',
    'notActions',
    'notDataActions',
    'pairedRegion',
    'recommendations',
    'recoveryPointTierDetails',
    'resources',
    'retentionTimes',
    'scheduleRunTimes',
    'secrets',
    'statuses',
    'subnets',
    'substatuses',
    'tasksList',
    'validationResults',
  ],
};

/** Below these, names are the user's own, or a publisher's. */
const FREE_NAMES: ReadonlySet<string> = new Set([
  'tags',
  'metadata',
  'parameters',
  'outputs',
  'variables',
  'template',
  'propertyBag',
  'settings',
  // Rows of Azure Resource Graph: whoever asks names their columns.
  'data',
]);

const TYPE_OF: ReadonlyMap<string, WireType> = new Map(
  typesOf().flatMap((type) => FIELDS[type].map((name) => [name, type] as const)),
);

function typesOf(): readonly WireType[] {
  return ['string', 'number', 'boolean', 'object', 'list'];
}

/** Fields of several types that answers begin with. */
const OTHER_FIELDS: ReadonlySet<string> = new Set(['value', 'status', 'error', 'code']);

/** True when an answer has any field that the services read. */
export function hasKnownField(body: object): boolean {
  return Object.keys(body).some((name) => TYPE_OF.has(name) || OTHER_FIELDS.has(name));
}

/** The first field of an answer that is of another type than it should be, in words; null is none. */
export function wrongType(body: object): string | undefined {
  for (const [name, value] of Object.entries(body)) {
    const found = wrongField(name, value);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function wrongField(name: string, value: unknown): string | undefined {
  const type = TYPE_OF.get(name);
  if (isLocalized(value)) {
    return undefined;
  }
  if (type !== undefined && value !== null && typeNameOf(value) !== type) {
    return `JSON whose field '${name}' is a ${typeNameOf(value)}`;
  }
  if (Array.isArray(value) && (type === 'list' || name === 'value') && isMixed(value)) {
    return `JSON whose list '${name}' has entries of several kinds`;
  }
  return typeof value === 'object' && value !== null && !FREE_NAMES.has(name)
    ? wrongType(value)
    : undefined;
}

/** A name as lists of quotas have it (Usage_List): for programs, and in the language of the caller. */
function isLocalized(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'localizedValue' in value &&
    Object.values(value).every((each) => typeof each === 'string')
  );
}

/** Lists that the services read are of texts, or of objects. */
function isMixed(list: readonly unknown[]): boolean {
  const kinds = new Set(list.map((entry) => (entry === null ? 'null' : typeNameOf(entry))));
  return kinds.size > 1 || [...kinds].some((kind) => kind !== 'string' && kind !== 'object');
}

function typeNameOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}
