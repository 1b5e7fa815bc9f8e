// Where traffic may depart from Microsoft's descriptions. Real Azure's does too; the rest is of newer versions.

import type { Departure } from './openapi-validator.js';

/** A reviewed departure. */
export interface OpenApiException {
  readonly operation: string;
  readonly side: Departure['side'];
  readonly what: string;
  readonly reason: string;
}

const SOFT_DELETE =
  'Azure has always called it softDeleteRetentionPeriod, the description softDeleteRetentionPeriodInDays';
const NEWER = 'version 2024-04-01, which the SDK sends, has it; the description is of 2023-08-01';
const LATER_TASK = 'the task type was recorded with 2024-04-01; the description is of 2023-06-01';
const LOWER_CASE = 'az writes identity types in lower case, and Azure takes them';
const INNER_ERROR =
  'Recovery Services writes innerError: null into errors, as recorded; the description does not know it';
const NO_ERRORS = 'the description of disks has no errors';
const MISSING_BODY = 'MISSING_REQUIRED_PARAMETER Value is required but was not provided';
const CHALLENGE =
  'the first request goes without body and token, and is answered with the challenge';

const WORDS_AS_SENT =
  'Azure keeps the words of access policies as they were sent, and portal and Terraform send Get, List, Backup (azure-rest-api-specs#42963)';

/** The reviewed departures. */
export const openApiExceptions: readonly OpenApiException[] = [
  additional('BackupProtectedItems_List', 'softDeleteRetentionPeriod', SOFT_DELETE),
  additional('ProtectedItems_Get', 'softDeleteRetentionPeriod', SOFT_DELETE),
  additional('JobDetails_Get', 'taskType', LATER_TASK),
  additional('Vaults_CreateOrUpdate', 'bcdrSecurityLevel', NEWER),
  additional('Vaults_Get', 'bcdrSecurityLevel', NEWER),
  additional('Vaults_ListBySubscriptionId', 'bcdrSecurityLevel', NEWER),
  request('Vaults_Update', 'ENUM_CASE_MISMATCH Enum does not match case for: none', LOWER_CASE),
  request(
    'Vaults_Update',
    'ENUM_CASE_MISMATCH Enum does not match case for: systemassigned',
    LOWER_CASE,
  ),
  request(
    'Vaults_Update',
    'ENUM_CASE_MISMATCH Enum does not match case for: userassigned',
    LOWER_CASE,
  ),
  request('CreateKey', MISSING_BODY, CHALLENGE),
  request('SetSecret', MISSING_BODY, CHALLENGE),
  additional('ProtectionPolicies_Get', 'innerError', INNER_ERROR),
  ...wordsAsSent('Vaults_Get', 'response'),
  ...wordsAsSent('Vaults_UpdateAccessPolicy', 'request'),
];

/** A kind of request that no description covers, and why. */
export interface UndescribedRequest {
  /** Tested against `METHOD host/path`. */
  readonly address: RegExp;
  readonly reason: string;
}

