// Details of the codes about encrypted VMs, their key vaults, and the keys of vaults.

import type { CodeDetails } from './explanation.js';
import { recording, report } from './pages.js';

const CHECK = 'azbackup preflight --vm {vm}';
const DATA_PLANE = recording('Key Vault data plane: error catalogue', '2023-05');
const AUDIT = 'azbackup audit-keys --vm {vm}';
const NETWORK = 'az keyvault show -n KEYVAULT --query properties.networkAcls';

/** By the first spelling of each code. */
export const ENCRYPTION_DETAILS: Readonly<Record<string, CodeDetails>> = {
  UserErrorKeyVaultPermissionsNotConfigured: {
    likely:
      'the Backup Management Service has no role (RBAC key vault) or no access policy with get, list and backup (policy key vault) on keys and secrets',
    prove: [CHECK, 'az keyvault show -n KEYVAULT --query properties.enableRbacAuthorization'],
    retry: 'after-fix',
    evidence: [
      report('MicrosoftDocs/azure-docs', 91512, '2022-04-13'),
      report('MicrosoftDocs/azure-docs', 97447, '2022-08-23'),
    ],
  },
  UserErrorEncryptedVmNotSupportedWithDiskEx: {
    likely: 'disks were excluded when the VM was protected with a Standard policy',
    prove: ['az backup item show -g RG -v {vault} -c CONTAINER -n ITEM --query properties'],
    retry: 'after-fix',
  },
  DiskEncryptionInternalError: {
    likely: 'the key or secret was deleted, or its version replaced, after the backup',
    prove: [AUDIT, CHECK],
    retry: 'after-fix',
  },
  DiskEncryptionKeySecretUnwrapFailed: {
    likely: 'the KEK was created again under its old name, so that it no longer unwraps the secret',
    prove: [AUDIT],
    retry: 'after-fix',
  },
  BCMProtGetSaSUriAsyncError: {
    likely: 'the identity of the vault lost its rights at the customer-managed key',
    prove: ['azbackup vault show {vault}'],
    retry: 'after-fix',
  },
  ForbiddenByPolicy: {
    likely: 'the key vault uses access policies, and none names this account',
    prove: ['az keyvault show -n KEYVAULT --query properties.accessPolicies'],
    retry: 'after-fix',
    evidence: [DATA_PLANE],
  },
  ForbiddenByRbac: {
    likely: 'no role with this data action at the key vault, or one assigned minutes ago',
    prove: ['az role assignment list --assignee OBJECT-ID --scope KEYVAULT-ID --include-inherited'],
    retry: 'after-fix',
    evidence: [DATA_PLANE],
  },
  ForbiddenByFirewall: { prove: [NETWORK], retry: 'after-fix', evidence: [DATA_PLANE] },
  ForbiddenByConnection: {
    prove: ['az keyvault show -n KEYVAULT --query properties.publicNetworkAccess', NETWORK],
    retry: 'after-fix',
  },
  SecretDisabled: {
    prove: ['az keyvault secret list-versions --vault-name KEYVAULT -n NAME -o table', CHECK],
    retry: 'after-fix',
  },
  SecretNotFound: {
    likely: 'deleted or purged after the VM was encrypted; a backup of the VM holds a copy',
    prove: ['az keyvault secret list-deleted --vault-name KEYVAULT -o table', AUDIT],
    retry: 'after-fix',
    evidence: [DATA_PLANE],
  },
  ObjectIsDeletedButRecoverable: {
    prove: ['az keyvault secret list-deleted --vault-name KEYVAULT -o table'],
    retry: 'after-fix',
    evidence: [DATA_PLANE],
  },
  ObjectIsBeingDeleted: { retry: 'yes', evidence: [DATA_PLANE] },
  RequestNotAllowedOnNonDeletedObject: {
    prove: ['az keyvault secret list --vault-name KEYVAULT -o table'],
    retry: 'no',
    evidence: [DATA_PLANE],
  },
};
