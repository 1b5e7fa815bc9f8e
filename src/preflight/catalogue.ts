// All checks, in the order in which a reader wants them: the machine, its encryption, the key vaults,
// access to them, then where backups go.

import type { Check } from './check.js';
import { accessCallerCanGrant } from './checks/access/caller-can-grant.js';
import { accessKeysGranted } from './checks/access/keys-granted.js';
import { accessPrincipalKnown } from './checks/access/principal-known.js';
import { accessSecretsGranted } from './checks/access/secrets-granted.js';
import { adeExtensionHealthy } from './checks/ade/extension-healthy.js';
import { adeKeyCurrent } from './checks/ade/key-current.js';
import { adeKeyStandalone } from './checks/ade/key-standalone.js';
import { adeNotPastRetirement } from './checks/ade/not-past-retirement.js';
import { adeSecretCurrent } from './checks/ade/secret-current.js';
import { adeSecretTagged } from './checks/ade/secret-tagged.js';
import { adeStateSettled } from './checks/ade/state-settled.js';
import { diskDataAccessOpen } from './checks/disk/data-access-open.js';
import { diskEncryptionRecognised } from './checks/disk/encryption-recognised.js';
import { diskNotShared } from './checks/disk/not-shared.js';
import { diskTypeFitsPolicy } from './checks/disk/type-fits-policy.js';
import { keyvaultEnabledForDiskEncryption } from './checks/keyvault/enabled-for-disk-encryption.js';
import { keyvaultFound } from './checks/keyvault/found.js';
import { keyvaultLetsBackupThrough } from './checks/keyvault/lets-backup-through.js';
import { keyvaultPurgeProtectionOn } from './checks/keyvault/purge-protection-on.js';
import { keyvaultRegionAndSubscriptionMatch } from './checks/keyvault/region-and-subscription-match.js';
import { keyvaultSoftDeleteOn } from './checks/keyvault/soft-delete-on.js';
import { keyvaultUnlocked } from './checks/keyvault/unlocked.js';
import { policyFitsVm } from './checks/policy/fits-vm.js';
import { policyFound } from './checks/policy/found.js';
import { policyHasRoom } from './checks/policy/has-room.js';
import { vaultCmkReadable } from './checks/vault/cmk-readable.js';
import { vaultFound } from './checks/vault/found.js';
import { vaultHasRoom } from './checks/vault/has-room.js';
import { vaultUnlocked } from './checks/vault/unlocked.js';
import { vmAgentReady } from './checks/vm/agent-ready.js';
import { vmConfidentialSupported } from './checks/vm/confidential-supported.js';
import { vmDisksWithinRestoreLimits } from './checks/vm/disks-within-restore-limits.js';
import { vmItemNotSoftDeleted } from './checks/vm/item-not-soft-deleted.js';
import { vmNotProtectedElsewhere } from './checks/vm/not-protected-elsewhere.js';
import { vmProvidersRegistered } from './checks/vm/providers-registered.js';
import { vmProvisioningSucceeded } from './checks/vm/provisioning-succeeded.js';
import { vmRegionMatchesVault } from './checks/vm/region-matches-vault.js';
import { vmSecurityTypeFitsPolicy } from './checks/vm/security-type-fits-policy.js';
import { vmSnapshotGroupUnlocked } from './checks/vm/snapshot-group-unlocked.js';
import { vmSubscriptionMatchesVault } from './checks/vm/subscription-matches-vault.js';

/** The checks of preflight. Ids are a contract: scripts override and read them. */
export const CATALOGUE: readonly Check[] = [
  vmProvisioningSucceeded,
  vmProvidersRegistered,
  vmAgentReady,
  vmRegionMatchesVault,
  vmSubscriptionMatchesVault,
  vmNotProtectedElsewhere,
  vmItemNotSoftDeleted,
  vmSecurityTypeFitsPolicy,
  vmConfidentialSupported,
  vmDisksWithinRestoreLimits,
  vmSnapshotGroupUnlocked,
  diskEncryptionRecognised,
  diskTypeFitsPolicy,
  diskDataAccessOpen,
  diskNotShared,
  adeStateSettled,
  adeExtensionHealthy,
  adeSecretCurrent,
  adeSecretTagged,
  adeKeyCurrent,
  adeKeyStandalone,
  adeNotPastRetirement,
  keyvaultFound,
  keyvaultRegionAndSubscriptionMatch,
  keyvaultEnabledForDiskEncryption,
  keyvaultSoftDeleteOn,
  keyvaultPurgeProtectionOn,
  keyvaultLetsBackupThrough,
  keyvaultUnlocked,
  accessPrincipalKnown,
  accessSecretsGranted,
  accessKeysGranted,
  accessCallerCanGrant,
  vaultFound,
  vaultHasRoom,
  vaultCmkReadable,
  vaultUnlocked,
  policyFound,
  policyFitsVm,
  policyHasRoom,
];
