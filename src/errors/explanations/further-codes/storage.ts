// Codes of blob storage and its accounts, met where a restore stages its template and encryption info.

import { known } from './further-code.js';
import type { CodeExplanation } from '../explanation.js';

const COMMON = 'https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes';
const BLOB = 'https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes';
const NETWORK = 'az storage account show -n ACCOUNT --query networkRuleSet';

/** Blobs, containers, keys of accounts. */
export const STORAGE_CODES: readonly CodeExplanation[] = [
  known({
    codes: ['AuthorizationFailure'],
    meaning: 'the storage account does not allow the request, often because of its firewall',
    prove: [NETWORK],
    fix: ['add the address of this computer to the firewall, or run azbackup in its network'],
    retry: 'after-fix',
    docs: COMMON,
  }),
  known({
    codes: ['AuthorizationPermissionMismatch', 'AuthorizationResourceTypeMismatch'],
    meaning: 'the role, or the signature, does not allow this operation on blobs',
    likely: 'Contributor manages the account, but reads no blob by Entra sign-in',
    prove: ['az role assignment list --assignee OBJECT-ID --scope ACCOUNT-ID --include-inherited'],
    fix: ['get the role Storage Blob Data Reader at the staging account'],
    retry: 'after-fix',
    docs: COMMON,
  }),
  known({
    codes: ['KeyBasedAuthenticationNotPermitted'],
    meaning: 'the storage account does not allow its keys to be used',
    prove: ['az storage account show -n ACCOUNT --query allowSharedKeyAccess'],
    fix: ['restore by a managed identity of the vault, or choose another staging account'],
    retry: 'after-fix',
    docs: BLOB,
  }),
  known({
    codes: ['BlobNotFound', 'ContainerNotFound'],
    meaning: 'the blob or container does not exist, or was deleted after the restore',
    prove: ['az storage container list --account-name ACCOUNT --auth-mode login -o table'],
    fix: ['restore again: a restore writes its own container'],
    retry: 'after-fix',
    docs: BLOB,
  }),
  known({
    codes: ['InvalidAuthenticationInfo', 'NoAuthenticationInformation'],
    meaning: 'the storage account takes no token of this form, or got none',
    prove: ['az account show'],
    fix: ['az login'],
    retry: 'after-fix',
    docs: COMMON,
  }),
  known({
    codes: ['InvalidQueryParameterValue', 'InvalidRange', 'ConditionNotMet'],
    meaning: 'a range, a condition or a parameter of the request does not fit the blob',
    likely: 'the blob was replaced while it was read',
    fix: ['run the command again; if it happens again, report it as a bug'],
    retry: 'yes',
    docs: COMMON,
  }),
];