/** Requests that no description covers, and why there is none. */
export const undescribed: readonly UndescribedRequest[] = [
  { address: /^POST login\.microsoftonline\.com\//u, reason: 'sign-in is OAuth 2.0' },
  {
    address: /^(?:GET|POST) graph\.microsoft\.com\//u,
    reason: 'Graph is described by OData metadata',
  },
  {
    address: /^GET management\.azure\.com\/subscriptions$/u,
    reason: 'there is no description of subscriptions',
  },
  {
    address: /^GET management\.azure\.com\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/u,
    reason: 'there is no description of resource groups',
  },
  {
    address:
      /^GET .*\/providers\/Microsoft\.Authorization\/(?:permissions|locks|denyAssignments)$/u,
    reason: 'the descriptions of authorization have roles alone',
  },
  {
    address: /^GET .*\/providers\/Microsoft\.Compute\/skus$/u,
    reason: 'the descriptions of compute have no resource SKUs',
  },
  {
    address: /^GET .*\/providers\/Microsoft\.Compute\/locations\/[^/]+\/operations\//u,
    reason: 'descriptions of compute leave out what its asynchronous URLs answer',
  },
  {
    address: /^GET .*\/providers\/Microsoft\.KeyVault\/locations\/[^/]+\/operationResults\//u,
    reason: 'descriptions of key vaults leave out what their asynchronous URLs answer',
  },
  {
    address: /^GET .*\/providers\/Microsoft\.Compute\/locations\/[^/]+\/DiskOperations\//u,
    reason: 'descriptions of compute leave out what its asynchronous URLs answer',
  },
  {
    address: /^(?:GET|PUT) .*\/providers\/Microsoft\.Network\//u,
    reason: 'there is no description of networks',
  },
  {
    address: /^(?:GET|POST) .*\/providers\/Microsoft\.(?:Classic)?Storage\/storageAccounts/u,
    reason: 'there is no description of storage accounts',
  },
  {
    address: /^(?:GET|HEAD|PUT|DELETE) [a-z0-9]+\.blob\.core\.windows\.net\//u,
    reason: 'blobs are described by pages alone',
  },
  {
    address: /^(?:GET|PUT|DELETE) .*\/providers\/Microsoft\.ManagedIdentity\//u,
    reason: 'there is no description of user-assigned identities',
  },
];

/** The reviewed departures in what only other clients send or are answered. */
export const openApiExceptionsOfClients: readonly OpenApiException[] = [
  additional('Vaults_Update', 'innerError', INNER_ERROR),
  additional('Vaults_Delete', 'innerError', INNER_ERROR),
  additional('ProtectionPolicies_CreateOrUpdate', 'innerError', INNER_ERROR),
  additional('JobCancellations_Trigger', 'innerError', INNER_ERROR),
  additional('ResourceGuardProxy_Get', 'innerError', INNER_ERROR),
  additional('Restores_Trigger', 'innerError', INNER_ERROR),
  undefinedStatus('Disks_Delete', 409),
  undefinedStatus('Disks_CreateOrUpdate', 409),
  undefinedStatus('Disks_CreateOrUpdate', 400),
  additional(
    'RecoveryPoints_List',
    'crossRegionRestoreState',
    'points of the secondary region carry it, as recorded; the description does not know it',
  ),
  ...wordsAsSent('Vaults_ListByResourceGroup', 'response'),
];

/** Requests of other clients that no description covers, and why there is none. */
export const undescribedOfClients: readonly UndescribedRequest[] = [
  {
    address:
      /^(?:GET|POST) .*\/providers\/Microsoft\.RecoveryServices\/locations\/[^/]+\/backup(?:AadProperties|CrossRegionRestore|Crr\w+)(?:\/|$)/u,
    reason: 'there is no description of secondary regions',
  },
  {
    address: /^POST .*\/recoveryPoints\/[^/]+\/accessToken$/u,
    reason: 'there is no description of secondary regions',
  },
  {
    address: /^(?:GET|PUT|POST) .*\/providers\/Microsoft\.Resources\/deployments\//u,
    reason: 'there is no description of deployments',
  },
  {
    address: /^GET .*\/resourcegroups\/[^/]+\/deployments\/[^/]+\/operations$/u,
    reason: 'there is no description of deployments',
  },
  {
    address: /^GET login\.microsoftonline\.com\/common\/discovery\/instance$/u,
    reason: 'sign-in is OAuth 2.0',
  },
  {
    address: /^GET login\.microsoftonline\.com\/[^/]+\/v2\.0\/\.well-known\/openid-configuration$/u,
    reason: 'sign-in is OpenID Connect Discovery',
  },
  {
    address: /^POST graph\.microsoft\.com\/v1\.0\/directoryObjects\/getByIds$/u,
    reason: 'Graph is described by OData metadata',
  },
  {
    address: /^GET management\.azure\.com\/subscriptions\/[^/]+\/locations$/u,
    reason: 'there is no description of subscriptions',
  },
  {
    address:
      /^(?:GET|HEAD) management\.azure\.com\/subscriptions\/[^/]+\/resourcegroups(?:\/[^/]+)?$/u,
    reason: 'there is no description of resource groups',
  },
  {
    address: /^GET management\.azure\.com\/subscriptions\/[^/]+\/resources$/u,
    reason: 'there is no description of generic resources',
  },
  {
    address: /^GET management\.azure\.com\/subscriptions\/[^/]+\/providers\/Microsoft\.\w+$/u,
    reason: 'there is no description of resource providers',
  },
  {
    address: /^GET .*\/providers\/Microsoft\.KeyVault\/(?:managedHSMs|deletedManagedHSMs)$/u,
    reason: 'the descriptions of key vaults leave out managed HSMs',
  },
  {
    address: /^GET .*\/providers\/Microsoft\.RecoveryServices\/vaults\/[^/]+\/usages$/u,
    reason: 'the descriptions of vaults leave out their usages',
  },
];

function wordsAsSent(operation: string, side: Departure['side']): OpenApiException[] {
  return ['Get', 'List', 'Backup'].map((word) => ({
    operation,
    side,
    what: `ENUM_CASE_MISMATCH Enum does not match case for: ${word}`,
    reason: WORDS_AS_SENT,
  }));
}

function undefinedStatus(operation: string, status: number): OpenApiException {
  const what = `INVALID_RESPONSE_CODE The swagger file does not define '${status}' response code`;
  return { operation, side: 'response', what, reason: NO_ERRORS };
}

function additional(operation: string, member: string, reason: string): OpenApiException {
  const what = `OBJECT_ADDITIONAL_PROPERTIES Additional properties not allowed: ${member}`;
  return { operation, side: 'response', what, reason };
}

function request(operation: string, what: string, reason: string): OpenApiException {
  return { operation, side: 'request', what, reason };
}
